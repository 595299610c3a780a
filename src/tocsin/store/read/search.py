"""The search over all that has a row: incidents, problems, works, tickets. Newest first, then by how well it fits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from tocsin.core.kernel.value import Value
from tocsin.core.search.asking import Term
from tocsin.store import rows

RowKind = Literal["incident", "problem", "intervention", "ticket"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
_RANKED = 300  # the newest that match; of these the best are shown
_SHORTEST = 3  # letters of a text that is looked for inside of words


class FoundRow(Value):
    """What was found. ``title`` is ``{"fr": ..., "en": ...}``; ``of``: the incident (id) of a ticket, else its own id."""

    kind: RowKind
    id: int
    at: datetime
    title: dict[str, str]
    of: int
    state: str


_BEST = (
    "with newest as (select kind, id, at, title, document from search"
    " where kind = any(%(kinds)s) and {matching} order by at desc limit %(ranked)s)"
    " select newest.kind, newest.id, newest.at, newest.title, coalesce(bond.incident_id, newest.id) as of,"
    " coalesce(incident.state, problem.state, '') as state from newest"
    " left join bond on newest.kind = 'ticket' and bond.id = newest.id"
    " left join incident on newest.kind = 'incident' and incident.id = newest.id"
    " left join problem on newest.kind = 'problem' and problem.id = newest.id"
    " order by {fitting} newest.at desc limit %(most)s"
)


def rows_of(terms: Sequence[Term], kinds: Sequence[RowKind], most: int) -> list[FoundRow]:
    """At most ``most`` rows in which every term is found; if there are none, those that have the text within a word."""
    asked = {"kinds": list(kinds), "ranked": _RANKED, "most": most}
    query, words = _query(terms)
    found = _read(f"document @@ ({query})", f"ts_rank(newest.document, {query}) desc,", asked | words)
    text = " ".join(term.text for term in terms)
    if found or len(text) < _SHORTEST:
        return found
    return _read("words like %(inside)s", "", asked | {"inside": f"%{_literal(text)}%"})


def _read(matching: str, fitting: str, asked: dict[str, object]) -> list[FoundRow]:
    found = rows.select(_BEST.format(matching=matching, fitting=fitting), asked)
    return [rows.value(row, FoundRow) for row in found]


def _query(terms: Sequence[Term]) -> tuple[str, dict[str, object]]:
    """All terms: each as it is written, and in French or English. The last may be the beginning of a word."""
    parts: list[str] = []
    words: dict[str, object] = {}
    for number, term in enumerate(terms):
        last = number == len(terms) - 1
        plain, text = f"plain_{number}", f"text_{number}"
        words[plain] = " <-> ".join(term.words) + (":*" if last else "")
        words[text] = term.words[0]
        stems = [f"plainto_tsquery('search_{language}', %({text})s)" for language in ("fr", "en")]
        alone = len(term.words) == 1
        parts.append(
            "(" + " || ".join([f"to_tsquery('search_plain', %({plain})s)", *(stems if alone else [])]) + ")"
        )
    return " && ".join(parts), words


def _literal(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
