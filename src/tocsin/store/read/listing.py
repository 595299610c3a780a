"""Incidents as a long list, newest first, by a cursor. Knows no screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.incident.values import OPEN, number_of
from tocsin.core.kernel.value import Value

_OPEN = [state.value for state in OPEN]
_BEYOND = 1 << 62


class Listed(Value):
    """An incident in a list. ``title`` is ``{"fr": ..., "en": ...}``; due times are as last read."""

    id: int
    title: dict[str, str]
    state: str
    kind: str
    effect: str
    priority: str
    criticality: str
    cause: str
    cause_kind: str
    owner_team: str
    owner: str
    holder: str
    regions: list[str]
    applications: list[str]
    since: datetime
    opened_at: datetime
    last_at: datetime
    recovered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    folded_into: int | None
    alert_count: int
    ours_due_at: datetime | None
    supplier_due_at: datetime | None

    @property
    def number(self) -> str:
        """``INC-42``."""
        return number_of(self.id)


_READ = {"title": "title::text", "since": "coalesce((value->>'since')::timestamptz, opened_at)"}
_COLUMNS = ", ".join(_READ.get(name, name) for name in Listed.__struct_fields__)


def incidents(
    *, states: Sequence[str], region: str | None, priorities: Sequence[str], before: int | None, limit: int
) -> tuple[list[Listed], int | None]:
    """At most ``limit`` incidents below the cursor, and the next cursor. ``open`` stands for the open states."""
    conditions: list[str] = ["id < %s"]
    values: list[Any] = [before or _BEYOND]
    wanted = sorted({one for state in states for one in (_OPEN if state == "open" else [state])})
    if wanted:
        conditions.append("state = any(%s)")
        values.append(wanted)
    if wanted and set(wanted) <= set(_OPEN):
        conditions.append("state in ('new', 'in_progress', 'pending') and folded_into is null")
    if region is not None:
        conditions.append("regions @> array[%s]")
        values.append(region)
    if priorities:
        conditions.append("priority = any(%s)")
        values.append(list(priorities))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from incident where {' and '.join(conditions)} order by id desc limit %s",
            [*values, limit + 1],
        )
        found = [_listed(row) for row in cursor.fetchall()]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def _listed(row: tuple[Any, ...]) -> Listed:
    fields = dict(zip(Listed.__struct_fields__, row, strict=True))
    return Listed(**{**fields, "title": msgspec.json.decode(fields["title"])})
