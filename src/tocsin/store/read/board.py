"""The board as one reading: five queries whatever it shows. Knows rows and keys; names are the skin's business."""

from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
from django.db import connection

from tocsin.core.kernel.value import Value
from tocsin.core.sla.values import Clock

Show = Literal["all", "outage", "degradation", "redundancy", "information", "unowned", "due"]
SHOWS: tuple[Show, ...] = get_args(Show)
PAGE_SIZE = 50
_SOON = "interval '1 hour'"
_OPEN = "state in ('new', 'in_progress', 'pending') and folded_into is null"
_DUE = f"least(ours_due_at, supplier_due_at) < %(now)s + {_SOON}"
_CONDITIONS: dict[Show, str] = {
    "all": "true",
    "outage": "kind = 'outage'",
    "degradation": "kind = 'degradation'",
    "redundancy": "kind = 'redundancy'",
    "information": "kind = 'information'",
    "unowned": "owner = ''",
    "due": _DUE,
}
_COLUMNS = (
    "id, title::text, state, kind, effect, priority, cause, owner_team, owner, holder, applications, regions,"
    " coalesce((value->>'since')::timestamptz, opened_at), recovered_at, alert_count, clocks::text"
)
_CLOCKS = msgspec.json.Decoder(tuple[Clock, ...])


class BoardRow(Value):
    """One open incident. Keys are the organisation's; ``clocks`` as they were last read."""

    id: int
    title: dict[str, str]
    state: str
    kind: str
    effect: str
    priority: str
    cause: str
    owner_team: str
    owner: str
    holder: str
    applications: list[str]
    regions: list[str]
    since: datetime
    recovered_at: datetime | None
    alert_count: int
    clocks: tuple[Clock, ...]


class SilentSource(Value):
    """A source that is not heard any more. ``state``: silent or unreachable."""

    source: str
    state: str
    since: datetime
    heard_at: datetime | None


class Board(Value):
    """What is wrong now. ``counts`` and ``rows`` are of the region asked for; the rest is the group's.

    ``messages`` counts this month's messages by status.
    """

    counts: dict[Show, int]
    regions: dict[str, int]
    rows: list[BoardRow]
    silent: list[SilentSource]
    messages: dict[str, int]


def board(*, region: str | None, show: Show, page: int, now: datetime) -> Board:
    """The board at ``now`` (UTC): ``page`` counts from 1; ``region`` None is the whole group's view."""
    scope = "true" if region is None else "regions @> array[%(region)s]"
    asked = {"region": region, "now": now, "size": PAGE_SIZE, "skip": (page - 1) * PAGE_SIZE}
    return Board(
        counts=_counts(scope, asked),
        regions=_regions(),
        rows=_rows(scope, _CONDITIONS[show], asked),
        silent=_silent(),
        messages=_messages(now),
    )


def _counts(scope: str, asked: dict[str, Any]) -> dict[Show, int]:
    filters = ", ".join(f"count(*) filter (where {condition})" for condition in _CONDITIONS.values())
    (row,) = _select(f"select {filters} from incident where {_OPEN} and {scope}", asked)
    return dict(zip(SHOWS, row, strict=True))


def _regions() -> dict[str, int]:
    return dict(
        _select(
            f"select region, count(*) from incident, unnest(regions) region where {_OPEN} group by region"
        )
    )


def _rows(scope: str, condition: str, asked: dict[str, Any]) -> list[BoardRow]:
    found = _select(
        f"select {_COLUMNS} from incident where {_OPEN} and {scope} and {condition}"
        " order by priority, least(ours_due_at, supplier_due_at), id limit %(size)s offset %(skip)s",
        asked,
    )
    return [_row(columns) for columns in found]


def _row(columns: tuple[Any, ...]) -> BoardRow:
    fields = dict(zip(BoardRow.__struct_fields__, columns, strict=True))
    fields["title"] = msgspec.json.decode(fields["title"])
    fields["clocks"] = _CLOCKS.decode(fields["clocks"])
    return BoardRow(**fields)


def _silent() -> list[SilentSource]:
    found = _select(
        "select source, state, since, heard_at from source_state"
        " where state in ('silent', 'unreachable') order by since"
    )
    return [
        SilentSource(source=source, state=state, since=since, heard_at=heard)
        for source, state, since, heard in found
    ]


def _messages(now: datetime) -> dict[str, int]:
    found = _select(
        "select status, sum(count)::bigint from tally where day >= %(first)s group by status",
        {"first": now.date().replace(day=1)},
    )
    return dict(found)


def _select(query: str, asked: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked or {})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
