"""The two clocks of an incident in full: target, calendar, start, pauses, due time, and how the time is shared."""

from datetime import datetime
from typing import NamedTuple

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.sla.clocks import clocks_of
from tocsin.core.sla.values import Clock
from tocsin.web import clocks
from tocsin.web.clocks import ClockView
from tocsin.web.words import CLOCK_STATES, PARTIES, PAUSES, Word


class FullClock(NamedTuple):
    """One clock with all that it is computed from."""

    view: ClockView
    state: Word
    clock: Clock
    calendar: str
    zone: str
    why: str
    pauses: list[tuple[datetime, datetime | None, str]]


class PartyTime(NamedTuple):
    """How long one party had to act; ``x`` and ``width`` place it on a bar of 100."""

    word: Word
    seconds: int
    x: str
    width: str
    percent: int


def full_clocks(
    incident: Incident, organisation: Organisation, now: datetime, language: Language
) -> list[FullClock]:
    """Our clock, then the provider's, computed from the incident's turns and frozen commitments."""
    read = clocks_of(incident, now=now)
    at = incident.last_at if incident.imported else now
    return [_full(clock, incident, organisation, at, language) for clock in read]


def attribution(read: list[FullClock]) -> list[PartyTime]:
    """How long each party had to act since the trouble began, in calendar time."""
    shares = read[0].clock.shares if read else ()
    total = sum(share.wall_s for share in shares)
    times, x = [], 0.0
    for share in shares if total else ():
        width = 100 * share.wall_s / total
        times.append(PartyTime(PARTIES[share.party], share.wall_s, f"{x:.2f}", f"{width:.2f}", round(width)))
        x += width
    return times


def _full(
    clock: Clock, incident: Incident, organisation: Organisation, now: datetime, language: Language
) -> FullClock:
    calendars = (term.calendar for term in incident.terms if term.spec.key == clock.commitment)
    calendar = next(calendars, None)  # None: an imported result, whose promise is not known
    view = clocks.shown(clock, now, organisation, language)
    return FullClock(
        view=view,
        state=CLOCK_STATES[view.state],
        clock=clock,
        calendar=_calendar_name(calendar, language) if calendar else "",
        zone=calendar.zone if calendar else "",
        why=render_named(clock.why, organisation, language),
        pauses=[(pause.since, pause.until, str(PAUSES[pause.cause])) for pause in clock.pauses],
    )


def _calendar_name(calendar: CalendarSpec, language: Language) -> str:
    return str(getattr(calendar.label, language)) if calendar.label else calendar.key
