"""tocsin figures: the teams' work in figures, for the group, a region or a team."""

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.sentences import Language


@click.command()
@click.option("--days", type=click.Choice(["7", "30", "90"]), default="30", show_default=True)
@click.option(
    "--region", default=None, metavar="KEY", help="Without it: the whole group; empty: the group's own."
)
@click.option("--team", default="", metavar="KEY")
@language_option("en")
@as_option
def figures(days: str, region: str | None, team: str, language: Language, output: str) -> None:
    """Print the figures of the page *Teams' work*."""
    ready.database()
    from tocsin.core.figures.facts import Scope
    from tocsin.core.sla.durations import span
    from tocsin.flow.figures import work

    found = work(int(days)).of(Scope(region=region, team=team))
    if output == "json":
        print_json(found)
        return
    for name, figure in found.items():
        spread = figure.spread
        if not name.startswith("to_"):
            click.echo(f"{name:16} {figure.value}")
        elif spread.median_s is None or spread.p90_s is None:
            click.echo(f"{name:16} n={spread.n} too few")
        else:
            times = f"median={span(spread.median_s, language)} p90={span(spread.p90_s, language)}"
            click.echo(f"{name:16} n={spread.n} {times}")
