"""The search over all that has a row: incidents, problems, works, tickets. Newest first, then by how well it fits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from django.db import connection, transaction

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.value import Value
from tocsin.core.search.asking import Term
from tocsin.store import models, rows

RowKind = Literal["incident", "problem", "intervention", "ticket"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
_RANKED = 200  # the newest that match; of these the best are shown
_RARE_ROWS = 10_000  # words that more rows have are looked for from the newest on
_BEGUN = 3  # letters of a word from which on it may be the beginning of another; shorter ones begin too many
_SHORTEST = 3  # letters of a text that is looked for inside of words


class FoundRow(Value):
    """What was found. ``title`` is ``{"fr": ..., "en": ...}``; ``of``: the incident (id) of a ticket, else its own id."""

    kind: RowKind
    id: int
    at: datetime
    title: dict[str, str]
    of: int
    state: str


# All that match by their index, then the newest of them; ``reached`` is how many match, at most one more than ``rare``.
_RARE = (
    "with found as materialized (select kind, id, at from search where kind = any(%(kinds)s) and {matching}"
    " limit %(rare)s + 1) select kind, id, count(*) over () as reached from found order by at desc limit %(ranked)s"
)
# The newest first until enough of them match; the function keeps PostgreSQL from fetching and sorting every match.
_FREQUENT = (
    "select kind, id from search where kind = any(%(kinds)s) and ts_match_vq(document, {query})"
    " order by at desc limit %(ranked)s"
)
_SHOWN = (
    "select newest.kind, newest.id, search.at, search.title, coalesce(bond.incident_id, newest.id) as of,"
    " coalesce(incident.state, problem.state, '') as state"
    " from unnest(%(found_kinds)s::text[], %(found_ids)s::bigint[]) as newest(kind, id) join search using (kind, id)"
    " left join bond on newest.kind = 'ticket' and bond.id = newest.id"
    " left join incident on newest.kind = 'incident' and incident.id = newest.id"
    " left join problem on newest.kind = 'problem' and problem.id = newest.id"
    " order by {fitting} search.at desc limit %(most)s"
)


def is_known(subject: Subject) -> bool:
    """Whether there is an incident, a major incident or a user's report of this number; no other kind is looked for."""
    match subject.kind:
        case SubjectKind.INCIDENT:
            return models.Incident.objects.filter(id=subject.id).exists()
        case SubjectKind.MAJOR:
            return models.Major.objects.filter(id=subject.id).exists()
        case SubjectKind.REPORT:
            return models.UserReport.objects.filter(id=subject.id).exists()
        case _:
            return False


def rows_of(terms: Sequence[Term], kinds: Sequence[RowKind], most: int) -> list[FoundRow]:
    """At most ``most`` rows in which every term is found; if there are none, those that have the text within a word."""
    asked = {"kinds": list(kinds), "ranked": _RANKED, "most": most, "rare": _RARE_ROWS}
    query, words = _query(terms)
    newest = _rare(f"document @@ {query}", asked | words)
    if newest and newest[0]["reached"] > _RARE_ROWS:
        newest = rows.select(_FREQUENT.format(query=query), asked | words)
    text = " ".join(term.text for term in terms)
    if newest or len(text) < _SHORTEST:
        return _shown(newest, f"ts_rank(document, {query}) desc,", asked | words)
    return _shown(_rare("words like %(inside)s", asked | {"inside": f"%{_literal(text)}%"}), "", asked)


def _rare(matching: str, asked: dict[str, object]) -> list[dict[str, Any]]:
    """By the index of the words alone: PostgreSQL guesses badly how often words occur together, and then reads it all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_indexscan = off")
        found = rows.select(_RARE.format(matching=matching), asked)
        cursor.execute("set local enable_seqscan = on; set local enable_indexscan = on")
    return found


def _shown(newest: list[dict[str, Any]], fitting: str, asked: dict[str, object]) -> list[FoundRow]:
    """What was found with its title and state, the best first."""
    if not newest:
        return []
    keys = {"found_kinds": [row["kind"] for row in newest], "found_ids": [row["id"] for row in newest]}
    found = rows.select(_SHOWN.format(fitting=fitting), asked | keys)
    return [rows.value(row, FoundRow) for row in found]


def _query(terms: Sequence[Term]) -> tuple[str, dict[str, object]]:
    """All terms: each as it is written, and in French or English. The last may be the beginning of a word."""
    parts: list[str] = []
    words: dict[str, object] = {}
    for number, term in enumerate(terms):
        begun = number == len(terms) - 1 and len(term.words[-1]) >= _BEGUN
        plain, text = f"plain_{number}", f"text_{number}"
        words[plain] = " <-> ".join(term.words) + (":*" if begun else "")
        words[text] = term.words[0]
        stems = [f"plainto_tsquery('search_{language}', %({text})s)" for language in ("fr", "en")]
        alone = len(term.words) == 1
        parts.append(
            "(" + " || ".join([f"to_tsquery('search_plain', %({plain})s)", *(stems if alone else [])]) + ")"
        )
    return f"({' && '.join(parts)})", words


def _literal(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
