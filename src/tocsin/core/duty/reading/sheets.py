"""Sheets: the absences of a table, one a row, its columns named in French or English. The last day is part of an absence."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.duty.reading.people import person_named, zone_of
from tocsin.core.duty.reading.values import Draft, Drafts
from tocsin.core.duty.values import Absence
from tocsin.core.inventory.spelling import normalise
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sheets import Row, Sheet

_NAMES = {
    "person": "person|personne|name|nom|nom et prenom|who|qui|agent|collaborateur|employee|salarie"
    "|mail|e mail|email|courriel",
    "start": "from|du|de|start|debut|begin|date de debut|start date|first day|premier jour",
    "end": "until|to|au|a|end|fin|date de fin|end date|last day|dernier jour|jusqu au",
    "substitute": "substitute|remplacant|suppleant|backup|stands in|remplace par",
    "reason": "reason|motif|type|comment|commentaire|nature",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_NEEDED = ("person", "start")
_MOST = 2_000  # rows
_HEADER_WITHIN = 10  # rows
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(.*)", re.DOTALL)


def read_sheet(
    sheets: Sequence[Sheet], organisation: Organisation, now: datetime, *, name: str = ""
) -> Drafts:
    """The absences of the first sheet that are not over ``now``; every mistake with its row. ``name`` is the file's."""
    rows = sheets[0].rows if sheets else ()
    header = next(((row, found) for row in rows[:_HEADER_WITHIN] if (found := _columns(row))), None)
    if header is None:
        return Drafts(faults=(fault("duty.import.no_columns", file=name),))
    below = [row for row in rows if row.number > header[0].number]
    if len(below) > _MOST:
        return Drafts(faults=(fault("duty.import.too_many", file=name, count=len(below), most=_MOST),))
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for row in below:
        cells = {field: row.cells[at].strip() for field, at in header[1].items() if at < len(row.cells)}
        wrong = list(_mistakes(cells, row, name, organisation))
        faults += wrong
        if not wrong:
            drafts.append(_draft(cells, organisation))
    coming = tuple(draft for draft in drafts if draft.absence.end is None or draft.absence.end > now)
    return Drafts(drafts=coming, faults=tuple(faults), aside=len(drafts) - len(coming))


def _columns(row: Row) -> dict[str, int]:
    """Which column is which field; empty where the row is no header."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        field = _FIELD_OF.get(normalise(cell))
        if field:
            found.setdefault(field, at)
    return found if all(field in found for field in _NEEDED) else {}


def _mistakes(cells: dict[str, str], row: Row, file: str, organisation: Organisation) -> Iterator[Fault]:
    for field in ("person", "substitute"):
        text = cells.get(field, "")
        if (text or field == "person") and not person_named(text, organisation):
            yield fault("duty.import.nobody", file=file, line=row.number, field=field, text=text)
    for field in ("start", "end"):
        text = cells.get(field, "")
        if (text or field == "start") and _read(text) is None:
            yield fault("duty.import.no_day", file=file, line=row.number, field=field, text=text)
    start, end = _read(cells.get("start", "")), _read(cells.get("end", "") or cells.get("start", ""))
    if start and end and _edge(end, ZoneInfo("UTC"), last=True) <= _edge(start, ZoneInfo("UTC")):
        yield fault("duty.import.order", file=file, line=row.number, field="end", text=cells.get("end", ""))
    if (
        person_named(cells.get("substitute", ""), organisation)
        == person_named(cells["person"], organisation)
        != ""
    ):
        yield fault("duty.import.own_substitute", file=file, line=row.number, field="substitute")


def _draft(cells: dict[str, str], organisation: Organisation) -> Draft:
    person = person_named(cells["person"], organisation)
    zone = ZoneInfo(zone_of(person, organisation))
    first = _read(cells["start"]) or date.min
    last = _read(cells.get("end", "") or cells["start"]) or first
    absence = Absence(
        id=0,
        person=person,
        start=_edge(first, zone),
        end=_edge(last, zone, last=True),
        substitute=person_named(cells.get("substitute", ""), organisation),
        reason=cells.get("reason", "")[:200],
    )
    return Draft(absence=absence, uid=f"{person}/{absence.start.isoformat()}")


def _read(text: str) -> date | None:
    """A day, or a day and a time: 2026-12-24, 24/12/2026, with or without 08:30. None: neither."""
    found = _DAY.fullmatch(text)
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}{found[4]}" if found else text
    try:
        return date.fromisoformat(iso) if len(iso) == len("2026-12-24") else datetime.fromisoformat(iso)
    except ValueError:
        return None


def _edge(at: date, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The instant at which a day begins, or ends (``last``); a time is that time, of the zone unless it names one."""
    if isinstance(at, datetime):
        midnight = (
            last and at.time() == time() and at.tzinfo is None
        )  # a sheet's day as a spreadsheet writes it
        at = at + timedelta(days=1) if midnight else at
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    return datetime.combine(at + timedelta(days=1) if last else at, time(), zone).astimezone(UTC)
