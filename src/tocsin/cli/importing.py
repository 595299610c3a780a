"""tocsin import: a spreadsheet's inventory becomes files of the company's folder."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.output import locale_language, sentence
from tocsin.connectors.files import columns_of, read_directory, update_items, write_columns
from tocsin.connectors.spreadsheet import read_sheets
from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.organisation.changes import Change, changes
from tocsin.core.organisation.importing import columns
from tocsin.core.organisation.importing.inventory import Imported, imported
from tocsin.core.organisation.objects import Object

if TYPE_CHECKING:
    from tocsin.core.organisation.sheets import Sheet

_SHOWN = 40  # changes, and mistakes


@click.group(name="import")
def import_() -> None:
    """Take an inventory over from a spreadsheet."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What a column is; - leaves it aside."
)
@click.option("--sheet", "names", multiple=True, help="Only this sheet; may be repeated.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
def inventory(
    file: Path, directory: Path, mapping: tuple[str, ...], names: tuple[str, ...], yes: bool, dry_run: bool
) -> None:
    """Read an inventory from FILE (Excel, OpenDocument, CSV) into the files of DIRECTORY.

    Sheets of devices, racks, PDUs, virtual machines, clusters, circuits, UPS and cooling units; a sheet of everything says
    in its column Type what each row is.

    What would change is shown before it is written. A second time, what changed in FILE is changed; what FILE does not say
    stays. A row that has a mistake is left out and listed (exit code 1).

    Columns are known by their usual names in French and English; of others you are asked, or say
    --map 'Nom machine=hostname' or --map 'Marque=attribute.brand'. It is remembered in import.yaml of DIRECTORY.
    """
    ready.configure()
    declared = columns_of(directory) | _mapped(mapping)
    sheets = _chosen(read_sheets(file), names)
    tables, declared = _tables(sheets, declared)
    before, _ = read_directory(directory)
    found = imported(tables, before, file.name)
    after = _after(before, found)
    difference = changes(before, after)
    _show(difference, found, _new_faults(before, after))
    if not dry_run:
        write_columns(directory, declared)
        _write(directory, found, difference, yes=yes)
    raise click.exceptions.Exit(1 if found.faults else 0)


def _mapped(mapping: Iterable[str]) -> dict[str, str]:
    faults, found = [], {}
    for entry in mapping:
        name, equals, field = entry.rpartition("=")
        if not equals or not columns.is_field(field.strip()):
            faults.append(fault("cli.import.map", field="--map", said=entry, known=list(columns.FIELDS)))
        found[columns.column_word(name)] = field.strip()
    if faults:
        raise BadInput(faults)
    return found


def _chosen(sheets: tuple["Sheet", ...], names: tuple[str, ...]) -> list["Sheet"]:
    known = [sheet.name for sheet in sheets]
    faults = [
        fault("cli.import.no_sheet", field="--sheet", said=name, known=known)
        for name in names
        if name not in known
    ]
    if faults:
        raise BadInput(faults)
    return [sheet for sheet in sheets if not names or sheet.name in names]


def _tables(sheets: list["Sheet"], declared: dict[str, str]) -> tuple[list[columns.Table], dict[str, str]]:
    """The tables that name items, and what is known of columns once a person has been asked."""
    tables = []
    for sheet in sheets:
        table = columns.table_of(sheet, declared)
        if table is not None and table.unknown and sys.stdin.isatty():
            declared = declared | _asked(table)
            table = columns.table_of(sheet, declared)
        if table is None or not table.has_names:
            click.echo(sentence("cli.import.other_sheet", sheet=sheet.name), err=True)
            continue
        tables.append(table)
        _report(table)
    if not tables:
        raise BadInput([fault("cli.import.no_table", known=list(columns.FIELDS))])
    return tables, declared


def _report(table: columns.Table) -> None:
    """Print the meaning of each column, and remarks on the sheet."""
    known = [f"{column.name} → {column.field}" for column in table.columns if column.field]
    click.echo(sentence("cli.import.columns", sheet=table.sheet, rows=len(table.rows), known=known))
    for column in table.unknown:
        click.echo(sentence("cli.import.unused", column=column.name, example=column.example[:40]))
    if table.hidden:
        click.echo(sentence("cli.import.hidden", count=table.hidden))


def _asked(table: columns.Table) -> dict[str, str]:
    click.echo(sentence("cli.import.fields", known=list(columns.FIELDS)))
    found = {}
    for column in table.unknown:
        question = sentence("cli.import.which", column=column.name, example=column.example[:40])
        while not columns.is_field(answer := click.prompt(question, default=columns.ASIDE).strip()):
            click.echo(sentence("cli.import.fields", known=list(columns.FIELDS)))
        found[columns.column_word(column.name)] = answer
    return found


def _after(before: Iterable[Object], found: Imported) -> list[Object]:
    new = {item.identity: item for item in found.objects}
    return [*(item for item in before if item.identity not in new), *found.objects]


def _new_faults(before: Sequence[Object], after: Sequence[Object]) -> list[Fault]:
    """The faults that ``check`` would report afterwards and does not report now."""
    from tocsin.flow.organisation import faults_of

    known = {_content(wrong) for wrong in faults_of(before)[0]}
    return [wrong for wrong in faults_of(after)[0] if _content(wrong) not in known]


def _content(wrong: Fault) -> tuple[str, str]:
    return wrong.field, wrong.message("en")


def _show(difference: tuple[Change, ...], found: Imported, then: list[Fault]) -> None:
    for change in difference[:_SHOWN]:
        click.echo(str(change))
    if len(difference) > _SHOWN:
        click.echo(sentence("cli.import.more", count=len(difference) - _SHOWN))
    for wrong in _first([*found.faults, *then]):
        click.secho(wrong.sentence(locale_language("en")), fg="red", err=True)
    counts = {what: sum(change.what == what for change in difference) for what in ("created", "changed")}
    click.echo(sentence("cli.import.would", **counts, faults=len(found.faults)))


def _first(faults: list[Fault]) -> Iterator[Fault]:
    yield from faults[: _SHOWN * 5]
    if len(faults) > _SHOWN * 5:
        yield fault("cli.import.more", count=len(faults) - _SHOWN * 5)


def _write(directory: Path, found: Imported, difference: tuple[Change, ...], *, yes: bool) -> None:
    if not difference:
        return
    if not yes and not click.confirm(sentence("cli.import.write", directory=str(directory))):
        raise click.Abort
    changed = {(change.section, change.key) for change in difference}
    for file in update_items(directory, [item for item in found.objects if item.identity in changed]):
        click.echo(sentence("cli.import.written", file=str(file)))
