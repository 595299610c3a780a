"""Histories as rows: the import under way, its rows, and the incidents that they become, by COPY. Decides nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.history.values import Record
from tocsin.core.incident.values import Incident
from tocsin.core.sla.outcomes import Outcome
from tocsin.core.sla.values import Clock
from tocsin.store import incidents, models

READING, WRITING, DONE = "reading", "writing", "done"
_OUTCOME = Outcome.__struct_fields__
_record = msgspec.json.Decoder(Record)


class Progress(msgspec.Struct):
    """How far an import (id) is: rows read, the last reference written, what became of rows, the report's bytes."""

    id: int
    state: str = READING
    position: int = 0
    done: str = ""
    counts: dict[str, int] = {}
    reported: int = 0


class Written(msgspec.Struct, frozen=True):
    """An imported incident to write: with its number, its clocks, and the digest of what it was made of."""

    incident: Incident
    clocks: tuple[Clock, ...]
    digest: str


def begin(origin: str, file: str, digest: str, now: datetime) -> Progress:
    """The import of this file (by its digest), begun or gone on with. An unfinished import of another file is given up."""
    open_ = models.HistoryImport.objects.exclude(state=DONE).order_by("-id")
    if (known := open_.filter(origin=origin, digest=digest).first()) is not None:
        return Progress(known.id, known.state, known.position, known.done, known.counts, known.reported)
    open_.delete()
    clear()
    made = models.HistoryImport.objects.create(
        origin=origin, file=file, digest=digest, state=READING, started_at=now
    )
    return Progress(made.id)


def keep(progress: Progress, finished_at: datetime | None = None) -> None:
    """Write how far the import is, in the transaction of what it has written."""
    models.HistoryImport.objects.filter(id=progress.id).update(
        state=progress.state,
        position=progress.position,
        done=progress.done,
        counts=progress.counts,
        reported=progress.reported,
        finished_at=finished_at,
    )


def imports(most: int = 50) -> list[dict[str, Any]]:
    """The last imports, the newest first."""
    columns = ("id", "origin", "file", "state", "position", "counts", "started_at", "finished_at")
    return list(models.HistoryImport.objects.order_by("-id").values(*columns)[:most])


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
    """Write these incidents with the references by which they are known again."""
    _write_incidents(origin, [*new, *changed])
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


def _write_incidents(origin: str, written: Sequence[Written]) -> None:
    """All columns by COPY into a table of this transaction, and from there into the incidents."""
    if not written:
        return
    made = [_row(origin, each) for each in written]
    columns = list(made[0])
    listed, updates = (
        ", ".join(columns),
        ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temp table if not exists history_incident as select {listed} from incident with no data"
        )
        with cursor.copy(f"copy history_incident ({listed}) from stdin") as copy:
            for row in made:
                copy.write_row(list(row.values()))
        cursor.execute(
            f"insert into incident ({listed}) select {listed} from history_incident"
            f" on conflict (id) do update set {updates}"
        )
        cursor.execute("truncate history_incident")


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
