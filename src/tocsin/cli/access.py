"""tocsin access: who may enter suppliers' rooms, from the command line."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, print_json, sentence

if TYPE_CHECKING:
    from tocsin.core.authorisation.values import Authorisation, Command

_AS = click.option(
    "--as", "account", required=True, metavar="ACCOUNT", help="Who asks: a user name of Tocsin."
)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def access() -> None:
    """Who may enter suppliers' rooms.

    Each step is a mail to the supplier. What the pages may do, an account may do here (--as); it is in the audit.
    """


@access.command(name="list")
@as_option
def list_(output: str) -> None:
    """List who may enter, removals that are not confirmed first."""
    ready.database()
    from tocsin.core.authorisation.values import AuthorisationState
    from tocsin.store import authorisations

    removing = AuthorisationState.REMOVAL_REQUESTED
    found = sorted(authorisations.standing(), key=lambda known: (known.state is not removing, known.until))
    if output == "json":
        print_json(found)
        return
    for known in found:
        state = sentence(f"cli.access.{known.state.value}")
        days = f"{known.since.isoformat()} - {known.until.isoformat()}"
        line = f"{known.subject.number:9} {known.name:24} {known.place:12} {days}  {known.badge or '-':10} {state}"
        click.secho(line.rstrip(), fg="red" if known.state is removing else None)


@access.command()
@click.argument("person")
@click.argument("place")
@click.option("--since", type=_DAY, help="The first day; today without it.")
@click.option("--until", type=_DAY, required=True, help="The last day.")
@click.option("--badge", default="", help="If there is one already.")
@_AS
def add(person: str, place: str, since: datetime | None, until: datetime, badge: str, account: str) -> None:
    """Ask for PERSON (key) to be let into PLACE (a site or room, by key)."""
    who = ready.account(account)
    from tocsin.core.authorisation.values import Asked
    from tocsin.flow import clock
    from tocsin.flow.accounts.audit import coming_from
    from tocsin.flow.sites import authorisations

    first = since.date() if since else clock.now().date()
    with coming_from("command line"):
        asked = Asked(person=person, place=place, since=first, until=until.date(), badge=badge)
        _print(authorisations.ask_for(who, asked))


@access.command()
@click.argument("number", metavar="AUT-12")
@click.option("--until", type=_DAY, required=True, help="The new last day.")
@_AS
def extend(number: str, until: datetime, account: str) -> None:
    """Ask for a later last day."""
    from tocsin.core.authorisation.values import Extend

    _ask(account, number, Extend(until=until.date()))


@access.command()
@click.argument("number", metavar="AUT-12")
@click.option("--note", default="", help="Why.")
@_AS
def remove(number: str, note: str, account: str) -> None:
    """Ask for somebody to be taken off the list."""
    from tocsin.core.authorisation.values import Remove

    _ask(account, number, Remove(note=note))


@access.command()
@click.argument("number", metavar="AUT-12")
@click.option("--proof", required=True, help="The supplier's answer, or the number of its message.")
@click.option("--badge", default="", help="The badge that it gave.")
@_AS
def confirm(number: str, proof: str, badge: str, account: str) -> None:
    """Note that the supplier has done what was asked."""
    from tocsin.core.authorisation.values import Confirm

    _ask(account, number, Confirm(proof=proof, badge=badge))


def _ask(account: str, number: str, command: "Command") -> None:
    from tocsin.core.kernel.errors import BadInput, fault
    from tocsin.core.kernel.subject import SubjectKind, subject_in

    subject = subject_in(number)
    if subject is None or subject.kind is not SubjectKind.AUTHORISATION:
        raise BadInput([fault("cli.no_authorisation", number=number)])
    who = ready.account(account)
    from tocsin.flow.accounts.audit import coming_from
    from tocsin.flow.sites import authorisations

    with coming_from("command line"):
        _print(authorisations.ask(who, subject.id, command))


def _print(known: "Authorisation") -> None:
    last = known.asked_until or known.until
    state = sentence(f"cli.access.{known.state.value}")
    click.echo(f"{known.subject.number} {known.name}, {known.place}, {last.isoformat()}: {state}")
