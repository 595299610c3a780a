"""Records: problems begun and worked on by people; each step in one transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotAllowed, NotFound, Outdated
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.problem import record as r
from tocsin.core.problem.decide import begin, decide
from tocsin.core.problem.record import Begun, Problem, WatchedKey
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks, problems
from tocsin.store.ids import Ids
from tocsin.store.models import Account

DUTY = "problems"  # whoever decides about problems holds it


def may_decide(account: Account) -> bool:
    """Whether the account may say what is a problem, and work on it."""
    return access.may(account, Permission.PROBLEMS)


def require(account: Account) -> None:
    """Raise NotAllowed unless the account may say what is a problem, and work on it."""
    if not may_decide(account):
        raise NotAllowed("access.reader")


def start(account: Account, title: str, numbers: Collection[int]) -> Problem:
    """A problem by hand, from these incidents. Raises NotAllowed, NotFound or Refused."""
    require(account)
    with transaction.atomic():
        locks.duty(DUTY)
        return begin_with(access.actor(account), title, numbers)


def begin_with(
    by: str, title: str, numbers: Collection[int], keys: tuple[WatchedKey, ...] = (), why: Why | None = None
) -> Problem:
    """A new problem, under the lock."""
    known = _known(numbers)
    latest = max(known, key=lambda incident: incident.since, default=None)
    begun = Begun(
        title=title[:200],
        incidents=tuple(numbers),
        last_incident_at=latest.since if latest else None,
        team=latest.owner_team if latest else "",
        keys=keys,
        why=why,
    )
    here, now = company(), clock.now()
    decided = begin(Ids().new(SubjectKind.PROBLEM), begun, here.organisation, now=now, by=by)
    apply(decided.effects, here, now)
    return decided.after


def ask(account: Account, number: int, command: r.PersonCommand, *, seen: int | None = None) -> Problem:
    """Carry out what an account asks of a problem. ``seen`` is the revision that it looked at.

    Raises NotFound, NotAllowed, Refused or Outdated; nothing is changed then.
    """
    require(account)
    with transaction.atomic():
        locks.duty(DUTY)
        known = load(number)
        if seen is not None and seen != known.revision:
            raise Outdated("error.outdated", number=known.subject.number)
        return carry_out(known, command, access.actor(account))


def link(
    account: Account, number: int, numbers: Collection[int], *, keys: tuple[WatchedKey, ...] = ()
) -> Problem:
    """These incidents belong to it. Raises NotFound where one does not exist."""
    began = _began(numbers)
    return ask(account, number, r.LinkIncidents(incidents=tuple(numbers), began=began, keys=keys))


def carry_out(known: Problem, command: r.Command, by: str) -> Problem:
    """Carry out a command, under the lock."""
    here, now = company(), clock.now()
    decided = decide(known, command, here.organisation, now=now, by=by)
    apply(decided.effects, here, now)
    return decided.after


def load(number: int) -> Problem:
    """The problem. Raises NotFound."""
    known = problems.load(number)
    if known is None:
        raise NotFound("error.no_problem", number=f"PRB-{number}")
    return known


def _began(numbers: Collection[int]) -> datetime:
    return max((incident.since for incident in _known(numbers)), default=clock.now())


def _known(numbers: Collection[int]) -> list[Incident]:
    """These incidents. Raises NotFound for one that does not exist."""
    found = incidents.load(numbers)
    for number in numbers:
        if number not in found:
            raise NotFound("error.no_incident", number=number)
    return [found[number] for number in numbers]
