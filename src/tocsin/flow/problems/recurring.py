"""Recurring: looks for what recurs in the incidents of the past, and keeps what people say of it."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

import tocsin.core.problem.sentences  # noqa: F401  a refusal can be said wherever it is made
from tocsin.core.incident.values import TOCSIN
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem.pairs import parts
from tocsin.core.problem.record import LinkIncidents, Problem, WatchedKey
from tocsin.core.problem.recurring import recurrences
from tocsin.core.problem.values import Family, Recurrence
from tocsin.flow import access, clock
from tocsin.flow.organisation import snapshot
from tocsin.flow.problems import records
from tocsin.flow.problems.past import occurrences
from tocsin.flow.problems.records import require
from tocsin.store import locks
from tocsin.store import recurrences as rows
from tocsin.store.models import Account
from tocsin.store.recurrences import Standing


def watch() -> None:
    """Look for what recurs today, and keep it; what is a problem already gets its new incidents."""
    with transaction.atomic():
        locks.duty(records.DUTY)
        rows.write(recurrences(occurrences(), _today()))
        for number, found in rows.of_problems(_today()):
            _link(number, found)


def standing() -> list[Standing]:
    """What recurs these days, and nobody has dismissed."""
    return rows.standing(_today())


def dismiss(account: Account, number: int, reason: str) -> None:
    """It is no problem, for this reason; it returns when its incidents double. Raises NotAllowed, Refused, NotFound."""
    require(account)
    if not reason.strip():
        raise Refused("problem.refused.reason")
    _candidate(number)
    rows.dismiss(number, reason.strip(), access.actor(account), clock.now())


def confirm(account: Account, number: int, title: str = "") -> Problem:
    """It is a problem: a record with its incidents, and those of what was merged into it.

    Raises NotAllowed, or NotFound where it waits for no decision.
    """
    require(account)
    with transaction.atomic():
        locks.duty(records.DUTY)
        found = _candidate(number).found
        parts = rows.merged_into(number)
        why = Why(code="problem.confirmed", facts={"finding": found.why})
        made = records.begin_with(
            access.actor(account), title.strip() or title_of(found), _incidents(parts), _keys(parts), why
        )
        rows.belong_to([part.id for part in parts], made.id)
        return made


def merge(
    account: Account, number: int, *, problem: int | None = None, recurrence: int | None = None
) -> Problem | None:
    """It is the trouble of a problem, which is returned, or of another recurrence.

    Raises NotAllowed, NotFound, or Refused where neither or itself is named.
    """
    require(account)
    with transaction.atomic():
        locks.duty(records.DUTY)
        _candidate(number)
        parts = rows.merged_into(number)
        if problem is not None:
            rows.belong_to([part.id for part in parts], problem)
            return records.link(account, problem, _incidents(parts), keys=_keys(parts))
        if recurrence is None or recurrence == number:
            raise Refused("problem.refused.merge")
        _candidate(recurrence)
        for part in parts:
            rows.merge(part.id, recurrence)
        return None


def title_of(found: Recurrence) -> str:
    """What a problem of this recurrence is called, until a person calls it otherwise, in the group's first language."""
    organisation = snapshot()
    return name_of(found, organisation, next(iter(organisation.settings.languages), "fr"))


def name_of(found: Recurrence, organisation: Organisation, language: Language) -> str:
    """The name of its key, as people read it."""
    if found.family is Family.WORDING:
        return f"« {found.key} »" if language == "fr" else f"“{found.key}”"
    names = [_name(part, organisation, language) for part in parts(found.key)]
    return " · ".join(names)


def _name(key: str, organisation: Organisation, language: Language) -> str:
    kind = organisation.kinds.get(key)
    return str(getattr(kind.label, language)) if kind else organisation.display_name(key)


def _candidate(number: int) -> Standing:
    standing = rows.candidate(number)
    if standing is None:
        raise NotFound("problem.gone")
    return standing


def _incidents(parts: Iterable[Standing]) -> tuple[int, ...]:
    return tuple(sorted({number for part in parts for number in part.found.incidents}))


def _keys(parts: Iterable[Standing]) -> tuple[WatchedKey, ...]:
    return tuple(WatchedKey(family=part.found.family, key=part.found.key) for part in parts)


def _link(number: int, found: Recurrence) -> None:
    """Incidents of the recurrence that its problem does not know yet belong to it."""
    known, began = records.load(number), rows.begun(found.incidents)
    new = [incident for incident in found.incidents if incident in began and incident not in known.incidents]
    if new and not known.void:
        latest = max(began[incident] for incident in new)
        command = LinkIncidents(incidents=tuple(new), began=latest, why=found.why)
        records.carry_out(known, command, TOCSIN)


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(snapshot().settings.zone)).date()
