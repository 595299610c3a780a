"""tocsin statement: a supplier's monthly list of incidents, compared with ours."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.connectors.spreadsheet import read_sheets
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import span
from tocsin.core.statement.check import left_out
from tocsin.core.statement.classifying import Entry, Finding
from tocsin.core.statement.headings import FIELDS, is_field
from tocsin.core.statement.reasons import clock_of, unread_name
from tocsin.core.statement.values import Statement

if TYPE_CHECKING:
    from tocsin.core.statement.check import Checked

_COLOURS = {Finding.AGREED: "green", Finding.ASKED: "yellow"}


@click.group()
def statement() -> None:
    """Check suppliers' monthly lists of outages."""


@statement.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--supplier", required=True, metavar="KEY", help="Whose statement it is.")
@click.option("--month", required=True, metavar="YYYY-MM", help="Of which month.")
@click.option(
    "--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column is; - leaves it aside."
)
@language_option("en")
@as_option
def check(
    files: tuple[Path, ...],
    supplier: str,
    month: str,
    columns: tuple[str, ...],
    language: Language,
    output: str,
) -> None:
    """Compare the lines of FILE (CSV, Excel, OpenDocument, PDF, or a mail with a table) with our incidents.

    Of several files each adds to those before it; a ticket that two of them list counts as the later one lists it.

    Each line is shown with the incident that it means and how sure that is, in bits. Nothing is kept: the page Statements
    keeps a statement, and lets people settle what is in doubt. Exit code 1 if something is disputed or asked.
    """
    ready.database()
    from tocsin.flow.organisation import snapshot
    from tocsin.flow.statements.settling import look

    read, found = look([read_sheets(file) for file in files], supplier, month, _columns(columns))
    if output == "json":
        print_json(found)
    else:
        _print(read, found, snapshot(), language)
    raise click.exceptions.Exit(1 if found.disputed or found.counts.get(Finding.ASKED) else 0)


def _columns(columns: Iterable[str]) -> dict[str, str]:
    faults, found = [], {}
    for entry in columns:
        name, equals, field = entry.rpartition("=")
        if not equals or not is_field(field.strip()):
            faults.append(fault("fault.statement.column", field="--column", said=entry, known=list(FIELDS)))
        found[name] = field.strip()
    if faults:
        raise BadInput(faults)
    return found


def _print(read: Statement, found: "Checked", known: Organisation, language: Language) -> None:
    known_as = [f"{heading.name} → {heading.field}" for heading in read.headings if heading.field]
    _report("columns", language, lines=len(read.lines), known=known_as)
    if unused := [heading.name for heading in read.headings if not heading.field]:
        _report("unused", language, columns=unused)
    for why, unread in groupby(left_out(read, found), key=lambda unread: unread.why):
        rows = [f"{row.sheet}!{row.row}" if why == "no_table" else str(row.row) for row in unread]
        _report("unread", language, why=unread_name(why, language), rows=rows)
    click.echo(render_why(clock_of(found.shift, language), language))
    for entry in found.entries:
        _print_entry(entry, found, language)
    for difference in found.effect:
        facts = {
            "contract": difference.contract,
            "measure": difference.measure,
            "currency": difference.currency,
        }
        for side, measured in (("theirs", difference.theirs), ("ours", difference.ours)):
            facts[side] = "–" if measured.value is None else f"{measured.value:.3f} %"
            facts[f"{side}_owed"] = f"{measured.cents / 100:.2f}"
        _report("effect", language, **facts)


def _print_entry(entry: Entry, found: "Checked", language: Language) -> None:
    rows = ", ".join(str(found.line(number).row) for number in entry.match.lines) or "–"
    incidents = ", ".join(f"INC-{incident}" for incident in entry.match.incidents) or "–"
    lengths = [
        span(seconds, language) if seconds is not None else "–" for seconds in (entry.theirs_s, entry.ours_s)
    ]
    bits = f"{entry.match.bits.total:+.1f}" if entry.match.bits else "–"
    margin = f"{entry.match.margin:.1f}" if entry.match.margin is not None else "–"
    text = f"{rows:>8}  {incidents:<22} {lengths[0]:>9} {lengths[1]:>9}  {bits:>6} {margin:>5}  "
    click.echo(text, nl=False)
    click.secho(render_why(entry.why, language), fg=_COLOURS.get(entry.finding, "red"))


def _report(what: str, language: Language, **facts: object) -> None:
    click.echo(render_why(Why(code=f"cli.statement.{what}", facts=facts), language))
