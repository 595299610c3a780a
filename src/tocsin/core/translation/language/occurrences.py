"""Occurrences: an iCalendar entry that recurs, as the entries that it stands for (RFC 5545, 3.8.4 and 3.8.5).

Each is the entry with its own times; its RECURRENCE-ID names the occurrence. An entry of the message about one occurrence
replaces it. Occurrences that were over when the message was sent are left out; those beyond a bound are reported.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.entries import DIFFERS, UNREAD, Entry
from tocsin.core.translation.language.leftovers import Left
from tocsin.core.translation.language.recurrence import Rule, Unreadable, read_rule, starts
from tocsin.core.translation.reading.document import Component, Property

_MOST = 200  # occurrences of one entry
_AHEAD = timedelta(days=400)  # from the sending of the message
_BEHIND = timedelta(days=2)  # zones, and works that last over midnight
_OWN = {"RRULE", "RDATE", "EXDATE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"}
_FORM = "%Y%m%dT%H%M%S"


class Series:
    """The entries of one calendar."""

    def __init__(self, calendar: Component, entries: Sequence[Component], sent: datetime) -> None:
        self._calendar, self._sent = calendar, sent
        self._entries = _newest(entries)

    def given(self, left: Left) -> Iterator[Component]:
        """Each entry, or its occurrences; what could not be computed goes to ``left``."""
        for entry in self._entries:
            if _first(entry, "RECURRENCE-ID") or not (_first(entry, "RRULE") or _first(entry, "RDATE")):
                yield entry
            else:
                yield from self._occurrences(entry, left)

    def _occurrences(self, entry: Component, left: Left) -> Iterator[Component]:
        start = _first(entry, "DTSTART")
        first = _wall(start.value) if start else None
        if start is None or first is None:
            yield entry
            return
        own = self._own(entry)
        given = 0
        for wall, period in self._walls(entry, first, left):
            if given == _MOST:
                left.append(_unread("bounded", entry, str(wall.date())))
                return
            key = self._key(start, wall)
            if key in own or (wall != first and self._is_over(entry, wall)):
                continue
            given += 1
            yield self._at(entry, start, wall, first, period)
        yield from self._taken_out(entry, start, first)

    def _walls(self, entry: Component, first: datetime, left: Left) -> Iterator[tuple[datetime, str]]:
        """The wall clocks of the series without those taken out, each with its own end where it has one."""
        out, more = self._dates(entry, "EXDATE"), dict(self._pairs(entry, "RDATE", left))
        reckoned = dict.fromkeys(self._ruled(entry, first, left), "") | more
        for wall in sorted(reckoned):
            if wall not in out and wall.replace(hour=0, minute=0, second=0) not in _days(entry, "EXDATE"):
                yield wall, reckoned[wall]

    def _ruled(self, entry: Component, first: datetime, left: Left) -> Iterator[datetime]:
        yield first
        for found in _all(entry, "RRULE"):
            try:
                rule = read_rule(found.value)
            except Unreadable:
                left.append(_unread("unread", entry, found.value[:100]))
                continue
            last = (self._sent + _AHEAD).date()
            for wall in starts(rule, first, last):
                if self._is_past(rule, entry, wall):
                    break
                yield wall
            else:
                if not rule.ends:
                    left.append(_unread("endless", entry, str(last)))

    def _is_past(self, rule: Rule, entry: Component, wall: datetime) -> bool:
        """Whether it begins after the rule's end, in the zone in which that is written."""
        until = _wall(rule.until)
        if until is None:
            return False
        if "T" not in rule.until:
            return wall.date() > until.date()
        start = _first(entry, "DTSTART")
        placed = self._placed(start, wall) if start else None
        if rule.until.endswith("Z") and placed and placed.tzinfo:
            return placed > until.replace(tzinfo=UTC)
        return wall > until

    def _own(self, entry: Component) -> set[str]:
        """The occurrences of which another entry of the message speaks."""
        uid = _text(entry, "UID")
        found = (
            self._key(identity, wall)
            for other in self._entries
            if other is not entry and _text(other, "UID") == uid
            for identity in _all(other, "RECURRENCE-ID")
            if (wall := _wall(identity.value))
        )
        return set(found)

    def _key(self, found: Property, wall: datetime) -> str:
        """The identity of an occurrence: its instant, whatever zone it is written in; a day for whole days."""
        placed = self._placed(found, wall) if "T" in found.value else None
        return placed.astimezone(UTC).isoformat() if placed and placed.tzinfo else wall.isoformat()

    def _placed(self, found: Property, wall: datetime) -> datetime | None:
        text = self._read(found, wall)
        return datetime.fromisoformat(text.partition(DIFFERS)[0]) if text and UNREAD not in text else None

    def _read(self, found: Property, wall: datetime) -> str | None:
        moved = _moved(found, wall, "DTSTART")
        alone = Component(name="VEVENT", properties=(moved,))
        return Entry((alone, self._calendar), (self._calendar,)).time("DTSTART", moved)

    def _is_over(self, entry: Component, wall: datetime) -> bool:
        lasting = _lasting(entry) or timedelta()
        return wall.replace(tzinfo=UTC) + lasting + _BEHIND < self._sent.astimezone(UTC)

    def _at(
        self, entry: Component, start: Property, wall: datetime, first: datetime, period: str
    ) -> Component:
        """The entry at another time. It lasts as long as the first, by the clock (RFC 5545, 3.8.5.3)."""
        if wall == first:
            times = [start, *_all(entry, "DTEND"), *_all(entry, "DURATION")]
        else:
            times = [_moved(start, wall, "DTSTART"), *self._ends(entry, wall - first, period)]
        times.append(_moved(start, wall, "RECURRENCE-ID"))
        others = [found for found in entry.properties if found.name not in _OWN]
        return Component(name=entry.name, properties=(*others, *times), components=entry.components)

    def _ends(self, entry: Component, by: timedelta, period: str) -> list[Property]:
        if period.startswith("P"):
            return [Property(name="DURATION", value=period)]
        end, start = _first(entry, "DTEND"), _first(entry, "DTSTART")
        if period:
            return [Property(name="DTEND", value=period, parameters=start.parameters if start else {})]
        if end is None:
            return _all(entry, "DURATION")
        wall = _wall(end.value)
        first_end = self._placed(end, wall) if wall and "T" in end.value else None
        first_start = self._placed(start, _wall(start.value) or wall) if start and wall else None
        if first_end and first_start and first_end.tzinfo and first_start.tzinfo:
            seconds = int((first_end - first_start).total_seconds())
            return [Property(name="DURATION", value=f"PT{seconds}S")] if seconds >= 0 else [end]
        return [_moved(end, wall + by, "DTEND")] if wall else [end]

    def _dates(self, entry: Component, name: str) -> set[datetime]:
        return {wall for wall, _ in self._pairs(entry, name, [])}

    def _pairs(self, entry: Component, name: str, left: Left) -> Iterator[tuple[datetime, str]]:
        """(wall clock in the entry's zone, what is written of its end) of each date of a list."""
        start = _first(entry, "DTSTART")
        for found in _all(entry, name):
            for text in found.value.split(","):
                written, _, end = text.strip().partition("/")
                wall = _wall(written)
                if wall is None or start is None:
                    left.append(_unread("unread", entry, text[:100]))
                    continue
                yield (
                    self._in_zone_of(
                        start, Property(name=name, value=written, parameters=found.parameters), wall
                    ),
                    end,
                )

    def _in_zone_of(self, start: Property, found: Property, wall: datetime) -> datetime:
        """The wall clock at the entry's place of a date that may be written for another zone."""
        ours, theirs = self._placed(start, wall), self._placed(found, wall)
        if not ours or not theirs or not ours.tzinfo or not theirs.tzinfo or "T" not in found.value:
            return wall
        guess = wall - (ours - theirs)
        again = self._placed(start, guess)  # the offset may be another on that side
        return guess - (again - theirs) if again and again.tzinfo else guess

    def _taken_out(self, entry: Component, start: Property, first: datetime) -> Iterator[Component]:
        """Occurrences that a revision cancels: an earlier revision may have announced them."""
        if not _text(entry, "SEQUENCE").strip("0"):
            return
        for wall in sorted(self._dates(entry, "EXDATE"))[:_MOST]:
            if not self._is_over(entry, wall):
                occurrence = self._at(entry, start, wall, first, "")
                kept = [found for found in occurrence.properties if "STATUS" not in found.name]
                yield Component(
                    name=occurrence.name,
                    properties=(*kept, Property(name="STATUS", value="CANCELLED")),
                    components=occurrence.components,
                )


def _newest(entries: Sequence[Component]) -> list[Component]:
    """Of entries about the same occurrence, the entry with the highest SEQUENCE; of equal numbers, the last."""
    newest: dict[object, Component] = {}
    for number, entry in enumerate(entries):
        uid = _text(entry, "UID")
        key: object = (uid, _text(entry, "RECURRENCE-ID")) if uid and _recurs(entry) else number
        known = newest.get(key)
        if known is None or _sequence(known) <= _sequence(entry):
            newest[key] = entry
    return list(newest.values())


def _recurs(entry: Component) -> bool:
    return any(found.name in ("RRULE", "RDATE", "RECURRENCE-ID") for found in entry.properties)


def _sequence(entry: Component) -> int:
    text = _text(entry, "SEQUENCE").strip()
    return int(text) if text.isdecimal() else 0


def _lasting(entry: Component) -> timedelta | None:
    start, end = _first(entry, "DTSTART"), _first(entry, "DTEND")
    first, last = _wall(start.value) if start else None, _wall(end.value) if end else None
    return last - first if first and last else None


def _days(entry: Component, name: str) -> set[datetime]:
    """The whole days of a list."""
    texts = (text.strip() for found in _all(entry, name) for text in found.value.split(","))
    return {wall for text in texts if "T" not in text and (wall := _wall(text))}


def _wall(text: str) -> datetime | None:
    """The wall clock that is written, whatever its zone."""
    bare = text.strip().rpartition(":")[2].removesuffix("Z")
    try:
        return datetime.strptime(bare, _FORM if "T" in bare else "%Y%m%d")  # noqa: DTZ007 - a wall clock
    except ValueError:
        return None


def _moved(found: Property, wall: datetime, name: str) -> Property:
    head, colon, value = found.value.strip().rpartition(":")
    text = wall.strftime(_FORM) if "T" in value else wall.strftime("%Y%m%d")
    zone = "Z" if value.endswith("Z") else ""
    return Property(name=name, value=f"{head}{colon}{text}{zone}", parameters=found.parameters)


def _unread(what: str, entry: Component, text: str) -> Why:
    return Why(
        code=f"translation.recurrence_{what}", facts={"entry": _text(entry, "SUMMARY")[:100], "text": text}
    )


def _all(entry: Component, name: str) -> list[Property]:
    return [found for found in entry.properties if found.name == name]


def _first(entry: Component, name: str) -> Property | None:
    return next((found for found in entry.properties if found.name == name), None)


def _text(entry: Component, name: str) -> str:
    return next((found.value for found in entry.properties if found.name == name), "")
