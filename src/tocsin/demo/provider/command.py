"""tocsin provider: the demo's provider as a process, alone or beside the demo."""

import threading
from datetime import timedelta
from pathlib import Path

import click

from tocsin.cli.output import language_option
from tocsin.core.kernel.sentences import Language


@click.command(hidden=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", required=True, type=click.IntRange(1, 65535), help="Of API and page.")
@click.option(
    "--smtp-port", type=click.IntRange(0, 65535), default=0, help="Of its own mail server; 0: none."
)
@click.option(
    "--mail-to",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the client's mail server; 0: no mails.",
)
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Where it keeps what it knows.")
@click.option(
    "--acknowledge", default=20.0, show_default=True, help="Seconds until a new ticket is acknowledged."
)
@language_option("fr")
def provider(
    host: str, port: int, smtp_port: int, mail_to: int, file: Path | None, acknowledge: float, language: Language
) -> None:  # fmt: skip
    """Play the provider of the demo: supervision API, ticket desk, mail, and a page (README.md beside this file)."""
    from tocsin.cli.run import end_with_parent, stop_on_signal
    from tocsin.demo.provider.mails import Incoming, Outgoing
    from tocsin.demo.provider.server import Server
    from tocsin.demo.provider.state import Provider
    from tocsin.flow import clock
    from tocsin.settings import logs

    logs.configure()
    stop = threading.Event()
    stop_on_signal(stop)
    end_with_parent()
    played = Provider(
        file, clock.now, timedelta(seconds=acknowledge), Outgoing("127.0.0.1", mail_to, clock.now)
    )
    server = Server(played, language)
    incoming = Incoming(played, server.lock, smtp_port) if smtp_port else None
    server.start(host, port)
    stop.wait()
    server.stop()
    if incoming:
        incoming.stop()
