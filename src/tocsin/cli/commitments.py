"""tocsin commitments: whether what we promise can be kept with what our suppliers promise us."""

import sys
from pathlib import Path

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

_COLOURS = {
    Verdict.KEPT: "green",
    Verdict.AT_RISK: "yellow",
    Verdict.BROKEN: "red",
    Verdict.UNPROMISED: "white",
}


@click.group()
def commitments() -> None:
    """Compare what we promise with what suppliers promise us."""


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
