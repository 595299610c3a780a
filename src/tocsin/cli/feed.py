"""tocsin feed: messages by hand."""

import click

from tocsin.cli import ready
from tocsin.cli.output import as_data, as_option, print_json, spoken, told
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault, NotFound

_BATCH, _BATCH_BYTES = 500, 16_000_000  # messages in one commit, unless one alone is larger


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--source", required=True, help="Key of the source whose formats read the messages.")
@as_option
def feed(files: tuple[str, ...], source: str, output: str) -> None:
    """Hand over FILES as if a source had sent them.

    .eml, mbox, Maildir, JSON, JSON lines; - is standard input.

    A worker (tocsin up) then works them like any message. Exact repeats are counted, not stored again.
    Exit code 1 if something could not be read.
    """
    from rich.console import Console
    from rich.progress import Progress

    from tocsin.connectors.feed import measure, read_files
    from tocsin.flow import clock, intake
    from tocsin.flow.organisation import snapshot

    ready.database()
    if source not in snapshot().sources:
        raise NotFound("error.no_source", source=source, known=sorted(snapshot().sources))
    faults: list[Fault] = []
    read = fresh = 0
    with Progress(console=Console(stderr=True), disable=output == "json") as progress:
        task = progress.add_task(told("cli.feeding"), total=measure(files) or None)
        batch: list[Message] = []
        size = 0
        for message in read_files(
            files,
            source=source,
            now=clock.now,
            report=faults.append,
            advance=lambda taken: progress.advance(task, taken),
        ):
            batch.append(message)
            read += 1
            size += len(message.body)
            if len(batch) == _BATCH or size > _BATCH_BYTES:
                fresh += intake.deposit(batch)
                batch, size = [], 0
        fresh += intake.deposit(batch)
    for fault in faults:
        click.secho(fault.sentence(spoken("en")), fg="red", err=True)
    if output == "json":
        print_json(
            {"read": read, "new": fresh, "repeats": read - fresh, "unreadable": [*map(as_data, faults)]}
        )
    else:
        facts = {"read": read, "new": fresh, "repeats": read - fresh, "unreadable": len(faults)}
        click.echo(told("cli.fed", **facts))
    raise click.exceptions.Exit(1 if faults else 0)
