"""tocsin backup, tocsin restore: everything in the database as one file, which any PostgreSQL from 15 on takes back."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tocsin.cli import ready
from tocsin.cli.output import sentence
from tocsin.core.kernel.errors import Refused

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write all that the database holds to FILE.

    As it stands now; Tocsin may run meanwhile. FILE is readable by you alone: mails and password hashes are in it. Who
    is logged in, the secret key and the company's files are not.
    """
    if file.exists():
        raise Refused("cli.backup.exists", file=str(file))
    ready.database()
    from tocsin.flow import clock
    from tocsin.store import dump

    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    try:
        with _progress("cli.backup.writing") as report, open(partial, "xb", opener=_private) as out:
            manifest = dump.write(out, now=clock.now(), report=report)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    rows = sum(table.rows for table in manifest.tables)
    click.echo(sentence("cli.backup.done", rows=rows, tables=len(manifest.tables), file=str(file)))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="What the database holds is lost, and FILE takes its place.")
def restore(file: Path, replace: bool) -> None:
    """Put a back-up in force: all of FILE, or nothing.

    Into the embedded database, or that of DATABASE_URL: so one moves from the one to the other. Tocsin must be stopped.
    A back-up of an older version is brought up to this one.
    """
    os.environ["PGAPPNAME"] = (
        f"tocsin restore {os.getpid()}"  # tells our own connections from those of others
    )
    ready.database(migrated=False)
    from tocsin.flow import clock
    from tocsin.store import dump, partitions

    with _progress("cli.restore.reading") as report:
        manifest = dump.restore(file, replace=replace, report=report)
    partitions.ensure(clock.now().date())
    rows = sum(table.rows for table in manifest.tables)
    taken_at = f"{manifest.taken_at:%Y-%m-%d %H:%M} UTC"
    click.echo(sentence("cli.restore.done", rows=rows, taken_at=taken_at, version=manifest.version))


@contextmanager
def _progress(code: str) -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(sentence(code), total=None)

        def report(table: str, done: int, total: int) -> None:
            progress.update(task, description=f"{sentence(code)}: {table}", completed=done, total=total)

        yield report


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
