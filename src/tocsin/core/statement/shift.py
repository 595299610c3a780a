"""Shift: in which zone, and how far off, the clock of a supplier's file runs; found from its lines and our incidents."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tocsin.core.statement.places import Places
from tocsin.core.statement.references import References
from tocsin.core.statement.values import Known, Line, Shift

_ELSEWHERE = ("UTC", "America/New_York")  # never changes its clocks; changes them on other days than Europe
_FARTHEST_S = 15 * 3600
_STEP_S = 60
_ENOUGH = 5  # lines whose reference is known: nothing else is asked then
_AT_HOME_S = 600  # a clock so near to its zone is right
_BETTER = 1.02  # an odd clock must explain so many more lines than the usual one


def shift_of(
    lines: Sequence[Line],
    known: Sequence[Known],
    zones: Iterable[str],
    *,
    grain_s: int,
    references: References,
    places: Places,
) -> Shift:
    """The clock under which most lines begin when an incident that they may mean began.

    ``zones`` are those in which the supplier would write, the likeliest first; others are tried after them.
    """
    written = [line for line in lines if line.start and not line.absolute and not line.day_only]
    days = any(line.day_only for line in lines)
    order = list(dict.fromkeys([*zones, *_ELSEWHERE]))
    if not written and not days:
        return Shift(zone="UTC")  # every line names its own zone
    anchors = _anchors(written, known, references, places)
    if not anchors:
        return Shift(zone=order[0])
    near = max(grain_s, 120)
    found = [_best(anchors, zone, near) for zone in order]
    most = max(shift.support for shift in found)
    usual = [shift for shift in found if shift.support * _BETTER >= most]
    return min(usual, key=lambda shift: (abs(shift.offset_s) > _AT_HOME_S, order.index(shift.zone)))


def at_instants(lines: Iterable[Line], shift: Shift) -> Iterator[Line]:
    """The lines with their times as instants."""
    for line in lines:
        if line.absolute:
            yield line
            continue
        start = instant(line.start, shift) if line.start else None
        end = instant(line.end, shift) if line.end else None
        yield replace(line, start=start, end=end)


def cut_at_midnight(line: Line, shift: Shift, *, grain_s: int) -> bool:
    """Whether a line, its times instants, begins or ends at midnight of the file's clock, right or as far off as it is."""
    slack = timedelta(seconds=grain_s + _STEP_S)
    if line.day_only:
        return False
    times = [at for at in (line.start, line.end) if at is not None]
    shown = [at + timedelta(seconds=off_s) for at in times for off_s in (0, shift.offset_s)]
    return any(_from_midnight(at.astimezone(ZoneInfo(shift.zone))) <= slack for at in shown)


def _from_midnight(local: datetime) -> timedelta:
    """How far the nearest midnight is away."""
    nearest = (local + timedelta(hours=12)).replace(hour=0, minute=0, second=0, microsecond=0)
    return abs(local - nearest)


def instant(written: datetime, shift: Shift) -> datetime:
    """The instant of a time as it is written."""
    return _in_zone(written, shift.zone) - timedelta(seconds=shift.offset_s)


def _in_zone(written: datetime, zone: str) -> datetime:
    return written.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


Anchor = tuple[datetime, tuple[datetime, ...]]  # a beginning as written, and the beginnings that it may be


def _anchors(
    lines: Sequence[Line], known: Sequence[Known], references: References, places: Places
) -> list[Anchor]:
    """By reference where enough lines have one that we know, else by place, else by time alone."""
    starts = {incident.incident: incident.start for incident in known}
    by_reference = list(
        _meant(lines, starts, {line.number: references.known(line.reference) for line in lines})
    )
    if len(by_reference) >= _ENOUGH:
        return by_reference
    by_place = list(
        _meant(lines, starts, {line.number: places.known(f"{line.place} {line.words}") for line in lines})
    )
    if len(by_place) >= _ENOUGH:
        return by_reference + by_place
    everything = tuple(starts)
    return by_reference + list(
        _meant(lines, starts, dict.fromkeys((line.number for line in lines), everything))
    )


def _meant(
    lines: Iterable[Line], starts: Mapping[int, datetime], incidents: Mapping[int, Iterable[int]]
) -> Iterator[Anchor]:
    ordered = sorted(starts, key=lambda incident: starts[incident])
    instants = [starts[incident] for incident in ordered]
    reach = timedelta(seconds=_FARTHEST_S)
    for line in lines:
        assert line.start is not None
        near = set(
            ordered[bisect_left(instants, line.start - reach) : bisect_right(instants, line.start + reach)]
        )
        meant = tuple(starts[incident] for incident in incidents[line.number] if incident in near)
        if meant:
            yield line.start, meant


def _best(anchors: Sequence[Anchor], zone: str, near: int) -> Shift:
    """The offset at which most beginnings lie within ``near`` seconds; each line counts once."""
    votes: dict[int, set[int]] = defaultdict(set)
    differences: list[tuple[int, ...]] = []
    for number, (written, meant) in enumerate(anchors):
        at = _in_zone(written, zone)
        differences.append(tuple(int((at - start).total_seconds()) for start in meant))
        for difference in differences[-1]:
            votes[difference // _STEP_S].add(number)
    spread = max(1, near // _STEP_S)
    sums: Counter[int] = Counter()
    for step, numbers in votes.items():
        for beside in range(step - spread, step + spread + 1):
            sums[beside] += len(numbers)
    centre = max(sums, key=lambda step: (sums[step], -abs(step))) * _STEP_S + _STEP_S // 2
    close = [min(found, key=lambda difference: abs(difference - centre)) for found in differences]
    agreeing = [difference for difference in close if abs(difference - centre) <= near + _STEP_S]
    offset = round(median(agreeing)) if agreeing else 0
    return Shift(zone=zone, offset_s=offset, support=len(agreeing), anchors=len(anchors))
