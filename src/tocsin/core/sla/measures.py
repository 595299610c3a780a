"""Measures: what a contract's figures come to in a month, and what they cost the supplier. Reads no clock."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract, Exclusion, Measure, PenaltyStep
from tocsin.core.sla.calendar import Calendar

Span = tuple[datetime, datetime]
HUNDRED = 100.0


class Excluded(Value):
    """A stretch that a contract may not count, and why."""

    start: datetime
    end: datetime
    reason: Exclusion


class Trouble(Value):
    """An incident as a contract measures it. ``items``: its cause with all that contains it; ``guarantees`` theirs.

    ``end`` None: it still lasts. ``down``: something of it is down, not only degraded or less redundant. ``lasted_s``: how
    long somebody says that it counts, in place of what its times give. ``met``: somebody says that it was within target.
    """

    incident: int
    start: datetime
    end: datetime | None
    items: frozenset[str] = frozenset()
    guarantees: frozenset[str] = frozenset()
    power: bool = False
    down: bool = True
    reported_at: datetime | None = None
    answered_at: datetime | None = None
    excluded: tuple[Excluded, ...] = ()
    lasted_s: int | None = None
    met: bool = False


class Share(Value):
    """What one incident counts for a figure: seconds of its calendar, how many of them over the target, and the price.

    ``running``: it still lasts (or is not answered yet) and is inside the target, so nothing is settled.
    """

    incident: int
    item: str
    counted_s: int
    over_s: int
    cents: int
    running: bool = False


Reason = Literal[
    "", "not_begun", "no_hours", "no_incident", "not_reported", "to_be_signed", "not_recorded"
]  # fmt: skip


class Measured(Value):
    """A figure of a month. ``value`` is the availability in per cent, else how many per cent of the settled incidents were
    within the target; None: nothing is settled. ``cents`` are after the cap.

    ``state``: missed, as soon as one incident is over its target or the availability can no longer be reached; running,
    while that may still come; ``nothing``, when there was nothing to measure, by ``reason``: the month has not begun, its
    calendar has no hours in it, no incident is in the perimeter, none of those was reported to the supplier, the contract is
    still to be signed, or nothing was recorded here yet. ``recorded_from``: the day of the month from which on incidents
    were recorded here, in the supplier's zone; only that part of it counts. None: from its beginning.
    """

    measure: str
    value: float | None
    state: Literal["kept", "missed", "running", "nothing"]
    cents: int
    shares: tuple[Share, ...] = ()
    reason: Reason = ""
    recorded_from: date | None = None


def measured(
    contract: Contract,
    measure: Measure,
    troubles: Iterable[Trouble],
    calendar: Calendar,
    month: Span,
    *,
    now: datetime,
) -> Measured:
    """The figure over a month. An incident belongs to the month in which it began; availability to that in which it is down.

    With ``items``, each is measured by itself: the availability is the worst one's, the penalties are those of all.
    """
    if now <= month[0]:
        return nothing(measure, "not_begun")
    inside = [trouble for trouble in troubles if _is_measured(contract, measure, trouble)]
    if measure.figure == "availability":
        return _availability(contract, measure, inside, calendar, month, now)
    begun = [trouble for trouble in inside if month[0] <= trouble.start < month[1]]
    shares = tuple(share for trouble in begun if (share := _share(contract, measure, trouble, calendar, now)))
    if not shares:
        return nothing(measure, "not_reported" if begun else "no_incident")
    missed = sum(1 for share in shares if share.over_s > 0)
    settled = sum(1 for share in shares if not share.running)
    return Measured(
        measure=measure.key,
        value=HUNDRED * (settled - missed) / settled if settled else None,
        state="missed" if missed else "running" if settled < len(shares) else "kept",
        cents=_capped(contract, measure, sum(share.cents for share in shares)),
        shares=shares,
    )


def nothing(measure: Measure, reason: Reason) -> Measured:
    """A figure of a month in which there was nothing to measure."""
    return Measured(measure=measure.key, value=None, state="nothing", cents=0, reason=reason)


def _is_measured(contract: Contract, measure: Measure, trouble: Trouble) -> bool:
    """Whether the trouble is in the perimeter, and of the sort that is measured."""
    items = measure.items or contract.items
    if items and trouble.items.isdisjoint(items):
        return False
    if measure.guarantee and measure.guarantee not in trouble.guarantees:
        return False
    if measure.figure in ("interruption", "power_interruption", "availability") and not trouble.down:
        return False
    return trouble.power or measure.figure != "power_interruption"


def _share(
    contract: Contract, measure: Measure, trouble: Trouble, calendar: Calendar, now: datetime
) -> Share | None:
    span = _counted_span(measure, trouble, now)
    if span is None:
        return None
    counted = trouble.lasted_s
    if counted is None or measure.figure == "response":
        counted = sum(calendar.elapsed(*part) for part in _without(span, _cut(measure, trouble)))
    over = 0 if trouble.met else max(0, counted - measure.target_s)
    item = next((item for item in measure.items if item in trouble.items), "")
    return Share(
        incident=trouble.incident,
        item=item,
        counted_s=counted,
        over_s=over,
        cents=_price(contract, measure, over),
        running=not over and not trouble.met and _lasts(measure, trouble),
    )


def _lasts(measure: Measure, trouble: Trouble) -> bool:
    """Whether more time may still count: nobody says how long it was, and neither its end nor the answer has come."""
    if measure.figure == "response":
        return trouble.end is None and trouble.answered_at is None
    return trouble.end is None and trouble.lasted_s is None


def _counted_span(measure: Measure, trouble: Trouble, now: datetime) -> Span | None:
    """From when to when the figure counts; None: it says nothing of this incident."""
    end = trouble.end or now
    if measure.figure == "response":
        answered = trouble.answered_at or end
        return (trouble.reported_at, max(answered, trouble.reported_at)) if trouble.reported_at else None
    start = trouble.reported_at if measure.figure == "restoration" else trouble.start
    return (start, end) if start is not None and start <= end else None


def _price(contract: Contract, measure: Measure, over_s: int) -> int:
    reached = [step for step in measure.penalties if over_s > step.over_s]
    return _cents(contract, reached[-1], over_s) if reached else 0


def _cents(contract: Contract, step: PenaltyStep, over_s: int) -> int:
    each = step.amount or round(contract.fee * step.percent / HUNDRED)
    times = -(-(over_s - step.over_s) // step.every_s) if step.every_s else 1
    return each * max(times, 1)


def _capped(contract: Contract, measure: Measure, cents: int) -> int:
    return min(cents, round(contract.fee * measure.cap / HUNDRED)) if measure.cap else cents


def _availability(
    contract: Contract,
    measure: Measure,
    troubles: Sequence[Trouble],
    calendar: Calendar,
    month: Span,
    now: datetime,
) -> Measured:
    until = (month[0], min(month[1], now))
    whole = calendar.elapsed(*month)
    if not whole:
        return nothing(measure, "no_hours")
    values: list[float] = []
    cents, shares = 0, list[Share]()
    for item in measure.items or ("",):
        own = [trouble for trouble in troubles if not item or item in trouble.items]
        down = _down_s(measure, own, calendar, until, now)
        value = HUNDRED * (whole - down) / whole
        values.append(value)
        cents += _price_below(contract, measure, value)
        shares += _down_shares(measure, item, own, calendar, until, now)
    return Measured(
        measure=measure.key,
        value=min(values),
        state="missed" if min(values) < measure.availability else "running" if now < month[1] else "kept",
        cents=_capped(contract, measure, cents),
        shares=tuple(shares),
    )


def _price_below(contract: Contract, measure: Measure, value: float) -> int:
    reached = [step for step in measure.penalties if value < step.below]
    return _cents(contract, reached[-1], 0) if reached else 0


def _down_s(
    measure: Measure, troubles: Iterable[Trouble], calendar: Calendar, month: Span, now: datetime
) -> int:
    """Working seconds in which something was down: what is down twice counts once."""
    parts = sorted(
        part for trouble in troubles for part in _down_parts(measure, trouble, calendar, month, now)
    )
    return sum(calendar.elapsed(*part) for part in united(parts))


def _down_parts(
    measure: Measure, trouble: Trouble, calendar: Calendar, month: Span, now: datetime
) -> Iterator[Span]:
    """A length that somebody states runs from the beginning, in the hours of the calendar; nothing is cut out of it."""
    end, cut = trouble.end or now, _cut(measure, trouble)
    if trouble.lasted_s is not None:
        end, cut = calendar.due(trouble.start, trouble.lasted_s) or month[1], []
    inside = max(trouble.start, month[0]), min(end, month[1])
    if inside[0] < inside[1]:
        yield from _without(inside, cut)


def _down_shares(
    measure: Measure, item: str, troubles: Iterable[Trouble], calendar: Calendar, month: Span, now: datetime
) -> Iterator[Share]:
    for trouble in troubles:
        down = _down_s(measure, (trouble,), calendar, month, now)
        if down:
            yield Share(incident=trouble.incident, item=item, counted_s=down, over_s=0, cents=0)


def _cut(measure: Measure, trouble: Trouble) -> list[Span]:
    return [(part.start, part.end) for part in trouble.excluded if part.reason in measure.exclusions]


def united(parts: Iterable[Span]) -> Iterator[Span]:
    """Stretches in the order of their beginnings, made into stretches that do not overlap."""
    current: Span | None = None
    for start, end in parts:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current is not None:
                yield current
            current = (start, end)
    if current is not None:
        yield current


def _without(span: Span, cut: Iterable[Span]) -> Iterator[Span]:
    """The parts of the span that none of the cuts takes."""
    start, end = span
    for first, last in united(sorted(cut)):
        if first > start:
            yield start, min(first, end)
        start = max(start, last)
        if start >= end:
            return
    if start < end:
        yield start, end
