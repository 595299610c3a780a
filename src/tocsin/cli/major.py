"""tocsin major: major incidents from the command line: declared, led, informed about, stood down, reviewed."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, print_json, sentence
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import declare, declare_faults
from tocsin.core.kernel.subject import SubjectKind, subject_in

if TYPE_CHECKING:
    from tocsin.core.major.values import Major

declare(
    {
        "cli.major.declared": ("en cours", "under way"),
        "cli.major.stood_down": ("levé, revue à faire", "stood down, review due"),
        "cli.major.reviewed": ("revu", "reviewed"),
        "cli.major.nobody": ("PERSONNE NE COMMANDE", "NOBODY COMMANDS"),
        "cli.major.due": ("à donner avant {at}", "due {at}"),
        "cli.major.overdue": ("EN RETARD depuis {at}", "OVERDUE since {at}"),
    }
)
declare_faults(
    {
        "cli.no_major": (
            "« {number} » n'est pas un incident majeur",
            "{number!r} is no major incident",
            "écrivez MAJ-3",
            "write MAJ-3",
        ),
    }
)
_AS = click.option(
    "--as", "account", required=True, metavar="ACCOUNT", help="Who acts: a user name of Tocsin."
)
_NUMBER = click.argument("number", metavar="MAJ-3")
_NOTE = click.option("--note", required=True, help="Why.")


@click.group()
def major() -> None:
    """Major incidents: one commander, updates by a plan, a review.

    What the pages may do, an account may do here (--as); it is on the timeline.
    """


@major.command(name="list")
@as_option
def list_(output: str) -> None:
    """List those that are led now, then the latest that were."""
    ready.database()
    from tocsin.store import majors

    found = [*majors.current(), *majors.past(20)]
    if output == "json":
        print_json(found)
        return
    for known in found:
        _print(known)


@major.command()
@_NUMBER
@as_option
def show(number: str, output: str) -> None:
    """Show one, with what the communication plan asks for next. Its history: tocsin why MAJ-3."""
    ready.database()
    from tocsin.core.major.informing import due_updates
    from tocsin.flow import clock
    from tocsin.flow.majors import records

    known = records.load(_id(number))
    if output == "json":
        print_json(known)
        return
    _print(known)
    for due in due_updates(known):
        late = due.overdue(clock.now())
        text = sentence(f"cli.major.{'overdue' if late else 'due'}", at=f"{due.due_at:%Y-%m-%d %H:%M} UTC")
        click.secho(f"  {due.planned.name:16} {due.planned.audience:9} {text}", fg="red" if late else None)


@major.command(name="declare")
@click.argument("incidents", metavar="INC-42 ...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why it is one.")
@click.option("--commander", default="", help="Who commands (key); without it the person of the account.")
@_AS
def declare_(incidents: tuple[str, ...], reason: str, commander: str, account: str) -> None:
    """Declare these incidents a major incident."""
    who = ready.account(account)
    from tocsin.core.major.asking import incident_in
    from tocsin.flow.accounts.audit import coming_from
    from tocsin.flow.majors import records

    with coming_from("command line"):
        _print(records.declare(who, [incident_in(text) for text in incidents], reason, commander))


@major.command()
@_NUMBER
@_AS
def take(number: str, account: str) -> None:
    """Take the command, or confirm it."""
    _ask(account, number, "take", {})


@major.command()
@_NUMBER
@click.option("--to", "person", required=True, help="Whom to ask (key).")
@_NOTE
@_AS
def offer(number: str, person: str, note: str, account: str) -> None:
    """Ask somebody to take the command; whoever has it keeps it until then."""
    _ask(account, number, "offer", {"person": person, "note": note})


@major.command(name="send-back")
@_NUMBER
@_NOTE
@_AS
def send_back(number: str, note: str, account: str) -> None:
    """Not take the command."""
    _ask(account, number, "send-back", {"note": note})


@major.command()
@_NUMBER
@click.option("--commander", "person", required=True, help="Who commands from now on (key).")
@_NOTE
@_AS
def name(number: str, person: str, note: str, account: str) -> None:
    """Name the commander."""
    _ask(account, number, "name", {"person": person, "note": note})


@major.command()
@_NUMBER
@click.option("--for", "audience", type=click.Choice(["internal", "public"]), required=True)
@click.option(
    "--phase",
    type=click.Choice(["investigating", "identified", "watching", "restored"]),
    default="investigating",
    show_default=True,
)
@click.option("--fr", default="", help="The text in French.")
@click.option("--en", default="", help="The text in English.")
@click.option("--planned", multiple=True, help="Which planned update it is; without it: all of the audience.")
@_AS
def update(
    number: str, audience: str, phase: str, fr: str, en: str, planned: tuple[str, ...], account: str
) -> None:
    """Write an update. A public one stands on the status pages."""
    _ask(account, number, "update", {"audience": audience, "phase": phase, "fr": fr, "en": en}, planned)


@major.command()
@_NUMBER
@click.argument("incident", metavar="INC-42")
@_AS
def link(number: str, incident: str, account: str) -> None:
    """One more incident is part of it."""
    found = _id(number)
    who = ready.account(account)
    from tocsin.core.major.asking import incident_in
    from tocsin.flow.majors import records

    _print(records.link(who, found, incident_in(incident)))


@major.command(name="stand-down")
@_NUMBER
@_NOTE
@_AS
def stand_down(number: str, note: str, account: str) -> None:
    """Lead it no more."""
    _ask(account, number, "stand-down", {"note": note})


@major.command()
@_NUMBER
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@_AS
def review(number: str, language: str, account: str) -> None:
    """Draft its review from the timelines."""
    found = _id(number)
    who = ready.account(account)
    from tocsin.flow.majors import reviewing

    _print(reviewing.draft_review(who, found, "en" if language == "en" else "fr"))


@major.command()
@_NUMBER
@click.option("--to", "file", type=click.Path(path_type=Path), required=True, help="The file to write.")
def pdf(number: str, file: Path) -> None:
    """Write its review as PDF."""
    found = _id(number)
    ready.database()
    from tocsin.flow.majors import records, reviewing

    file.write_bytes(reviewing.as_pdf(records.load(found)))
    click.echo(str(file))


def _ask(
    account: str, number: str, verb: str, fields: Mapping[str, str], planned: tuple[str, ...] = ()
) -> None:
    found = _id(number)
    who = ready.account(account)
    from tocsin.core.major.asking import command_of
    from tocsin.flow.accounts.audit import coming_from
    from tocsin.flow.majors import records

    with coming_from("command line"):
        _print(records.ask(who, found, command_of(verb, fields, planned)))


def _id(number: str) -> int:
    subject = subject_in(number)
    if subject is None or subject.kind is not SubjectKind.MAJOR:
        raise BadInput([fault("cli.no_major", number=number)])
    return subject.id


def _print(known: "Major") -> None:
    commander = known.commander or (sentence("cli.major.nobody") if known.open else "-")
    state = sentence(f"cli.major.{known.state.value}")
    click.echo(f"{known.subject.number:8} {state:24} {commander:20} {known.reason[:80]}")
