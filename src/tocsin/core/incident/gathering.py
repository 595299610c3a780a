"""Gathering: a timeline as people read it, in which what joined in a row is one line. Knows no words."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.core.incident.values import TimelineEntry, Verb


def gathered(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries for reading: alerts that joined one after the other for one reason are one line, summed."""
    read: list[TimelineEntry] = []
    for entry in entries:
        last = read[-1] if read else None
        if last and entry.verb is last.verb is Verb.JOINED and entry.why == last.why:
            count = int(last.data.get("count", 1)) + int(entry.data.get("count", 1))
            read[-1] = replace(last, data={**last.data, "count": count})
        else:
            read.append(entry)
    return read
