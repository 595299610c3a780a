"""The search over everything with a hundred thousand incidents of about 75 words each, as a person waits for it.

The yardstick is the least that PostgreSQL does for the same rows: the newest that have the words, by the same index,
unranked and nothing else.
"""

import itertools
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bench.browser import Browser
from bench.incidents import INCIDENTS, fill
from bench.installation import installation

ROUNDS = 7
_NOTE_WORDS = 65
_SEARCHES = (
    "panne", "injoignable", "without power", "courant baie", "srv-erp-02", "VAL-2026-4711", "INC-4711", "haddad", "baie 05",
    "injoignable réseau", "temperat", "nowhere-at-all", "crm", "salle 1", "erp-0", "disjoncteur fusible", "Élevée", "in",
)  # fmt: skip
_WORDS = (
    "disjoncteur", "fusible", "remplacé", "carte", "réseau", "redémarré", "attend", "fournisseur", "vérifié", "journal",
    "alimentation", "breaker", "replaced", "restarted", "waiting", "checked", "cable", "temporary", "storage", "switch",
)  # fmt: skip


def run() -> dict[str, Any]:
    """Milliseconds of the answer that the palette waits for; the slowest by the median of what it asked."""
    with installation() as here:
        fill()
        _note()
        plain = {text: _median(_plain(text)) for text in _SEARCHES}
        here.start(workers=0)
        browser = Browser(here)
        browser.log_in()
        address = {text: f"/palette?text={quote(text)}" for text in _SEARCHES}
        taken = {
            text: sorted(browser.milliseconds(address[text]) for _ in range(ROUNDS)) for text in _SEARCHES
        }
        every = sorted(itertools.chain.from_iterable(taken.values()))
        medians = {text: times[ROUNDS // 2] for text, times in taken.items()}
        slowest = max(medians, key=lambda text: medians[text])
        return {
            "answer, median ms": every[len(every) // 2],
            "answer, p95 ms": every[len(every) * 95 // 100],
            "answer, slowest ms": medians[slowest],
            "answer, slowest asks": slowest,
            "PostgreSQL alone, median ms": sorted(plain.values())[len(plain) // 2],
            "times PostgreSQL alone": sum(medians.values()) / sum(plain.values()),
            "texts asked": len(_SEARCHES),
            "incidents": INCIDENTS,
        }


def _note() -> None:
    """A note of many words for each incident, as the database would keep it."""
    from django.db import connection

    words = list(itertools.islice(itertools.cycle(_WORDS), _NOTE_WORDS + len(_WORDS)))
    notes = [" ".join(words[start : start + _NOTE_WORDS]) for start in range(len(_WORDS))]
    with connection.cursor() as cursor:
        cursor.execute(
            "with notes as materialized (select number, search_vector(text, 'D') as vector"
            " from unnest(%s::text[]) with ordinality as notes(text, number))"
            " update search set body = notes.vector from notes where search.id %% %s + 1 = notes.number",
            [[f"{note} {number}x" for number, note in enumerate(notes)], len(notes)],
        )
        cursor.execute("vacuum analyze search")


def _plain(text: str) -> Iterator[float]:
    from django.db import connection

    for _ in range(ROUNDS):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "select id from search where document @@ plainto_tsquery('search_plain', search_text(%s))"
                " order by at desc limit 20",
                [text],
            )
            cursor.fetchall()
        yield (time.perf_counter() - started) * 1000


def _median(times: Iterator[float]) -> float:
    return sorted(times)[ROUNDS // 2]
