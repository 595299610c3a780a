"""Gathering: a timeline as people read it, in which alerts that joined in a row are one line. Knows no words."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.why import Why, together

_AGAIN = "correlation.joined_again"


def gathered(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries for reading: alerts that joined one after the other for one reason are one line, summed."""
    read: list[TimelineEntry] = []
    for entry in entries:
        last = read[-1] if read else None
        why = _for_both(last.why, entry.why) if last and entry.verb is last.verb is Verb.JOINED else None
        if last and why:
            count = int(last.data.get("count", 1)) + int(entry.data.get("count", 1))
            read[-1] = replace(last, why=why, data={**last.data, "count": count})
        else:
            read.append(entry)
    return read


def _for_both(why: Why | None, other: Why | None) -> Why | None:
    """The common reason of both, if there is one: the same, or that alerts which were over fire again."""
    if why and other and why.code == other.code == _AGAIN:
        return together(why, other)
    return why if why == other else None
