"""What open incidents do to the things of our rooms, and those incidents in short. Knows no inventory."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.impact.values import Effect
from tocsin.core.kernel.value import Value

_STANDING = (
    "i.state in ('new', 'in_progress', 'pending') and i.folded_into is null and i.recovered_at is null"
)
_MOST_INCIDENTS = 200  # a room shows the most urgent ones; the board has them all


class Sore(Value):
    """An item that an open incident hits: the worst effect, and every incident that says so."""

    item: str
    effect: Effect
    incidents: tuple[int, ...]


class ShortIncident(Value):
    """An open incident as a list names it. ``title`` is ``{"fr": ..., "en": ...}``."""

    id: int
    title: dict[str, str]
    priority: str
    effect: str
    state: str
    cause: str
    owner_team: str
    since: datetime


def sores(items: Sequence[str]) -> dict[str, Sore]:
    """Which of these items hurt, by key. An incident also marks its cause, if only with ``none``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.item, h.effect, i.id from incident_hit h join incident i on i.id = h.incident_id"
            f" where {_STANDING} and h.item = any(%s)"
            f" union all select i.cause, 'none', i.id from incident i where {_STANDING} and i.cause = any(%s)",
            [list(items), list(items)],
        )
        return _worst(cursor.fetchall())


def _worst(rows: Iterable[tuple[str, str, int]]) -> dict[str, Sore]:
    effects: dict[str, Effect] = {}
    incidents: dict[str, dict[int, None]] = {}
    for item, effect, incident in rows:
        known = effects.get(item, Effect.NONE)
        effects[item] = max(known, Effect(effect), key=lambda one: one.rank)
        incidents.setdefault(item, {})[incident] = None
    return {
        item: Sore(item=item, effect=effect, incidents=tuple(sorted(incidents[item])))
        for item, effect in effects.items()
    }


def incidents(ids: Iterable[int]) -> list[ShortIncident]:
    """These incidents, most urgent and newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, title::text, priority, effect, state, cause, owner_team,"
            " coalesce((value->>'since')::timestamptz, opened_at) from incident"
            " where id = any(%s) order by priority, id desc limit %s",
            [list(ids), _MOST_INCIDENTS],
        )
        return [_short(row) for row in cursor.fetchall()]


def _short(row: tuple[Any, ...]) -> ShortIncident:
    id, title, priority, effect, state, cause, team, since = row
    return ShortIncident(
        id=id, title=msgspec.json.decode(title), priority=priority, effect=effect, state=state, cause=cause,
        owner_team=team, since=since,
    )  # fmt: skip
