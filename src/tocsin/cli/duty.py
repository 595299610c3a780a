"""tocsin duty: who is on duty in each team, now or at another time, and why."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.sentences import Language


@click.command()
@click.option("--at", type=click.DateTime(["%Y-%m-%d %H:%M"]), help="In the group's zone; without it: now.")
@language_option("en")
@as_option
def duty(at: datetime | None, language: Language, output: str) -> None:
    """Who is on duty in each team, with the reason."""
    ready.database()
    from tocsin.core.duty.on_duty import on_duty
    from tocsin.core.organisation.rendering import render_named
    from tocsin.flow import clock
    from tocsin.flow import duty as known
    from tocsin.flow.organisation import snapshot

    organisation = snapshot()
    instant = at.replace(tzinfo=ZoneInfo(organisation.settings.zone)) if at else clock.now()
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    found = {team: on_duty(team, instant, organisation, known.known(instant)) for team in teams}
    if output == "json":
        print_json(found)
        return
    for team, answer in found.items():
        person = organisation.persons.get(answer.person)
        name = f"{person.name} {person.phone}".strip() if person else "-"
        click.echo(
            f"{organisation.teams[team].name}: {name}\n  {render_named(answer.why, organisation, language)}"
        )
