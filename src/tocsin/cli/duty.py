"""tocsin duty: who is on duty in each team and why; what will leave a duty without anybody; absences from a file."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from tocsin.cli import people, ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.sentences import Language


@click.group(invoke_without_command=True)
@click.option("--at", type=click.DateTime(["%Y-%m-%d %H:%M"]), help="In the group's zone; without it: now.")
@click.option("--weeks", type=click.IntRange(1, 52), default=4, help="How far ahead gaps are looked for.")
@language_option("en")
@as_option
@click.pass_context
def duty(context: click.Context, at: datetime | None, weeks: int, language: Language, output: str) -> None:
    """Who is on duty in each team, and why; when nobody will be."""
    if context.invoked_subcommand:
        return
    ready.database()
    from tocsin.core.duty.on_duty import on_duty
    from tocsin.core.escalation.reach import foreseen
    from tocsin.core.organisation.rendering import render_named
    from tocsin.flow import clock
    from tocsin.flow import duty as known
    from tocsin.flow.organisation import snapshot

    organisation = snapshot()
    instant = at.replace(tzinfo=ZoneInfo(organisation.settings.zone)) if at else clock.now()
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    roster = known.known(instant)
    found = {team: on_duty(team, instant, organisation, roster) for team in teams}
    coming = foreseen(instant, instant + timedelta(weeks=weeks), organisation, roster)
    unverified = people.unverified()
    if output == "json":
        print_json({"on_duty": found, "foreseen": coming, "without_verified_way": unverified})
        return
    for team, answer in found.items():
        person = organisation.persons.get(answer.person)
        name = f"{person.name} {person.phone}".strip() if person else "-"
        click.echo(
            f"{organisation.teams[team].name}: {name}\n  {render_named(answer.why, organisation, language)}"
        )
    zone = ZoneInfo(organisation.settings.zone)
    for trouble in coming:
        until = f"{trouble.end.astimezone(zone):%Y-%m-%d %H:%M}" if trouble.end else "..."
        span = f"{trouble.start.astimezone(zone):%Y-%m-%d %H:%M} - {until}"
        click.secho(f"{span}: {render_named(trouble.why, organisation, language)}", fg="yellow")
    if unverified:
        click.secho(people.unverified_sentence(unverified, language), fg="yellow")


@duty.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--person",
    default="",
    metavar="KEY",
    help="Whose calendar it is; without it each entry names its person.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be imported.")
@language_option("en")
@as_option
def import_absences(file: Path, person: str, dry_run: bool, language: Language, output: str) -> None:
    """Absences from a calendar (.ics) or a table (CSV, Excel: person, from, until, substitute, reason).

    All or nothing; the same file again changes what has changed. The page *Import absences* undoes it.
    """
    ready.database()
    from tocsin.connectors.kit.handed import read_handed
    from tocsin.connectors.spreadsheet.reading import read_content
    from tocsin.flow import absences

    found = absences.read(read_handed(file, absences.MOST_BYTES), file.name, read_content, person)
    for draft in found.drafts if output != "json" else ():
        absence = draft.absence
        click.echo(
            f"{absence.person}: {absence.start:%Y-%m-%d %H:%MZ} - {absence.end:%Y-%m-%d %H:%MZ} {absence.reason}"
        )
    if dry_run:
        return
    done = absences.take_in(found, file.name, "@command line")
    if output == "json":
        print_json(done._asdict())
        return
    click.echo(f"{done.new} new, {done.changed} changed, {done.known} known already, {done.aside} left aside")


@duty.command()
@click.option("--days", type=click.IntRange(1, 400), default=30, help="Up to now.")
@language_option("en")
@as_option
def unowned(days: int, language: Language, output: str) -> None:
    """Minutes in which an open incident had nobody who was there, and which incidents."""
    ready.database()
    from tocsin.core.organisation.rendering import render_named
    from tocsin.flow import clock
    from tocsin.flow import duty as known
    from tocsin.flow.organisation import snapshot

    now = clock.now()
    found = known.unowned_between(now - timedelta(days=days), now)
    if output == "json":
        print_json({"minutes": known.minutes(found), "spans": found})
        return
    click.echo(f"{known.minutes(found)} min")
    for span in found:
        click.echo(
            f"INC-{span.incident} {span.start:%Y-%m-%d %H:%MZ} - {span.end:%Y-%m-%d %H:%MZ}:"
            f" {render_named(span.why, snapshot(), language)}"
        )
