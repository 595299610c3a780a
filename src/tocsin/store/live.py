"""Live: what has changed is notified to the web processes, at commit. Knows subjects, no page."""

from collections.abc import Iterable

import msgspec
from django.db import connection

from tocsin.core.kernel.subject import Subject, SubjectKind

CHANNEL = "tocsin"
_MOST = 100  # subjects named in one notification, whose payload is bounded; the board is always notified


def push(changed: Iterable[Subject]) -> None:
    """Notify that these subjects have changed; nothing if there are none."""
    subjects = list(dict.fromkeys(changed))
    if not subjects:
        return
    board = any(subject.kind is SubjectKind.INCIDENT for subject in subjects)
    payload = msgspec.json.encode({"board": board, "subjects": [subject.key for subject in subjects[:_MOST]]})
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload.decode()])
