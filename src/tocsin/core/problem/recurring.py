"""Recurring: which item, place, kind or application comes up more often than its own past explains.

A key's share of all incidents of a window is compared with its share before the window: busy Mondays, holidays and growth
concern all keys alike and cancel out. Source: exceedance as in epidemic surveillance (Farrington 1996, Noufaily 2013).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tocsin.core.problem.chance import at_least, discoveries
from tocsin.core.problem.regular import regular
from tocsin.core.problem.values import Family, Occurrence, Recurrence

WINDOWS = (1, 7, 30, 90, 365)  # days
LEAST = 3  # incidents: two are no series
FALSE_RATE = 0.2  # at most, of what a family finds on a day; measured: far less (docs/rules/recurrence.md)
_PAST = 2_000  # incidents of the past that count at most: what is long ago binds less
_PRIOR = 0.1  # incidents that a key had before all records


def recurrences(occurrences: Sequence[Occurrence], day: date) -> list[Recurrence]:
    """What recurs in the windows that end with this day (in the zone of the occurrences), the least likely first.

    One recurrence a key: of its windows the one that is the least likely; else its regular intervals.
    """
    known = [occurrence for occurrence in occurrences if occurrence.at.date() <= day]
    found = [recurrence for family in Family for recurrence in _of_family(family, known, day)]
    listed = {(recurrence.family, recurrence.key) for recurrence in found}
    found += [each for each in regular(known, day) if (each.family, each.key) not in listed]
    return sorted(found, key=lambda recurrence: (recurrence.p, recurrence.family, recurrence.key))


def _of_family(family: Family, known: Sequence[Occurrence], day: date) -> list[Recurrence]:
    listed = [occurrence for occurrence in known if occurrence.keys.get(family)]
    keys = {key for occurrence in listed for key in occurrence.keys[family]}
    candidates = {
        (recurrence.key, recurrence.days): recurrence
        for days in WINDOWS
        for recurrence in _of_window(family, listed, day, days)
    }
    chances = {at: recurrence.p for at, recurrence in candidates.items()}
    best: dict[str, Recurrence] = {}
    for key, days in discoveries(chances, FALSE_RATE, len(keys) * len(WINDOWS)):
        best.setdefault(key, candidates[key, days])
    return list(best.values())


def _of_window(family: Family, listed: Sequence[Occurrence], day: date, days: int) -> Iterator[Recurrence]:
    start = day - timedelta(days=days - 1)
    past = Counter(key for each in listed if each.at.date() < start for key in each.keys[family])
    before = sum(each.at.date() < start for each in listed)
    if not before:
        return  # nothing to compare with
    inside: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in listed:
        if occurrence.at.date() >= start:
            for key in occurrence.keys[family]:
                inside[key].append(occurrence)
    total, weight = len(listed) - before, min(1.0, _PAST / before)
    for key, members in inside.items():
        alpha = past[key] * weight + _PRIOR
        beta = (before - past[key]) * weight + _PRIOR
        expected = total * alpha / (alpha + beta)
        if len(members) >= LEAST and len(members) > expected:
            yield Recurrence(
                family=family,
                key=key,
                day=day,
                days=days,
                count=len(members),
                total=total,
                expected=expected,
                p=at_least(len(members), total, alpha, beta),
                incidents=tuple(member.incident for member in members),
                down_s=sum(member.down_s for member in members),
            )
