"""tocsin feed: messages by hand."""

from collections.abc import Callable, Iterable, Iterator

import click

from tocsin.cli import ready
from tocsin.cli.output import as_data, as_option, locale_language, print_json, sentence
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
    ready.database()
    from tocsin.flow.organisation import snapshot

    if source not in snapshot().sources:
        raise NotFound("error.no_source", source=source, known=sorted(snapshot().sources))
    faults: list[Fault] = []
    read, fresh = _hand_over(files, source, faults.append, silent=output == "json")
    for fault in faults:
        click.secho(fault.sentence(locale_language("en")), fg="red", err=True)
    if output == "json":
        print_json({"read": read, "new": fresh, "repeats": read - fresh, "unreadable": as_data(faults)})
    else:
        facts = {"read": read, "new": fresh, "repeats": read - fresh, "unreadable": len(faults)}
        click.echo(sentence("cli.fed", **facts))
    raise click.exceptions.Exit(1 if faults else 0)


def _hand_over(
    files: tuple[str, ...], source: str, report: Callable[[Fault], None], *, silent: bool
) -> tuple[int, int]:
    """How many messages were read, and how many of them were new."""
    from rich.console import Console
    from rich.progress import Progress

    from tocsin.connectors.feed import measure, read_files
    from tocsin.flow import clock
    from tocsin.flow.intake import deposit as intake

    read = fresh = 0
    with Progress(console=Console(stderr=True), disable=silent) as progress:
        task = progress.add_task(sentence("cli.feeding"), total=measure(files) or None)

        def advance(taken: int) -> None:
            progress.advance(task, taken)

        for batch in _batches(
            read_files(files, source=source, now=clock.now, report=report, advance=advance)
        ):
            read += len(batch)
            fresh += intake.deposit(batch)
    return read, fresh


def _batches(messages: Iterable[Message]) -> Iterator[list[Message]]:
    batch: list[Message] = []
    size = 0
    for message in messages:
        batch.append(message)
        size += len(message.body)
        if len(batch) == _BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch
