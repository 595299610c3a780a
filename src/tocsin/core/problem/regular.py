"""Regular: which cause, kind at a place, or wording comes back at intervals too even for chance. Knows no share.

A trouble that has come every other week since records began is no surprise beside its own past: there its intervals tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from tocsin.core.problem.chance import discoveries, evenness
from tocsin.core.problem.values import Family, Occurrence, Recurrence

FAMILIES = (Family.ITEM, Family.PAIR, Family.WORDING)
LEAST = 8  # incidents apart from each other: seven intervals
SPAN = timedelta(days=365)
FALSE_RATE = 0.05  # at most, of what a family finds on a day
_EPISODE = timedelta(hours=12)  # what follows sooner is the same trouble still
_OVERDUE = 2.0  # times the mean interval: it has stopped


def regular(occurrences: Sequence[Occurrence], day: date) -> list[Recurrence]:
    """What comes back regularly in the year that ends with this day and goes on still, the least likely first."""
    first = day - SPAN
    known = [each for each in occurrences if first < each.at.date() <= day]
    found = [recurrence for family in FAMILIES for recurrence in _of_family(family, known, day)]
    return sorted(found, key=lambda recurrence: (recurrence.p, recurrence.family, recurrence.key))


def _of_family(family: Family, known: Sequence[Occurrence], day: date) -> Iterator[Recurrence]:
    series: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in known:
        for key in occurrence.keys.get(family, ()):
            series[key].append(occurrence)
    begun = {key: episodes for key, members in series.items() if len(episodes := _episodes(members)) >= LEAST}
    chances = {key: _chance(episodes) for key, episodes in begun.items()}
    for key in discoveries(chances, FALSE_RATE, len(begun)):
        if _goes_on(begun[key], day):
            yield _recurrence(family, key, series[key], begun[key], chances[key], known, day)


def _episodes(members: Sequence[Occurrence]) -> list[Occurrence]:
    """The first of each run of incidents that follow each other closely."""
    found = list(members[:1])
    for each in members[1:]:
        if each.at - found[-1].at > _EPISODE:
            found.append(each)
    return found


def _chance(episodes: Sequence[Occurrence]) -> float:
    gaps = [later.at - earlier.at - _EPISODE for earlier, later in pairwise(episodes)]
    return evenness([gap.total_seconds() for gap in gaps])


def _goes_on(episodes: Sequence[Occurrence], day: date) -> bool:
    return (day - episodes[-1].at.date()) <= _OVERDUE * _mean_gap(episodes)


def _mean_gap(episodes: Sequence[Occurrence]) -> timedelta:
    return (episodes[-1].at - episodes[0].at) / (len(episodes) - 1)


def _recurrence(
    family: Family,
    key: str,
    members: Sequence[Occurrence],
    episodes: Sequence[Occurrence],
    p: float,
    known: Sequence[Occurrence],
    day: date,
) -> Recurrence:
    days = (day - members[0].at.date()).days + 1
    return Recurrence(
        family=family,
        key=key,
        day=day,
        days=days,
        count=len(members),
        total=sum(each.at >= members[0].at for each in known),
        expected=float(len(members)),
        p=p,
        incidents=tuple(member.incident for member in members),
        down_s=sum(member.down_s for member in members),
        every_s=round(_mean_gap(episodes).total_seconds()),
    )
