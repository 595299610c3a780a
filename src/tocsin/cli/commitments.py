"""tocsin commitments: whether what we promise can be kept, and what the contracts' figures came to month by month."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.organisation import read
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.coverage.reasons import reasons
from tocsin.core.coverage.values import Coverage, Verdict
from tocsin.core.impact.graph import Graph
from tocsin.core.kernel.errors import BadInput
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.sla.months import name_of, reason_of, target_of, value_of

if TYPE_CHECKING:
    from tocsin.flow.contract_months import FigureMonths

_COLOURS = {
    Verdict.KEPT: "green",
    Verdict.AT_RISK: "yellow",
    Verdict.BROKEN: "red",
    Verdict.UNPROMISED: "white",
}
_MONTH_COLOURS = {"kept": "green", "running": "yellow", "missed": "red", "nothing": "white"}


@click.group()
def commitments() -> None:
    """What we promise, what suppliers promise and keep."""


@commitments.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@language_option("en")
@as_option
def check(directory: Path | None, language: Language, output: str) -> None:
    """For every application: the worst that the suppliers may do within their contracts, against our promise.

    Thirteen months from today are checked, to the second. DIRECTORY holds an organisation's files; without it, the
    organisation in force is checked. Exit code 1 if a promise is at risk or cannot be kept.
    """
    organisation, found = _checked(directory)
    if output == "json":
        print_json(found)
    else:
        _print(organisation, found, language)
    raise click.exceptions.Exit(1 if any(coverage.at_risk_s for coverage in found) else 0)


def _checked(directory: Path | None) -> tuple[Organisation, tuple[Coverage, ...]]:
    if directory is None:
        ready.database()
    else:
        ready.configure()
    from tocsin.flow import commitments as coverage
    from tocsin.flow.organisation import snapshot

    organisation = _declared(directory) if directory else snapshot()
    graph = Graph.compile(organisation.items, organisation.requirements)
    with click.progressbar(length=len(organisation.applications), file=sys.stderr) as bar:
        return organisation, coverage.check(organisation, graph, lambda: bar.update(1))


def _declared(directory: Path) -> Organisation:
    objects, faults, _ = read(directory)
    if faults:
        raise BadInput(faults)
    return Organisation.of(objects)


def _print(organisation: Organisation, found: tuple[Coverage, ...], language: Language) -> None:
    for coverage in sorted(found, key=lambda coverage: (-coverage.at_risk_s, coverage.application)):
        name = organisation.applications[coverage.application].name
        verdict = render_why(Why(code=f"coverage.verdict.{coverage.verdict}"), language)
        click.secho(f"{name}: {verdict}", bold=True, fg=_COLOURS[coverage.verdict])
        for why in reasons(coverage, organisation, language):
            click.echo(f"  {render_named(why, organisation, language)}")


@commitments.command()
@click.option("--supplier", default="", metavar="KEY", help="Only the contracts of this supplier.")
@click.option(
    "--months", default=4, show_default=True, metavar="N", help="How many months, this one included."
)
@language_option("en")
@as_option
def months(supplier: str, months: int, language: Language, output: str) -> None:
    """What each figure of the suppliers' contracts came to, this month and the last ones, with its incidents.

    Exit code 1 if a figure of these months was missed.
    """
    ready.database()
    from tocsin.flow import contract_months
    from tocsin.flow.organisation import snapshot

    known = snapshot()
    found = contract_months.figures(known, months=months, supplier=supplier)
    if output == "json":
        print_json(found)
    else:
        for figure in found:
            _print_figure(figure, known, language)
    missed = any(measured.state == "missed" for figure in found for measured in figure.months.values())
    raise click.exceptions.Exit(1 if missed else 0)


def _print_figure(figure: "FigureMonths", known: Organisation, language: Language) -> None:
    measure, supplier = figure.measure, known.suppliers[figure.supplier]
    target = target_of(measure, known.calendars.get(measure.calendar), language)
    click.secho(
        f"{supplier.name}, {figure.contract.number}: {name_of(measure, language)} ({target})", bold=True
    )
    for month, measured in figure.months.items():
        state = render_why(Why(code=f"month.state.{measured.state}"), language)
        value = value_of(measure, measured, language)
        incidents = dict.fromkeys(f"INC-{share.incident}" for share in measured.shares)
        texts = (value, reason_of(measure, measured, language), " ".join(incidents))
        click.echo(f"  {month}  ", nl=False)
        click.secho(state, fg=_MONTH_COLOURS[measured.state], nl=False)
        click.echo(f"  {'  '.join(filter(None, texts))}")
