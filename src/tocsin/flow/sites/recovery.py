"""Recovery: where the declared plans stand, results recorded by people, and codes shown to those who may use them."""

from datetime import datetime

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused, Unavailable
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.recovery.values import Result, Standing, Test
from tocsin.flow import access, clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.settings.mail import secret
from tocsin.store import recovery
from tocsin.store.models import Account


def standings(organisation: Organisation, now: datetime) -> list[Standing]:
    """Every declared plan with its last test."""
    declared = [
        (supplier.key, plan) for supplier in organisation.suppliers.values() for plan in supplier.recovery
    ]
    return recovery.standings(declared, now)


def find(number: int) -> Standing:
    """The plan of this number. Raises NotFound, also when the files no longer declare it."""
    for standing in standings(company().organisation, clock.now()):
        if standing.id == number:
            return standing
    raise NotFound("error.no_recovery", number=number)


def tested(account: Account, number: int, at: datetime, result: Result, note: str) -> None:
    """Record the result of a test; it can't be changed afterwards. Raises NotAllowed, NotFound or Refused."""
    access.require_sites(account)
    if not note.strip():
        raise Refused("recovery.refused.note")
    if at > clock.now():
        raise Refused("recovery.refused.future")
    with transaction.atomic():
        standing, now = find(number), clock.now()
        by = access.actor(account)
        recovery.add(number, Test(at=at, by=by, result=result, note=note), now)
        data = {"result": result, "note": note}
        entry = TimelineEntry(subject=standing.subject, at=now, actor=by, verb=Verb.TESTED, data=data)
        apply((entry,), company(), now)
        record(Action.RECOVERY_TESTED, actor=account.username, subject=standing.subject.number, result=result)


def may_see_code(account: Account, standing: Standing) -> bool:
    """Whether the account is that of a person who may trigger the plan; being an administrator is no reason."""
    return account.is_active and bool(account.person) and account.person in standing.plan.callers


def code(account: Account, number: int) -> str:
    """The plan's code, for a caller of it; that it was shown is audited. Raises NotAllowed, Unavailable."""
    standing = find(number)
    if not may_see_code(account, standing):
        raise NotAllowed("recovery.refused.caller")
    record(Action.CODE_SHOWN, actor=account.username, subject=standing.subject.number)
    try:
        return secret(standing.plan.code)
    except (KeyError, OSError) as error:
        raise Unavailable("recovery.no_code", reason=type(error).__name__) from error
