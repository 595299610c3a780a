"""Months: what a contract's figure came to in a month, or why it is not measurable, both in words. Reads no clock."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

import tocsin.core.sla.sentences_months  # noqa: F401  declares what is said here
from tocsin.core.kernel.days import render_day
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.contracts import Contract, Measure
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.sla.calendar import Calendar, is_always
from tocsin.core.sla.durations import render_duration
from tocsin.core.sla.measures import Measured, Span, Trouble, measured, nothing


def of_month(
    contract: Contract,
    measure: Measure,
    troubles: Iterable[Trouble],
    calendar: Calendar,
    month: Span,
    *,
    recorded_since: datetime | None,
    zone: str,
    now: datetime,
) -> Measured:
    """The figure of a month as ``measured``, of one that was recorded here in part that part's, which begins on a day in the
    supplier's ``zone``. Nothing of a contract that is still to be signed, nor of a month that ended before anything was
    recorded here (``recorded_since`` None: nothing ever was)."""
    if contract.to_be_signed:
        return nothing(measure, "to_be_signed")
    if recorded_since is None or month[1] <= recorded_since:
        return nothing(measure, "not_recorded")
    if recorded_since <= month[0]:
        return measured(contract, measure, troubles, calendar, month, now=now)
    part = measured(contract, measure, troubles, calendar, (recorded_since, month[1]), now=now)
    return replace(part, recorded_from=recorded_since.astimezone(ZoneInfo(zone)).date())


def name_of(measure: Measure, language: Language) -> str:
    """What the contract calls the figure, else what we call it."""
    declared = measure.name if isinstance(measure.name, str) else measure.name.get(language, "")
    return declared or render_why(Why(code=f"month.figure.{measure.figure}"), language)


def target_of(measure: Measure, calendar: CalendarSpec | None, language: Language) -> str:
    """``at most 4 h, day and night``, ``at least 99.9 %``. ``calendar``: in which the figure counts; None: always."""
    if measure.figure == "availability":
        target = Why(code="month.target.least", facts={"target": percent(measure.availability, language)})
    else:
        target = Why(code="month.target.most", facts={"target": render_duration(measure.target_s)})
    if calendar is None or is_always(calendar):
        return render_why(Why(code="month.always", facts={"target": target}), language)
    label = getattr(calendar.label, language) if calendar.label else calendar.key
    return render_why(Why(code="month.by_calendar", facts={"target": target, "calendar": label}), language)


def value_of(measure: Measure, found: Measured, language: Language) -> str:
    """What was measured: the availability, else the longest time that counts. Empty: nothing."""
    if found.state == "nothing":
        return ""
    if measure.figure == "availability":
        return "" if found.value is None else percent(found.value, language)
    return render_duration(max(share.counted_s for share in found.shares))


def reason_of(measure: Measure, found: Measured, language: Language) -> str:
    """Behind the value: of how many incidents, and how many missed; or why nothing was measured; and since when the month
    is recorded, if not from its beginning."""
    reason = _counts(measure, found, language)
    if found.recorded_from is None:
        return reason
    facts = {"day": render_day(found.recorded_from, language)}
    return f"{reason} {render_why(Why(code='month.recorded_from', facts=facts), language)}"


def _counts(measure: Measure, found: Measured, language: Language) -> str:
    if found.state == "nothing":
        return render_why(Why(code=f"month.nothing.{found.reason}"), language)
    incidents = {share.incident for share in found.shares}
    if measure.figure == "availability":
        return render_why(Why(code="month.down", facts={"incidents": len(incidents)}), language)
    facts = {"incidents": len(incidents), "over": sum(1 for share in found.shares if share.over_s)}
    return render_why(Why(code="month.incidents", facts=facts), language)


def percent(value: float, language: Language) -> str:
    """``99.982%``, ``99,982 %``; three decimals, rounded down, so that what is missed never reads as kept."""
    shown = f"{int(value * 1000 + 1e-6) / 1000:.3f}".rstrip("0").rstrip(".")
    return f"{shown.replace('.', ',')}\u00a0%" if language == "fr" else f"{shown}%"
