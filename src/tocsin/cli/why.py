"""tocsin why: the chain behind an incident, what is known of a problem, or the history of an intervention."""

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.subject import subject_in


@click.command()
@click.argument("subject", metavar="INC-42")
@language_option("fr")
@as_option
def why(subject: str, language: Language, output: str) -> None:
    """Print why an incident, works or a problem came out so.

    The whole chain: message, format, item, impact, priority, team, clocks, notices.
    """
    found = subject_in(subject)
    if not found:
        raise BadInput([fault("cli.no_incident", incident=subject)])
    ready.database()
    from tocsin.flow.incidents.why import explain

    steps = explain(found, language)
    if output == "json":
        print_json(steps)
        return
    for step in steps:
        click.secho(step.title, bold=True)
        for line in step.lines:
            click.echo(f"  {line}")
