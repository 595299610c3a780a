"""A subject's timeline as a page reads it: newest first, in cuts."""

from typing import Any

import msgspec
from django.db import connection

from tocsin.core.incident.values import TimelineEntry
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store.subject import VALUE

ENTRIES = 120  # a page makes one line of what joined in a row, and should reach the beginning of a storm
NEWEST = 999_999_999_999_999
_ENTRY = msgspec.json.Decoder(TimelineEntry)


class Part(Value):
    """A cut of a long list, newest first. ``older`` is where the next cut begins, None at the end."""

    rows: tuple[Any, ...]
    older: int | None


def timeline(subject: Subject, before: int | None = None) -> Part:
    """A cut of the timeline; ``before`` is where it begins."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id, {VALUE} from timeline_entry where (subject_kind, subject_id) = (%s, %s) and id < %s"
            " order by id desc limit %s",
            [subject.kind, subject.id, before or NEWEST, ENTRIES + 1],
        )
        found = cursor.fetchall()
    shown = found[:ENTRIES]
    older = shown[-1][0] if len(found) > ENTRIES else None
    return Part(rows=tuple(_ENTRY.decode(value) for _, value in shown), older=older)
