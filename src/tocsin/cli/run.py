"""tocsin up, web, worker: the processes, and the tree that holds them."""

import gc
import os
import signal
import threading

import click

from tocsin.cli import ready
from tocsin.cli.output import sentence
from tocsin.settings.logs import level

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_PORT = click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port to listen on."
)

_COUNT = click.IntRange(1, 64)
_CONNECTIONS = 4096  # of one web process; a connection that says nothing counts
_PATIENCE_S = 10  # a child that was just forked misses the signal to end: without this, the server waits for it for ever
_HEADER_MS = 10_000  # for the head of a request, and between two requests


@click.command()
@_HOST
@_PORT
@click.option("--web", "web_processes", type=_COUNT, default=1, show_default=True, help="Web processes.")
@click.option("--workers", type=_COUNT, default=1, show_default=True, help="Worker processes.")
def up(host: str, port: int, web_processes: int, workers: int) -> None:
    """Run everything in one process tree: database, web, workers.

    The database is the embedded one, unless DATABASE_URL names another.

    A part that dies is started again; Ctrl-C or SIGTERM stops all of it in order. A second `up` on the same
    data is refused.
    """
    from tocsin.cli.tree import Tree, single_instance

    ready.configure()
    ready.mail()
    if os.geteuid() == 0:
        click.echo(sentence("cli.root"), err=True)
    with single_instance(), Tree() as tree:
        tree.start_database()
        tree.add("web", "web", "--host", host, "--port", str(port), "--processes", str(web_processes))
        for number in range(workers):
            tree.add(f"worker-{number + 1}", "worker")
        click.echo(sentence("cli.listens", address=f"http://{host}:{port}"), err=True)
        tree.watch()


@click.command()
@_HOST
@_PORT
@click.option(
    "--processes", type=_COUNT, default=1, show_default=True, help="Web processes sharing the port."
)
def web(host: str, port: int, processes: int) -> None:
    """Serve the pages, the API and the HTTP inlet."""
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    ready.database()
    ready.let_go()
    end_with_parent()
    server = Server(
        "tocsin.web.asgi:app", address=host, port=port, interface=Interfaces.ASGI, loop=Loops.uvloop, workers=processes,
        http=HTTPModes.http1, http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS), websockets=False,
        backlog=_CONNECTIONS, backpressure=_CONNECTIONS, log_access=False, respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE_S,
        log_level=LogLevels(level()), log_dictconfig=_LOGS,
    )  # fmt: skip
    server.serve()


@click.command()
def worker() -> None:
    """Work the messages, mind the clocks, deliver the notices.

    Any number may run, on any number of hosts that share the database. A worker also reads the
    mailboxes, and receives SMTP and LMTP if asked to.
    """
    ready.mail()
    ready.database()
    from tocsin.flow.worker import Worker

    stop = threading.Event()
    stop_on_signal(stop)
    end_with_parent()
    rarely_collect()
    Worker(stop).run()


_LOGS = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}


def rarely_collect() -> None:
    """Make garbage collection rare: a batch makes a hundred thousand values without cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def stop_on_signal(stop: threading.Event) -> None:
    """Set ``stop`` at SIGTERM and Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def end_with_parent() -> None:
    """Stop when the process tree that started us is gone: its end of our standard input closes."""
    if "TOCSIN_TREE" in os.environ:
        threading.Thread(target=_wait_for_parent, name="parent", daemon=True).start()


def _wait_for_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
