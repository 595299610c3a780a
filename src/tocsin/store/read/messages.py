"""The screens of the messages: what was heard, one message, the queue, coverage. Never counts the messages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.store.read.headline import HEAD_BYTES, Headline, headline

PAGE_SIZE = 50
QUEUED = ("untranslated", "partial", "quarantined")
_SEARCHED = 3000  # messages that one search looks at before it asks whether to go on
_STEP = 500
_UNCERTAIN_SEEN = 2000  # newest uncertain events that are grouped
_ROW = (
    "id, received_at, source, channel, media_type, status, format, event_count, size, envelope::text, why::text,"
    f" substring(body from 1 for {HEAD_BYTES})"
)
_WHY = msgspec.json.Decoder(tuple[Why, ...])
_BEYOND = 1 << 62


class Filters(Value):
    """What of the messages is asked for. ``since`` and ``until`` are UTC; empty and None: all."""

    source: str = ""
    statuses: tuple[str, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Row(Value):
    """A message in a list."""

    id: int
    received_at: datetime
    source: str
    channel: str
    media_type: str
    status: str
    format: str
    event_count: int
    size: int
    headline: Headline
    why: tuple[Why, ...]


class Page(Value):
    """Some messages, newest first. ``older`` is the cursor of the next page, None at the end.

    ``searched_to`` is set when a search stopped there without having looked at everything.
    """

    rows: tuple[Row, ...]
    older: int | None = None
    searched_to: datetime | None = None


class EventRow(Value):
    """One event that a message became; ``data`` holds place, how, why and rivals (flow/history)."""

    position: int
    occurred_at: datetime
    kind: str
    state: str
    criticality: str
    item: str
    subject: str
    summary: str
    reference: str
    confidence: float
    outcome: str
    incident_id: int | None
    data: dict[str, Any]


class Message(Value):
    """One message whole, and what it became."""

    row: Row
    envelope: dict[str, str]
    body: bytes
    attempts: int
    worked_at: datetime | None
    events: tuple[EventRow, ...]


class Word(Value):
    """A word that a table of a format lacks."""

    format: str
    table: str
    word: str
    count: int
    last_at: datetime
    message_id: int


class Doubt(Value):
    """A place that a source names and that we could only guess, and how often lately."""

    source: str
    place: dict[str, Any]
    item: str
    confidence: float
    rivals: tuple[tuple[str, float], ...]
    count: int
    message_id: int
    last_at: datetime


class Coverage(Value):
    """How a source's messages were understood since ``since``, by status."""

    source: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Messages that wanted translating: what a format ignores does not count."""
        return sum(count for status, count in self.counts.items() if status != "ignored")

    @property
    def percent(self) -> float:
        """Fully translated, per cent to one decimal; 100 when there was nothing."""
        return round(1000 * self.counts.get("translated", 0) / self.total) / 10 if self.total else 100.0


def heard(filters: Filters, before: int | None = None) -> Page:
    """The newest messages below the cursor ``before``. A text is looked for in sender and subject."""
    if filters.text:
        return _search(filters, before or _BEYOND)
    rows = _rows(filters, before or _BEYOND, PAGE_SIZE + 1)
    return _page(rows)


def _page(rows: Sequence[Row]) -> Page:
    shown = tuple(rows[:PAGE_SIZE])
    return Page(rows=shown, older=shown[-1].id if len(rows) > PAGE_SIZE else None)


def _search(filters: Filters, before: int) -> Page:
    found: list[Row] = []
    for _ in range(_SEARCHED // _STEP):
        seen = _rows(filters, before, _STEP)
        found += [row for row in seen if row.headline.says(filters.text)]
        if len(found) > PAGE_SIZE:
            return _page(found)
        if len(seen) < _STEP:
            return Page(rows=tuple(found))
        before = seen[-1].id
    return Page(rows=tuple(found), older=before, searched_to=seen[-1].received_at)


def _rows(filters: Filters, before: int, most: int) -> list[Row]:
    conditions = ["id < %s"]
    values: list[Any] = [before]
    if filters.source:
        conditions.append("source = %s")
        values.append(filters.source)
    if filters.statuses:
        conditions.append("status = any(%s)")
        values.append(list(filters.statuses))
    if set(filters.statuses) <= set(QUEUED) and filters.statuses:
        conditions.append(
            "status in ('untranslated', 'partial', 'quarantined')"
        )  # the words of message_queue
    since = filters.since or _since(filters, before, most)
    if since:
        conditions.append("received_at >= %s")
        values.append(since)
    if filters.until:
        conditions.append("received_at < %s")
        values.append(filters.until)
    found = _select(
        f"select {_ROW} from message where {' and '.join(conditions)} order by id desc limit %s",
        [*values, most],
    )
    return [_row(row) for row in found]


def _since(filters: Filters, before: int, most: int) -> datetime | None:
    """The day before which nothing need be looked for, by the tally, so that few messages cost no whole scan.

    A day is left for what waits and is not counted yet.
    """
    if "new" in filters.statuses or not (filters.source or filters.statuses):
        return None
    days = _select(
        "with edge as (select received_at::date as day from message where id < %s order by id desc limit 1)"
        " select day, sum(sum(count)) over (order by day desc) from tally where (%s = '' or source = %s)"
        " and (%s or status = any(%s)) and day < (select day from edge) group by day having sum(count) > 0"
        " union all select day, 0 from edge order by 1 desc limit 400",
        [before, filters.source, filters.source, not filters.statuses, list(filters.statuses)],
    )
    if not days:
        return None
    enough = next((day for day, total in days[1:] if total >= most), days[-1][0]) - timedelta(days=1)
    return datetime(enough.year, enough.month, enough.day, tzinfo=UTC)


def _row(row: tuple[Any, ...]) -> Row:
    id, at, source, channel, media_type, status, format, events, size, envelope, why, head = row
    return Row(
        id=id, received_at=at, source=source, channel=channel, media_type=media_type, status=status, format=format,
        event_count=events, size=size, why=_WHY.decode(why),
        headline=headline(bytes(head), media_type, msgspec.json.decode(envelope)),
    )  # fmt: skip


def one(id: int) -> Message | None:
    """A message with its events; None when there is none (or no more)."""
    found = _select(f"select {_ROW}, body, attempts, worked_at from message where id = %s", [id])
    if not found:
        return None
    *row, body, attempts, worked_at = found[0]
    events = _select(
        "select position, occurred_at, kind, state, criticality, item, subject, summary, reference, confidence,"
        " outcome, incident_id, data::text from event where message_id = %s order by position limit 200",
        [id],
    )
    return Message(
        row=_row(tuple(row)), envelope=msgspec.json.decode(row[9]), body=bytes(body), attempts=attempts,
        worked_at=worked_at, events=tuple(_event(event) for event in events),
    )  # fmt: skip


def raw(id: int) -> tuple[bytes, str] | None:
    """A message's body, verbatim, and its media type."""
    found = _select("select body, media_type from message where id = %s", [id])
    return (bytes(found[0][0]), found[0][1]) if found else None


def _event(row: tuple[Any, ...]) -> EventRow:
    fields = dict(zip(EventRow.__struct_fields__, row, strict=True))
    return EventRow(**{**fields, "data": msgspec.json.decode(fields["data"])})


def words(most: int = 100) -> list[Word]:
    """The words that no table knows yet, most met first."""
    found = _select(
        'select format, "table", word, count, last_at, message_id from unknown_word where known_since is null'
        " order by count desc, last_at desc limit %s",
        [most],
    )
    return [Word(**dict(zip(Word.__struct_fields__, row, strict=True))) for row in found]


def doubts(trust: float, most: int = 30) -> list[Doubt]:
    """The places that were found with less confidence than ``trust`` lately, most met first."""
    found = _select(
        "with seen as (select message_id, source, received_at, item, confidence, data from event"
        f" where confidence < %s and source <> 'tocsin' order by message_id desc limit {_UNCERTAIN_SEEN})"
        " select source, (data->'place')::text, (array_agg(item order by message_id desc))[1],"
        " (array_agg(confidence order by message_id desc))[1],"
        " (array_agg(coalesce(data->'rivals', '[]')::text order by message_id desc))[1],"
        " count(*), max(message_id), max(received_at) from seen"
        " where data->'place' is not null group by source, (data->'place')::text order by count(*) desc limit %s",
        [trust, most],
    )
    return [
        Doubt(
            source=source, place=msgspec.json.decode(place), item=item, confidence=confidence, count=count,
            rivals=tuple((key, sure) for key, sure in msgspec.json.decode(rivals)), message_id=id, last_at=at,
        )
        for source, place, item, confidence, rivals, count, id, at in found
    ]  # fmt: skip


def coverage(since: date) -> list[Coverage]:
    """How each source's messages were understood since that day, the largest source first."""
    found = _select(
        "select source, status, sum(count)::bigint from tally where day >= %s group by source, status",
        [since],
    )
    by_source: dict[str, dict[str, int]] = {}
    for source, status, count in found:
        if count > 0:
            by_source.setdefault(source, {})[status] = int(count)
    read = [Coverage(source=source, counts=counts) for source, counts in by_source.items()]
    return sorted(read, key=lambda one: -one.total)


def together(parts: Sequence[Coverage]) -> Coverage:
    """All sources as one."""
    counts: dict[str, int] = {}
    for part in parts:
        for status, count in part.counts.items():
            counts[status] = counts.get(status, 0) + count
    return Coverage(source="", counts=counts)


def waiting_ids(statuses: Sequence[str], most: int = 10_000) -> list[int]:
    """The messages of the queue, oldest first."""
    found = _select(
        "select id from message where status in ('untranslated', 'partial', 'quarantined') and status = any(%s)"
        " order by id limit %s",
        [list(statuses), most],
    )
    return [id for (id,) in found]


def day_of(day: date, zone: Any) -> tuple[datetime, datetime]:
    """The instants at which a local day begins and ends."""
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return begin, datetime(after.year, after.month, after.day, tzinfo=zone)


def _select(query: str, asked: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
