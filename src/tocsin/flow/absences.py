"""Absences from a file: read, checked whole, written once, undone as easily. Who may declare by hand may import."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from tocsin.core.duty.reading.calendars import read_calendar
from tocsin.core.duty.reading.sheets import read_sheet
from tocsin.core.duty.reading.values import Draft, Drafts
from tocsin.core.kernel.errors import BadInput, NotFound, fault
from tocsin.core.organisation.sheets import Sheet
from tocsin.flow import access, clock
from tocsin.flow.duties import absences as watching
from tocsin.flow.organisation import snapshot
from tocsin.store import absences, roster
from tocsin.store.models import Account

SheetsOf = Callable[[bytes, str], Sequence[Sheet]]
MOST_BYTES = 2 * 2**20


class Imported(NamedTuple):
    """What came of a file: how many absences are new, changed, known already, and left aside; how many incidents moved."""

    new: int
    changed: int
    known: int
    aside: int
    moved: int


def read(content: bytes, name: str, sheets_of: SheetsOf, person: str = "") -> Drafts:
    """The absences of a file; ``person`` (key): whose calendar it is. Raises BadInput with every mistake.

    ``sheets_of`` reads a table's bytes, by its name; it is asked for what is no calendar.
    """
    now, organisation = clock.now(), snapshot()
    if person and person not in organisation.persons:
        raise BadInput([fault("duty.import.nobody", field="person", text=person)])
    if _is_calendar(content, name):
        found = read_calendar(content, organisation, now, person=person)
    else:
        found = read_sheet(sheets_of(content, name), organisation, now, name=name)
    if found.faults:
        raise BadInput(found.faults, "duty.import.refused")
    return found


def ask(account: Account, found: Drafts, name: str) -> Imported:
    """Write what was read, if the account may declare all of it. Raises NotAllowed."""
    for draft in found.drafts:
        access.require_roster(account, draft.absence.person, snapshot())
    return take_in(found, name, access.actor(account))


def take_in(found: Drafts, name: str, by: str) -> Imported:
    """Write what was read; what is known already is not written twice, what has changed replaces it.

    ``by`` is who imports it (person key).
    """
    now = clock.now()
    with transaction.atomic():
        known = absences.imported([draft.uid for draft in found.drafts])
        new = [draft for draft in found.drafts if _key(draft) not in known]
        changed = [
            draft for draft in found.drafts if _key(draft) in known and _differs(draft, known[_key(draft)])
        ]
        for draft in changed:
            roster.end_absence(known[_key(draft)].number, by, now)
        if new or changed:
            absences.add([*new, *changed], absences.begin(name[:200], by, now), by, now)
    moved = watching.watch()
    same = len(found.drafts) - len(new) - len(changed)
    return Imported(len(new), len(changed), same, found.aside, moved)


def undo(account: Account, batch: int) -> int:
    """The absences of an import end, or never begin; how many. Raises NotAllowed or NotFound."""
    standing, by, now = absences.of_import(batch), access.actor(account), clock.now()
    if not any(row.id == batch for row in absences.imports(datetime.min.replace(tzinfo=now.tzinfo))):
        raise NotFound("duty.gone")
    for person in set(standing.values()):
        access.require_roster(account, person, snapshot())
    with transaction.atomic():
        for number in standing:
            roster.end_absence(number, by, now)
        absences.undo(batch, by, now)
    return len(standing)


def _key(draft: Draft) -> tuple[str, str]:
    return draft.absence.person, draft.uid


def _differs(draft: Draft, known: absences.Known) -> bool:
    absence = draft.absence
    return (absence.start, absence.end, absence.substitute) != (known.start, known.end, known.substitute)


def _is_calendar(content: bytes, name: str) -> bool:
    return name.lower().endswith((".ics", ".ical")) or b"BEGIN:VCALENDAR" in content[:1000]
