"""Due: what time or a changed organisation asks of the authorisations: leavers, reminders, warnings. Writes nothing."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.authorisation.rule import refusal, terms_of
from tocsin.core.authorisation.values import (
    Authorisation,
    AuthorisationState,
    Command,
    Remind,
    Remove,
    Warn,
)
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation


def due(
    known: Iterable[Authorisation], organisation: Organisation, disabled: Collection[str], *, now: datetime
) -> Iterator[tuple[Authorisation, Command]]:
    """What is to be done now, at most one command an authorisation. ``disabled``: people (keys) whose account is shut."""
    for authorisation in known:
        if command := _command(authorisation, organisation, disabled, now):
            yield authorisation, command


def _command(
    known: Authorisation, organisation: Organisation, disabled: Collection[str], now: datetime
) -> Command | None:
    supplier = organisation.suppliers.get(known.supplier)
    terms = terms_of(organisation, known.supplier)
    if known.over or supplier is None or terms is None:
        return None
    removing = known.state is AuthorisationState.REMOVAL_REQUESTED
    if not removing and (why := _left(known, organisation, disabled)):
        return Remove(why=why)
    if known.waiting and now - known.asked_at >= timedelta(seconds=terms.answer_s):
        return Remind()
    today = now.astimezone(ZoneInfo(supplier.zone)).date()
    near = known.until - today <= timedelta(seconds=terms.warn_s)
    warnable = (
        known.state is AuthorisationState.CONFIRMED and known.asked_until is None and known.until >= today
    )
    return Warn() if near and warnable and known.warned != known.until else None


def _left(known: Authorisation, organisation: Organisation, disabled: Collection[str]) -> Why | None:
    """Why the person no longer belongs on the list: they left, their account is shut, or their work is another."""
    if known.person not in organisation.persons:
        return Why(code="authorisation.leaver.left", facts={"name": known.name})
    if known.person in disabled:
        return Why(code="authorisation.leaver.disabled", facts={"name": known.name})
    return refusal(organisation, organisation.suppliers[known.supplier], known.person)
