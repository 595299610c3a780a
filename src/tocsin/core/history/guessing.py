"""Guessing: which columns hold the number and the times of incidents, where no heading is known. Reads cells, no words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median

from tocsin.core.history.moments import read_exported
from tocsin.core.translation.language.pieces import header_word
from tocsin.core.translation.language.times import Times

Rows = Sequence[Mapping[str, str]]
_ORDERS = (Times(zone="UTC"), Times(zone="UTC", month_first=True))
_NEAR = datetime(2020, 1, 1, tzinfo=UTC)  # for a year that is missing
_DATE = re.compile(r"^[^\d]{0,12}\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}")
_MOST_REPEATED = 0.98  # of the rows have a reference of their own, if a row is a whole incident
_MOST_EMPTY = 0.1  # of the rows lack a time that all incidents have
_LOOKED_AT = 300  # rows


def guessed(known: Mapping[str, str], headings: Iterable[str], rows: Rows) -> dict[str, str]:
    """The columns of the ``known`` things, and of the reference and the times where they are lacking."""
    found, rows = dict(known), rows[:_LOOKED_AT]
    free = [heading for heading in headings if heading and heading not in found.values()]
    dates = {
        heading: instants for heading in free if (instants := _instants(_cells(heading, rows), len(rows)))
    }
    if "reference" not in found and (named := next(_numbers(free, dates, rows), None)):
        found["reference"] = named
    if not dates or found.keys() & {"opened_at", "changed_at"}:
        return found
    if is_repeated(_cells(found.get("reference", ""), rows)):
        found["changed_at"] = max(dates, key=lambda heading: len(set(dates[heading])))
    else:
        found["opened_at"] = min(dates, key=lambda heading: median(dates[heading]))
    return found


def is_repeated(references: Sequence[str]) -> bool:
    """Whether several rows are of one incident."""
    return len(set(references)) < _MOST_REPEATED * len(references)


def _cells(heading: str, rows: Rows) -> list[str]:
    key = header_word(heading)
    return [cell for row in rows if (cell := row.get(key, "").strip())]


def _instants(cells: Sequence[str], rows: int) -> list[float]:
    """When each cell says, if almost all rows have a date there; else nothing."""
    if not cells or len(cells) < (1 - _MOST_EMPTY) * rows or not all(map(_DATE.match, cells)):
        return []
    for times in _ORDERS:
        moments = [read_exported(cell, times, near=_NEAR) for cell in cells]
        if all(moments):
            return [moment.at.timestamp() for moment in moments if moment]
    return []


def _numbers(free: Sequence[str], dates: Mapping[str, object], rows: Rows) -> Iterator[str]:
    """The columns whose cells are all there, differ, and have digits: the first is most often the number."""
    for heading in free:
        cells = _cells(heading, rows)
        if (
            heading not in dates
            and len(set(cells)) == len(rows) > 1
            and all(re.search(r"\d", cell) for cell in cells)
        ):
            yield heading
