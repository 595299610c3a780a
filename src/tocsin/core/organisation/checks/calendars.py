"""Calendar checks: that zones exist, spans are valid, and holidays are known."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zoneinfo import available_timezones

import holidays

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.mistakes import near, one_of
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import CalendarSpec, Holidays

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_ZONED = (Section.SETTINGS, Section.REGION, Section.SUPPLIER, Section.CALENDAR, Section.ROTATION)


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that keeps a calendar from being computed."""
    for section in _ZONED:
        for declared_object, value in declared.of(section):
            if value.zone and value.zone not in zones():
                yield declared_object.fault(
                    "zone", "fault.calendar.zone", near(value.zone, zones()), zone=value.zone
                )
    for declared_object, calendar in declared.of(Section.CALENDAR):
        yield from _days(declared_object, calendar)
        yield from _holidays(declared_object, calendar.holidays)


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The IANA zones of this machine."""
    return frozenset(available_timezones())


def minutes(span: str) -> tuple[int, int] | None:
    """``09:00-12:30`` -> (540, 750), minutes of the day; None if the text is no span."""
    if not _SPAN.fullmatch(span):
        return None
    start, end = ((int(time[:2]) * 60 + int(time[3:])) for time in span.split("-"))
    return start, end


def _days(declared_object: Object, calendar: CalendarSpec) -> Iterator[Fault]:
    if not any(calendar.week.values()) and not calendar.opened:
        yield declared_object.fault("week", "fault.calendar.never_open")
    for weekday, spans in calendar.week.items():
        yield from _spans(declared_object, f"week.{weekday}", spans)
    for day, spans in calendar.opened.items():
        yield from _spans(declared_object, f"opened.{day.isoformat()}", spans)
        if day in calendar.closed:
            yield declared_object.fault("closed", "fault.calendar.both", day=day.isoformat())


def _spans(declared_object: Object, field: str, spans: tuple[str, ...]) -> Iterator[Fault]:
    found: list[tuple[int, int, str]] = []
    for index, span in enumerate(spans):
        times = minutes(span)
        if times is None:
            yield declared_object.fault(f"{field}[{index}]", "fault.calendar.span", span=span)
        elif times[0] >= times[1]:
            yield declared_object.fault(f"{field}[{index}]", "fault.calendar.backwards", span=span)
        else:
            found.append((*times, span))
    found.sort()
    for before, after in pairwise(found):
        if after[0] < before[1]:
            yield declared_object.fault(field, "fault.calendar.overlap", before=before[2], after=after[2])


def _holidays(declared_object: Object, spec: Holidays | None) -> Iterator[Fault]:
    if spec is None or _known(spec):
        return
    known = holidays.list_supported_countries()
    if spec.country not in known:
        cure = near(spec.country, known)
        yield declared_object.fault("holidays.country", "fault.calendar.country", cure, country=spec.country)
    else:
        facts = {"country": spec.country, "subdivision": spec.subdivision}
        cure = one_of(known[spec.country])
        yield declared_object.fault("holidays.subdivision", "fault.calendar.subdivision", cure, **facts)


def _known(spec: Holidays) -> bool:
    try:
        holidays.country_holidays(spec.country, subdiv=spec.subdivision or None)
    except NotImplementedError:
        return False
    return True
