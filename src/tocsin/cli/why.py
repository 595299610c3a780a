"""tocsin why: the chain behind an incident."""

import re

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language

_NUMBER = re.compile(r"(?i)^(?:INC-)?(\d{1,18})$")


@click.command()
@click.argument("incident", metavar="INC-42")
@language_option("fr")
@as_option
def why(incident: str, language: Language, output: str) -> None:
    """Print why an incident is as it is.

    The whole chain: message, format, item, impact, priority, team, clocks, notices.
    """
    found = _NUMBER.match(incident)
    if not found:
        raise BadInput([fault("cli.no_incident", incident=incident)])
    ready.database()
    from tocsin.flow.incidents.why import explain

    steps = explain(int(found[1]), language)
    if output == "json":
        print_json(steps)
        return
    for step in steps:
        click.secho(step.title, bold=True)
        for line in step.lines:
            click.echo(f"  {line}")
