"""tocsin why: the chain behind an incident."""

import re

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, print_json
from tocsin.core.kernel.errors import BadInput, Fault

_NUMBER = re.compile(r"(?i)^(?:INC-)?(\d{1,18})$")


@click.command()
@click.argument("incident", metavar="INC-42")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@as_option
def why(incident: str, language: str, output: str) -> None:
    """Print the chain behind an incident: message, format, item, impact, priority, team, clocks, notices."""
    from tocsin.flow.why import explain

    found = _NUMBER.match(incident)
    if not found:
        raise BadInput([Fault(message=f"{incident!r} is no incident", remedy="write INC-42, or 42")])
    ready.database()
    steps = explain(int(found[1]), "en" if language == "en" else "fr")
    if output == "json":
        print_json(steps)
        return
    for step in steps:
        click.secho(step.title, bold=True)
        for line in step.lines:
            click.echo(f"  {line}")
