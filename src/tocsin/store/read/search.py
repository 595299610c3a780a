"""The search over all that has a row: incidents, problems, works, tickets. Newest first, then by how well it fits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from tocsin.core.kernel.value import Value
from tocsin.core.search.asking import Term
from tocsin.store import rows

RowKind = Literal["incident", "problem", "intervention", "ticket"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
_RANKED = 200  # the newest that match; of these the best are shown
_RARE_ROWS = 10_000  # words that more rows have are looked for from the newest on
_SHORTEST = 3  # letters of a text that is looked for inside of words


class FoundRow(Value):
    """What was found. ``title`` is ``{"fr": ..., "en": ...}``; ``of``: the incident (id) of a ticket, else its own id.
    ``reached``: how many rows matched."""

    kind: RowKind
    id: int
    at: datetime
    title: dict[str, str]
    of: int
    state: str
    reached: int = 0


_SHOWN = (
    " select newest.kind, newest.id, newest.at, search.title, coalesce(bond.incident_id, newest.id) as of,"
    " coalesce(incident.state, problem.state, '') as state, newest.reached from newest join search using (kind, id)"
    " left join bond on newest.kind = 'ticket' and bond.id = newest.id"
    " left join incident on newest.kind = 'incident' and incident.id = newest.id"
    " left join problem on newest.kind = 'problem' and problem.id = newest.id"
    " order by {fitting} newest.at desc limit %(most)s"
)
# All that match by their index, then the newest of them; ``reached`` is how many match, at most one more than ``rare``.
_RARE = (
    "with found as materialized (select kind, id, at from search where kind = any(%(kinds)s) and {matching}"
    " limit %(rare)s + 1), newest as (select *, count(*) over () as reached from found order by at desc limit %(ranked)s)"
)
# The newest first until enough of them match. PostgreSQL guesses badly how often words occur together: the function keeps
# it from an index by which it would fetch and sort every match.
_FREQUENT = (
    "with newest as (select kind, id, at, 0 as reached from search"
    " where kind = any(%(kinds)s) and ts_match_vq(document, {query}) order by at desc limit %(ranked)s)"
)


def rows_of(terms: Sequence[Term], kinds: Sequence[RowKind], most: int) -> list[FoundRow]:
    """At most ``most`` rows in which every term is found; if there are none, those that have the text within a word."""
    asked = {"kinds": list(kinds), "ranked": _RANKED, "most": most, "rare": _RARE_ROWS}
    query, words = _query(terms)
    fitting = f"ts_rank(search.document, {query}) desc,"
    found = _read(_RARE.format(matching=f"document @@ ({query})"), fitting, asked | words)
    if found and found[0].reached > _RARE_ROWS:
        return _read(_FREQUENT.format(query=query), fitting, asked | words)
    text = " ".join(term.text for term in terms)
    if found or len(text) < _SHORTEST:
        return found
    return _read(
        _RARE.format(matching="words like %(inside)s"), "", asked | {"inside": f"%{_literal(text)}%"}
    )


def _read(newest: str, fitting: str, asked: dict[str, object]) -> list[FoundRow]:
    found = rows.select(newest + _SHOWN.format(fitting=fitting), asked)
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
    return f"({' && '.join(parts)})", words


def _literal(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
