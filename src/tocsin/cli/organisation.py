"""tocsin check, apply, export: the organisation between files and database."""

from datetime import timedelta
from pathlib import Path

import click

from tocsin.cli import people, ready
from tocsin.cli.output import as_data, as_option, locale_language, print_json, sentence
from tocsin.connectors.files import read_directory, section_of, unread, write_directory
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.objects import Object

_WEEKS = timedelta(weeks=4)  # in which `check` looks for hours without duty
_DIRECTORY = click.argument("directory", type=click.Path(path_type=Path))


@click.command()
@_DIRECTORY
@as_option
def check(directory: Path, output: str) -> None:
    """Say all that is wrong with an organisation, and where.

    Each mistake has its file, line, field and remedy. DIRECTORY holds the files, as examples/cachemire does; what
    is in force is not looked at: apply, doctor and duty name people whom no verified way reaches.
    Exit code 1 if there is a mistake. Doubts (a mis-cabled device ...) are said, and are no mistakes.
    """
    ready.configure()
    objects, faults, warnings = read(directory)
    if not faults:
        warnings += _without_duty(objects)
    if output == "json":
        print_json({"objects": len(objects), "faults": as_data(faults), "warnings": as_data(warnings)})
    else:
        _print_faults(faults, warnings)
        counts = {"objects": len(objects), "faults": len(faults), "doubts": len(warnings)}
        click.echo(sentence("cli.checked", **counts))
    raise click.exceptions.Exit(1 if faults else 0)


@click.command()
@_DIRECTORY
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@as_option
def apply(directory: Path, dry_run: bool, output: str) -> None:
    """Put an organisation in force, whole or not at all.

    What DIRECTORY no longer declares is removed; doing it twice changes nothing.
    Words and places that people taught in the browser stay, unless the files declare them too.
    """
    ready.configure()
    from tocsin.flow import organisation

    objects, faults, warnings = read(directory)
    if faults:
        _print_faults(faults, [])
        click.echo(sentence("cli.apply.refused", faults=len(faults)), err=True)
        raise click.exceptions.Exit(2)
    ready.database()
    planned = organisation.plan(objects) if dry_run else organisation.apply(objects, by="tocsin apply")
    if output == "json":
        print_json({"dry_run": dry_run, "changes": planned.changes, "warnings": as_data(warnings)})
        return
    _print_faults([], warnings)
    for change in planned.changes:
        click.echo(str(change))
    code = "cli.apply.nothing" if not planned.changes else "cli.apply.would" if dry_run else "cli.apply.done"
    click.echo(sentence(code, count=len(planned.changes)))
    if unverified := people.unverified():
        click.secho(people.unverified_sentence(unverified, locale_language("en")), fg="yellow", err=True)


@click.command()
@_DIRECTORY
def export(directory: Path) -> None:
    """Write the organisation in force as files.

    Applying them changes nothing. Comments of the files that were applied are not kept: write to a new DIRECTORY
    and compare.
    """
    ready.database()
    from tocsin.store import declared

    objects = declared.objects()
    write_directory(directory, objects)
    click.echo(sentence("cli.exported", count=len(objects), directory=str(directory)))


def read(directory: Path) -> tuple[list[Object], list[Fault], list[Fault]]:
    """The objects of a folder, all that is wrong with them, and what is doubtful."""
    from tocsin.flow.organisation import faults_of

    objects, unreadable = read_directory(directory)
    if not directory.is_dir():
        return [], list(unreadable), []
    wrong, doubtful = faults_of(
        objects, {section for fault in unreadable if (section := section_of(fault.file))}
    )
    return list(objects), [*unreadable, *wrong], [*unread(directory), *doubtful]


def _without_duty(objects: list[Object]) -> list[Fault]:
    """When rotations leave a team without anybody in the coming weeks."""
    import tocsin.core.duty.sentences  # noqa: F401  declared when imported
    from tocsin.core.duty.foreseen import doubts
    from tocsin.core.organisation.organisation import Organisation
    from tocsin.flow import clock

    return doubts(Organisation.of(objects), clock.now(), clock.now() + _WEEKS)


def _print_faults(faults: list[Fault], warnings: list[Fault]) -> None:
    for fault in faults:
        click.secho(fault.sentence(locale_language("en")), fg="red", err=True)
    for warning in warnings:
        click.secho(
            sentence("cli.doubt", doubt=warning.sentence(locale_language("en"))), fg="yellow", err=True
        )
