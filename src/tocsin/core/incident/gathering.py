"""Gathering: a timeline as people read it, in which a storm is a few lines. Knows no words."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.why import Why, together

_AGAIN = "correlation.joined_again"
_GIVEN = "correlation.reference_given"


def gathered(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries for reading: alerts that joined for one reason are one line, summed, and so are the numbers that their
    messages gave, as long as nothing else happened in between."""
    read: list[TimelineEntry] = []
    begun = 0  # the first line to which more can be added
    for entry in entries:
        number, line = _added(read, begun, entry)
        if line:
            read[number] = line
        else:
            read.append(entry)
        if not _is_of_a_storm(entry):
            begun = len(read)
    return read


def _is_of_a_storm(entry: TimelineEntry) -> bool:
    return entry.verb is Verb.JOINED or bool(entry.why and entry.why.code == _GIVEN)


def _added(read: list[TimelineEntry], begun: int, entry: TimelineEntry) -> tuple[int, TimelineEntry | None]:
    for number in range(begun, len(read)):
        if line := _together(read[number], entry):
            return number, line
    return begun, None


def _together(line: TimelineEntry, entry: TimelineEntry) -> TimelineEntry | None:
    """Both as one line, if they say the same."""
    if not line.why or not entry.why or line.verb is not entry.verb:
        return None
    if line.verb is Verb.JOINED and (why := _for_both(line.why, entry.why)):
        count = int(line.data.get("count", 1)) + int(entry.data.get("count", 1))
        return replace(line, why=why, data={**line.data, "count": count})
    if line.why.code == entry.why.code == _GIVEN:
        return replace(line, data={**line.data, "references": _numbers(line.data, entry.data)})
    return None


def _for_both(why: Why, other: Why) -> Why | None:
    """The common reason, if there is one: the same, or that alerts which were over fire again."""
    if why.code == other.code == _AGAIN:
        return together(why, other)
    return why if why == other else None


def _numbers(*data: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(number for part in data for number in part["references"]))
