"""Unknown words, counted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from tocsin.store import models


def unknown(words: Mapping[tuple[str, str, str], tuple[int, int]], at: datetime) -> None:
    """Count unknown words: (format, table, word) -> (how often, the last message that contained it)."""
    rows = sorted((*word, *count) for word, count in words.items())
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into unknown_word as known (format, "table", word, count, first_at, last_at, message_id)'
            " select f, t, w, c, %s, %s, m from unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::bigint[])"
            ' as u(f, t, w, c, m) on conflict (format, "table", word) do update set count = known.count + excluded.count,'
            " last_at = excluded.last_at, message_id = excluded.message_id, known_since = null",
            [at, at, *([row[i] for row in rows] for i in range(5))],
        )


def known(format: str, table: str, word: str, at: datetime) -> list[int]:
    """Note that a word is known from now on; the messages in the queue that this format read."""
    met = models.UnknownWord.objects.filter(format=format, table=table, word=word)
    met.update(known_since=at)
    waiting = models.Message.objects.filter(format=format, status__in=("untranslated", "partial"))
    return list(waiting.order_by("id").values_list("id", flat=True))
