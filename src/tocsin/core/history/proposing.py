"""Proposing: a mapping for a history, from its headings and its first rows. A person corrects it; it reads no file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.core.history.guessing import guessed, is_repeated
from tocsin.core.history.known_words import CRITICALITIES, HEADINGS, PRIORITIES, STATES
from tocsin.core.history.mapping import NOTHING
from tocsin.core.translation.language.pieces import header_word
from tocsin.core.translation.text import word

Rows = Sequence[Mapping[str, str]]
_DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")
_LEADING = re.compile(r"^p?([1-5])\b")
_WORDS = {"state": STATES, "priority": PRIORITIES, "criticality": CRITICALITIES}
_PLAIN = (
    "reference", "summary", "state", "priority", "criticality", "team", "owner", "application", "supplier",
    "supplier_reference", "region", "reopened", "opened_at", "acknowledged_at", "resolved_at", "closed_at",
)  # fmt: skip
_NEAR_A_NAME = re.compile(
    r"^custom field \((.+)\)$|\.(?:name|firstname)$| utc$| \(utc\)$"
)  # what programs put around a heading


def proposed_mapping(headings: Iterable[str], rows: Rows, *, zone: str) -> dict[str, Any]:
    """The data of a mapping; ``rows``: the first ones, by ``header_word`` of their headings. What is not recognised is
    left out, and the checks of a mapping name it. ``zone``: of times that state none."""
    written = list(headings)
    columns = guessed(_columns(written), written, rows)
    logs = "changed_at" in columns and is_repeated(_cells(columns, "reference", rows))
    if not logs:
        columns = {name: column for name, column in columns.items() if not name.startswith("changed")}
    spec: dict[str, Any] = {"times": _times(columns, rows, zone)}
    if tables := _tables(columns, rows):
        spec["tables"] = tables
    spec["fields"] = {_field(name): {"column": column} for name, column in columns.items()}
    spec["incident"] = _incident(columns, logs=logs)
    if logs:
        spec["change"] = _change(columns)
    return spec


def _columns(headings: Iterable[str]) -> dict[str, str]:
    """The column of each thing that is found; none is taken twice."""
    written = {_plain(heading): heading for heading in reversed(list(headings))}
    found: dict[str, str] = {}
    for name, known in HEADINGS.items():
        column = next((written[text] for text in known if text in written), None)
        if column is not None and column not in found.values():
            found[name] = column
    return found


def known_headings(headings: Iterable[str]) -> int:
    """How many of them are known: a row with few is a title."""
    return len(_columns(headings))


def _plain(heading: str) -> str:
    return _NEAR_A_NAME.sub(r"\1", header_word(heading.replace("_", " ")))


def _cells(columns: Mapping[str, str], name: str, rows: Rows) -> list[str]:
    column = header_word(columns[name]) if name in columns else ""
    return [cell for row in rows if (cell := row.get(column, "").strip()) and word(cell) not in NOTHING]


def _times(columns: Mapping[str, str], rows: Rows, zone: str) -> dict[str, Any]:
    """Which of two numbers is the month, where a date shows it: no month is above twelve."""
    if header_word(columns.get("opened_at", "")).endswith((" utc", "(utc)")):
        zone = "UTC"
    firsts, seconds = Counter[bool](), Counter[bool]()
    for name in ("opened_at", "resolved_at", "closed_at", "changed_at"):
        for date in filter(None, map(_DATE.match, _cells(columns, name, rows))):
            firsts[int(date[1]) > 12] += 1
            seconds[int(date[2]) > 12] += 1
    return {"zone": zone, **({"month_first": True} if seconds[True] > firsts[True] else {})}


def _tables(columns: Mapping[str, str], rows: Rows) -> dict[str, dict[str, str]]:
    """Their words for ours: those of the rows that are known."""
    tables: dict[str, dict[str, str]] = {}
    for name, known in _WORDS.items():
        words = {cell: ours for cell in _cells(columns, name, rows) if (ours := _ours(name, cell, known))}
        if name == "state" and "new" in map(word, words):
            words |= {cell: "in_progress" for cell in words if word(cell) in ("open", "offen", "ouvert")}
        if words:
            tables[name] = dict(sorted(words.items(), key=lambda pair: (pair[1], pair[0])))
    if "kept" in columns and "late" not in columns:
        tables["kept"] = {
            "/^(?i:true|yes|y|1|oui|o|vrai|ja)$/": "false",
            "/^(?i:false|no|n|0|non|faux|nein)$/": "true",
        }
    return tables


def _ours(name: str, cell: str, known: Mapping[str, str]) -> str:
    text = word(cell)
    ours = known.get(text) or known.get(re.sub(r"^p?\d+ ?-? ?", "", text), "")
    if not ours and name == "priority" and (leading := _LEADING.match(text)):
        return f"P{leading[1]}"
    return ours


def _field(name: str) -> str:
    return name.replace("place.", "")


def _incident(columns: Mapping[str, str], *, logs: bool) -> dict[str, Any]:
    filled: dict[str, Any] = {
        name: f"{{{name}}}" for name in _PLAIN if name in columns and not (logs and name == "state")
    }
    if "place.item" in columns:
        filled["place"] = {"item": "{item}"}
    if ours := _ours_side(columns):
        filled["ours"] = ours
    if "supplier_late" in columns:
        filled["supplier_side"] = {"overrun": "{supplier_late}"}
    return filled


def _ours_side(columns: Mapping[str, str]) -> dict[str, Any]:
    """What the file says of our promise: whether it was overrun, else by when it was to be kept."""
    if "late" in columns:
        return {"overrun": "{late}"}
    if "kept" in columns:
        return {"overrun": {"value": "{kept}", "table": "kept"}}
    return {"due_at": "{due_at}"} if "due_at" in columns else {}


def _change(columns: Mapping[str, str]) -> dict[str, str]:
    names = {"at": "changed_at", "state": "state", "by": "changed_by"}
    return {name: f"{{{field}}}" for name, field in names.items() if field in columns}
