"""The pages of the messages: what was received, one message, the queue, coverage. Never counts the messages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import BinaryField, Sum
from django.db.models.functions import Substr

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.store import models, rows
from tocsin.store.read.events import EventDetail
from tocsin.store.read.headline import HEAD_BYTES, Headline, headline

PAGE_SIZE = 50
QUEUED = ("untranslated", "partial", "quarantined")
_NO_TEXT = ("ignored", "set_aside")  # nobody wants them translated
_SEARCHED = 3000  # messages that a search looks at before it asks whether to continue
_STEP = 500
_EVENTS = 200  # of a message, at most
_UNCERTAIN_SEEN = 2000  # newest uncertain events that are grouped
_HEAD = Substr("body", 1, HEAD_BYTES, output_field=BinaryField())
_BEYOND = 1 << 62


class Filters(Value):
    """Which messages are wanted. ``since`` and ``until`` are UTC; empty and None: all."""

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


_NAMED = tuple(name for name in Row.__struct_fields__ if name != "headline")
_SHOWN = (*_NAMED, "envelope")


class Page(Value):
    """Some messages, newest first. ``older`` is the cursor of the next page, None at the end.

    ``searched_to`` is set when a search stopped there without having looked at everything.
    """

    rows: tuple[Row, ...]
    older: int | None = None
    searched_to: datetime | None = None


class Message(Value):
    """One whole message, and its events."""

    row: Row
    envelope: dict[str, str]
    body: bytes
    attempts: int
    worked_at: datetime | None
    events: tuple[EventDetail, ...]


class Word(Value):
    """A word that a table of a format lacks."""

    format: str
    table: str
    word: str
    count: int
    last_at: datetime
    message_id: int


class Doubt(Value):
    """A place that a source names and that could only be guessed, and how often lately."""

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
        """Messages that had to be translated: those that a format ignores do not count."""
        return sum(count for status, count in self.counts.items() if status not in _NO_TEXT)

    @property
    def percent(self) -> float:
        """Fully translated, per cent to one decimal; 100 when there was nothing."""
        return round(1000 * self.counts.get("translated", 0) / self.total) / 10 if self.total else 100.0


def received(filters: Filters, before: int | None = None) -> Page:
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
        found += [row for row in seen if row.headline.contains(filters.text)]
        if len(found) > PAGE_SIZE:
            return _page(found)
        if len(seen) < _STEP:
            return Page(rows=tuple(found))
        before = seen[-1].id
    return Page(rows=tuple(found), older=before, searched_to=seen[-1].received_at)


def _rows(filters: Filters, before: int, most: int) -> list[Row]:
    asked = models.Message.objects.filter(id__lt=before)
    if filters.source:
        asked = asked.filter(source=filters.source)
    if filters.statuses:
        asked = asked.filter(status__in=filters.statuses)
    if filters.statuses and set(filters.statuses) <= set(QUEUED):
        asked = asked.filter(status__in=QUEUED)  # the words of the index message_queue
    since = filters.since or _since(filters, before, most)
    if since:
        asked = asked.filter(received_at__gte=since)
    if filters.until:
        asked = asked.filter(received_at__lt=filters.until)
    return [_row(row) for row in asked.order_by("-id").values(*_SHOWN, head=_HEAD)[:most]]


def _since(filters: Filters, before: int, most: int) -> datetime | None:
    """The day from which to search, by the daily counts, so that a few messages do not need a whole scan.

    One more day is added for messages that wait and are not counted yet.
    """
    if "new" in filters.statuses or not (filters.source or filters.statuses):
        return None
    days = rows.select(
        "with edge as (select received_at::date as day from message where id < %s order by id desc limit 1)"
        " select day, sum(sum(count)) over (order by day desc) as total from tally where (%s = '' or source = %s)"
        " and (%s or status = any(%s)) and day < (select day from edge) group by day having sum(count) > 0"
        " union all select day, 0 from edge order by 1 desc limit 400",
        [before, filters.source, filters.source, not filters.statuses, list(filters.statuses)],
    )
    if not days:
        return None
    enough = next((row["day"] for row in days[1:] if row["total"] >= most), days[-1]["day"]) - timedelta(
        days=1
    )
    return datetime(enough.year, enough.month, enough.day, tzinfo=UTC)


def _row(row: dict[str, Any]) -> Row:
    head = headline(bytes(row["head"]), row["media_type"], row["envelope"])
    return rows.value({**{name: row[name] for name in _NAMED}, "headline": head}, Row)


def message(id: int) -> Message | None:
    """A message with its events; None when there is none (or no more)."""
    asked = models.Message.objects.filter(id=id)
    found = asked.values(*_SHOWN, "body", "attempts", "worked_at", head=_HEAD).first()
    if not found:
        return None
    events = models.Event.objects.filter(message_id=id).order_by("position")[:_EVENTS]
    return Message(
        row=_row(found), envelope=found["envelope"], body=bytes(found["body"]), attempts=found["attempts"],
        worked_at=found["worked_at"], events=tuple(rows.read(events, EventDetail)),
    )  # fmt: skip


def raw(id: int) -> tuple[bytes, str] | None:
    """A message's body, verbatim, and its media type."""
    found = models.Message.objects.filter(id=id).values_list("body", "media_type").first()
    return (bytes(found[0]), found[1]) if found else None


def words(most: int = 100) -> list[Word]:
    """The words that no table knows yet, most met first."""
    unknown = models.UnknownWord.objects.filter(known_since__isnull=True)
    return rows.read(unknown.order_by("-count", "-last_at")[:most], Word)


def doubts(trust: float, most: int = 30) -> list[Doubt]:
    """The places that were found with less confidence than ``trust`` lately, most met first."""
    found = rows.select(
        "with seen as (select message_id, source, received_at, item, confidence, data from event"
        f" where confidence < %s and source <> 'tocsin' order by message_id desc limit {_UNCERTAIN_SEEN})"
        " select source, data->'place' as place, (array_agg(item order by message_id desc))[1] as item,"
        " (array_agg(confidence order by message_id desc))[1] as confidence,"
        " (array_agg(coalesce(data->'rivals', '[]') order by message_id desc))[1] as rivals,"
        " count(*), max(message_id) as message_id, max(received_at) as last_at from seen"
        " where data->'place' is not null group by source, data->'place' order by count(*) desc limit %s",
        [trust, most],
    )
    return [rows.value(row, Doubt) for row in found]


def coverage(since: date) -> list[Coverage]:
    """How each source's messages were understood since that day, the largest source first."""
    tallied = models.Tally.objects.filter(day__gte=since).values_list("source", "status")
    by_source: dict[str, dict[str, int]] = {}
    for source, status, count in tallied.annotate(total=Sum("count")):
        if count > 0:
            by_source.setdefault(source, {})[status] = count
    read = [Coverage(source=source, counts=counts) for source, counts in by_source.items()]
    return sorted(read, key=lambda count: -count.total)


def together(parts: Sequence[Coverage]) -> Coverage:
    """All sources as one."""
    counts: dict[str, int] = {}
    for part in parts:
        for status, count in part.counts.items():
            counts[status] = counts.get(status, 0) + count
    return Coverage(source="", counts=counts)


def waiting_ids(statuses: Sequence[str], most: int = 10_000) -> list[int]:
    """The messages of the queue, oldest first."""
    waiting = models.Message.objects.filter(status__in=QUEUED).filter(status__in=statuses)
    return list(waiting.order_by("id").values_list("id", flat=True)[:most])


def day_of(day: date, zone: Any) -> tuple[datetime, datetime]:
    """The instants at which a local day begins and ends."""
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return begin, datetime(after.year, after.month, after.day, tzinfo=zone)
