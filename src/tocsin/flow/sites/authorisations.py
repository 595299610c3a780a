"""Authorisations: asked for, extended, removed and confirmed by people; each step in one transaction."""

from django.db import transaction
from msgspec.structs import replace

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.authorisation.decide import decide, request
from tocsin.core.authorisation.values import Asked, Authorisation, Called, Command
from tocsin.core.exchange.cost import call_cost
from tocsin.core.kernel.errors import NotFound, Outdated, Refused
from tocsin.core.kernel.subject import SubjectKind
from tocsin.flow import access, clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.store import authorisations, locks
from tocsin.store.ids import Ids
from tocsin.store.models import Account

DUTY = "sites"  # whoever decides about authorisations and interventions of ours holds it


def ask_for(account: Account, asked: Asked) -> Authorisation:
    """Ask the supplier to let somebody in. Raises NotAllowed, or Refused with the rule that forbids it."""
    access.require_sites(account)
    with transaction.atomic():
        locks.duty(DUTY)
        _only_once(asked)
        here, now = company(), clock.now()
        number = Ids().new(SubjectKind.AUTHORISATION)
        decided = request(number, asked, here.organisation, now=now, by=access.actor(account))
        apply(decided.effects, here, now)
        _record(account, decided.after, "authorise")
        return decided.after


def ask(account: Account, number: int, command: Command, *, seen: int | None = None) -> Authorisation:
    """Carry out what an account asks of an authorisation. ``seen`` is the revision that it looked at.

    Raises NotFound, NotAllowed, Refused or Outdated; nothing is changed then.
    """
    access.require_sites(account)
    with transaction.atomic():
        locks.duty(DUTY)
        known = authorisations.load(number)
        if known is None:
            raise NotFound("error.no_authorisation", number=number)
        if seen is not None and seen != known.revision:
            raise Outdated("error.outdated", number=known.subject.number)
        here, now = company(), clock.now()
        if isinstance(command, Called):
            command = replace(command, cost=cost_of(known.supplier, command.minutes))
        decided = decide(known, command, here.organisation, now=now, by=access.actor(account))
        apply(decided.effects, here, now)
        _record(account, decided.after, type(command).__name__.lower())
        return decided.after


def cost_of(supplier: str, minutes: int) -> int:
    """Cents that a call to this supplier (key) costs."""
    known = company().organisation.suppliers.get(supplier)
    return call_cost(known, minutes) if known else 0


def _only_once(asked: Asked) -> None:
    for known in authorisations.standing():
        same = (known.person, known.place) == (asked.person, asked.place)
        if same and known.since <= asked.until and asked.since <= known.until:
            raise Refused("authorisation.refused.known", name=known.name, number=known.subject.number)


def _record(account: Account, authorisation: Authorisation, what: str) -> None:
    facts = {"what": what, "person": authorisation.person, "place": authorisation.place}
    record(Action.AUTHORISATION, actor=account.username, subject=authorisation.subject.number, **facts)
