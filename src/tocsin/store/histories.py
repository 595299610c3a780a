"""Histories as rows: the import under way, its rows, and the incidents that they become, by COPY. Decides nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Case, IntegerField, When

from tocsin.core.history.values import Record, Refusal
from tocsin.core.incident.values import Incident
from tocsin.core.sla.outcomes import Outcome
from tocsin.core.sla.values import Clock
from tocsin.store import incidents, models

PREPARED, WAITING, READING, WRITING = "prepared", "waiting", "reading", "writing"
DONE, FAILED = "done", "failed"
UNFINISHED = (READING, WRITING, WAITING)
_IN_TURN = (
    Case(When(state=WAITING, then=1), default=0, output_field=IntegerField()),
    "id",
)  # what is under way first
_REPORTS = 20  # imports whose refused rows are kept
_BY_BATCH = "set local tocsin.search = 'by_batch'"  # for one transaction: search rows are written together
_OUTCOME = Outcome.__struct_fields__
_record = msgspec.json.Decoder(Record)


class Progress(msgspec.Struct):
    """How far an import (id) is: rows read, the last reference written, what became of rows."""

    id: int
    state: str = READING
    position: int = 0
    done: str = ""
    counts: dict[str, int] = {}


class Written(msgspec.Struct, frozen=True):
    """An imported incident to write: with its number, its clocks, and the digest of what it was made of."""

    incident: Incident
    clocks: tuple[Clock, ...]
    digest: str


def begin(origin: str, file: str, digest: str, now: datetime) -> Progress:
    """The import of this file (by its digest), begun or gone on with. An unfinished import of another file is given up; one
    that a page has prepared waits for its turn again."""
    known = models.HistoryImport.objects.filter(origin=origin, digest=digest, state__in=UNFINISHED)
    if (same := known.order_by(*_IN_TURN).first()) is None:
        same = models.HistoryImport.objects.create(
            origin=origin, file=file, digest=digest, state=READING, started_at=now
        )
    if same.state == WAITING:
        models.HistoryImport.objects.filter(id=same.id).update(state=READING, started_at=now)
        same.state = READING
    _give_up(same.id)
    _forget_refusals()
    return Progress(same.id, same.state, same.position, same.done, same.counts)


def _give_up(but: int) -> None:
    """What is under way besides this import has no rows any more."""
    others = models.HistoryImport.objects.filter(state__in=(READING, WRITING)).exclude(id=but)
    if not (numbers := list(others.values_list("id", flat=True))):
        return
    models.HistoryRefusal.objects.filter(import_id__in=numbers).delete()
    others.exclude(mapping="").update(state=WAITING, position=0, done="", counts={})
    others.filter(mapping="").delete()
    clear()


def _forget_refusals() -> None:
    """The reports of the newest imports are kept."""
    newest = models.HistoryImport.objects.order_by("-id").values("id")[:_REPORTS]
    models.HistoryRefusal.objects.exclude(import_id__in=newest).delete()


def keep(progress: Progress, finished_at: datetime | None = None) -> None:
    """Write how far the import is, in the transaction of what it has written."""
    models.HistoryImport.objects.filter(id=progress.id).update(
        state=progress.state,
        position=progress.position,
        done=progress.done,
        counts=progress.counts,
        finished_at=finished_at,
    )


def refuse(number: int, refusals: Iterable[Refusal]) -> None:
    """Keep the rows that this import (id) refuses, in this order."""
    with (
        connection.cursor() as cursor,
        cursor.copy("copy history_refusal (import_id, value) from stdin") as copy,
    ):
        for refusal in refusals:
            copy.write_row((number, msgspec.json.encode(refusal).decode()))


def refusals(number: int, most: int | None = None) -> Iterator[Refusal]:
    """The rows that this import (id) refused, in the order in which they were met."""
    found = (
        models.HistoryRefusal.objects.filter(import_id=number).order_by("id").values_list("value", flat=True)
    )
    for value in found[:most] if most else found.iterator(chunk_size=5_000):
        yield msgspec.convert(value, Refusal)


def imports(most: int = 50) -> list[dict[str, Any]]:
    """The last imports, the newest first."""
    columns = ("id", "origin", "file", "state", "position", "counts", "started_at", "finished_at")
    return list(models.HistoryImport.objects.order_by("-id").values(*columns)[:most])


def prepare(
    origin: str, file: str, digest: str, mapping: str, parts: Iterable[bytes], by: str, now: datetime
) -> int:
    """Keep an import to look at before it starts, with its file in parts; its id. In a transaction."""
    made = models.HistoryImport.objects.create(
        origin=origin, file=file, digest=digest, mapping=mapping, asked_by=by, state=PREPARED, started_at=now
    )
    for number, content in enumerate(parts):
        models.HistoryPart.objects.create(import_id=made.id, number=number, content=content)
    return int(made.id)


def prepared(number: int) -> models.HistoryImport | None:
    """The import of this id."""
    return models.HistoryImport.objects.filter(id=number).first()


def parts(number: int) -> Iterator[bytes]:
    """The file of an import (id), part by part."""
    found = models.HistoryPart.objects.filter(import_id=number).order_by("number")
    for part in found.values_list("content", flat=True).iterator(chunk_size=1):
        yield bytes(part)


def change(number: int, among: Collection[str], **columns: Any) -> bool:
    """Change an import (id) that is in one of these states; whether it was."""
    return bool(models.HistoryImport.objects.filter(id=number, state__in=among).update(**columns))


def remove(number: int, among: Collection[str]) -> bool:
    """Forget an import (id) that is in one of these states, with its file; whether it was."""
    removed = models.HistoryImport.objects.filter(id=number, state__in=among).delete()[0]
    if removed:
        forget_file(number)
    return bool(removed)


def forget_prepared(before: datetime) -> None:
    """Forget imports that were prepared before this instant and that nobody started."""
    for number in models.HistoryImport.objects.filter(state=PREPARED, started_at__lt=before).values_list(
        "id", flat=True
    ):
        remove(number, [PREPARED])


def forget_file(number: int) -> None:
    """The file of an import (id) is not needed any more."""
    models.HistoryPart.objects.filter(import_id=number).delete()


def asked() -> int | None:
    """The import (id) that a worker has to go on with, or to start: the oldest that a page has prepared."""
    waiting = models.HistoryImport.objects.filter(state__in=UNFINISHED).exclude(mapping="")
    return waiting.order_by(*_IN_TURN).values_list("id", flat=True).first()


def mappings(most: int = 20) -> list[tuple[str, str]]:
    """The mappings of the last imports that were prepared on a page: (origin, mapping), each origin once."""
    done = models.HistoryImport.objects.filter(state=DONE).exclude(mapping="").order_by("-id")
    found: dict[str, str] = {}
    for origin, mapping in done.values_list("origin", "mapping")[:200]:
        found.setdefault(origin, mapping)
    return list(found.items())[:most]


def stage(first: int, records: Sequence[Record]) -> None:
    """Keep rows of the import under way; ``first``: the number of the first of them."""
    with (
        connection.cursor() as cursor,
        cursor.copy("copy history_row (position, reference, record) from stdin") as copy,
    ):
        for position, record in enumerate(records, first):
            copy.write_row((position, record.reference, msgspec.json.encode(record).decode()))


def grouped(after: str, rows: int, most: int) -> list[tuple[str, list[Record]]]:
    """The next references after this one with their rows in the order of the file: about so many rows, each group whole.

    Of one reference at most ``most`` + 1 rows.
    """
    found = _staged("reference > %s order by reference, position limit %s", [after, rows])
    groups: dict[str, list[Record]] = {}
    for record in found:
        groups.setdefault(record.reference, []).append(record)
    if len(found) == rows:  # the last group may go on
        last = found[-1].reference
        if len(groups) > 1:
            del groups[last]
        else:
            groups[last] = _staged("reference = %s order by position limit %s", [last, most + 1])
    return list(groups.items())


def _staged(condition: str, parameters: list[Any]) -> list[Record]:
    with connection.cursor() as cursor:
        cursor.execute(f"select record from history_row where {condition}", parameters)
        return [_record.decode(record) for (record,) in cursor.fetchall()]


def count(reference: str) -> int:
    """How many rows of the import under way have this reference."""
    return models.HistoryRow.objects.filter(reference=reference).count()


def clear() -> None:
    """Forget the rows of the import that was under way."""
    with connection.cursor() as cursor:
        cursor.execute("truncate history_row")


def analyse() -> None:
    """Let the planner know how much there is now."""
    with connection.cursor() as cursor:
        cursor.execute("analyze incident, imported_incident, commitment_outcome")


def known(origin: str, references: Collection[str]) -> dict[str, tuple[int, str]]:
    """The incident (id) and the digest of each of these references that is imported already."""
    rows = models.ImportedIncident.objects.filter(origin=origin, reference__in=references)
    columns = rows.values_list("reference", "incident_id", "digest")
    return {reference: (number, digest) for reference, number, digest in columns}


def numbers(count: int) -> list[int]:
    """Numbers for so many new incidents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('incident', 'id')) from generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]


def write(origin: str, new: Sequence[Written], changed: Sequence[Written]) -> None:
    """Write these incidents with the references by which they are known again. In a transaction."""
    _add(origin, new)
    _change(origin, changed)
    with connection.cursor() as cursor:
        with cursor.copy(
            "copy imported_incident (origin, reference, incident_id, digest) from stdin"
        ) as copy:
            for written in new:
                copy.write_row((origin, _reference(written), written.incident.id, written.digest))
        cursor.executemany(
            "update imported_incident set digest = %s where origin = %s and reference = %s",
            [(written.digest, origin, _reference(written)) for written in changed],
        )


def _reference(written: Written) -> str:
    assert written.incident.imported is not None
    return written.incident.imported.reference


def _add(origin: str, written: Sequence[Written]) -> None:
    """New incidents by COPY; their words are made findable in one statement, which costs half of one for each."""
    if not written:
        return
    with connection.cursor() as cursor:
        cursor.execute(_BY_BATCH)
        _copy(cursor, "incident", [_row(origin, each) for each in written])
        cursor.execute("select search_incidents(%s)", [[each.incident.id for each in written]])


def _change(origin: str, written: Sequence[Written]) -> None:
    """All columns by COPY into a table of this transaction, and from there into the incidents."""
    if not written:
        return
    made = [_row(origin, each) for each in written]
    columns = [name for name in made[0] if name != "id"]
    updates = ", ".join(f"{name} = changed.{name}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "create temp table history_incident on commit drop as"
            f" select id, {', '.join(columns)} from incident with no data"
        )
        _copy(cursor, "history_incident", made)
        cursor.execute(
            f"update incident set {updates} from history_incident as changed where changed.id = incident.id"
        )


def _copy(cursor: Any, table: str, rows: Sequence[dict[str, Any]]) -> None:
    with cursor.copy(f"copy {table} ({', '.join(rows[0])}) from stdin") as copy:
        for row in rows:
            copy.write_row(list(row.values()))


def _row(origin: str, written: Written) -> dict[str, Any]:
    kept = incidents.Kept(incident=written.incident, clocks=written.clocks, next_deadline_at=None)
    return incidents.row(kept) | {"stands": False, "origin": origin}


def write_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Append these outcomes by COPY."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"copy commitment_outcome ({', '.join(_column(name) for name in _OUTCOME)}) from stdin"
        ) as copy,
    ):
        for outcome in outcomes:
            copy.write_row([getattr(outcome, name) for name in _OUTCOME])


def _column(name: str) -> str:
    return "incident_id" if name == "incident" else name


def steps_known(numbers: Collection[int]) -> Mapping[int, set[tuple[str, datetime]]]:
    """What the timelines of these incidents say already: (verb, instant)."""
    rows = models.TimelineEntry.objects.filter(subject_kind="incident", subject_id__in=numbers)
    found: dict[int, set[tuple[str, datetime]]] = {number: set() for number in numbers}
    for number, verb, at in rows.values_list("subject_id", "verb", "at"):
        found[number or 0].add((verb, at))
    return found


def origins() -> Iterator[tuple[str, int]]:
    """Each origin with how many incidents it has."""
    with connection.cursor() as cursor:
        cursor.execute("select origin, count(*) from imported_incident group by origin order by origin")
        yield from cursor.fetchall()
