"""Comparing: how strongly a line and an incident speak for being the same trouble, trait by trait, in bits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from math import exp, log2

from tocsin.core.statement.kinds import Kinds
from tocsin.core.statement.places import Places
from tocsin.core.statement.references import References
from tocsin.core.statement.values import Bits, Candidate, Known, Line

MONTH_S = 30 * 86_400  # over which a line that means nothing of ours may fall anywhere
_PROMPT_S = 90  # how far two clocks of one trouble usually differ, at least
_SLOW_S = 1200  # where one side noticed late
_SLIPS_S = (3600, 12 * 3600, 24 * 3600)  # an hour of summer time, half a day, a day
# What is wrong with the times of lines that mean an incident: nothing, noticed late, one of the slips, all of it.
_PROMPT, _SLOW, _SLIP, _LOST = 0.78, 0.17, 0.03, 0.02
_NEAR_S = 7200
_BESIDE_SLIP_S = 1800
_SAME_LENGTH, _OTHER_LENGTH = 0.75, 0.12  # of matching lines: it agrees, it differs by more than a quarter
_QUARTER = 0.25
_UNLIKELY_OURS = 3.0  # bits against an incident that the supplier does not answer for
_MOST_BY_PLACE = 20  # incidents to look at for a line that has no time


class Comparing:
    """Our incidents, ready to be compared with lines whose times are instants. ``grain_s``: as the file's are rounded."""

    def __init__(
        self, known: Sequence[Known], references: References, places: Places, kinds: Kinds, *, grain_s: int
    ) -> None:
        self._references, self._places, self._kinds = references, places, kinds
        self.grain_s = grain_s
        self._known = {incident.incident: incident for incident in known}
        self._ordered = sorted(known, key=lambda incident: incident.start)
        self._starts = [incident.start for incident in self._ordered]
        self._lengths = sorted(length for incident in known for length in set(incident.lasted_s))
        self._prior = -log2(max(len(known), 1))

    def candidates(self, line: Line) -> list[Candidate]:
        """The incidents that the line may mean, the likeliest first."""
        found = (self.candidate(line, incident) for incident in self._looked_at(line))
        return sorted(found, key=lambda candidate: (-candidate.bits.total, candidate.incident))

    def candidate(self, line: Line, incident: int) -> Candidate:
        """One incident beside the line."""
        known = self._known[incident]
        return Candidate(
            incident=incident,
            bits=Bits(
                prior=self._prior - (0.0 if known.theirs else _UNLIKELY_OURS),
                reference=self._references.bits(line.reference, incident),
                time=self._time(line, known),
                place=self._places.bits(f"{line.place} | {line.words}", incident),
                duration=self._duration(line, known),
                kind=self._kinds.bits(line.words, known.kind),
            ),
        )

    def _looked_at(self, line: Line) -> set[int]:
        """By reference, by time with its usual slips; a line without a time by its place."""
        found = set(self._references.known(line.reference))
        if line.start is None:
            at_place = self._places.known(f"{line.place} | {line.words}")
            return found | (set(at_place) if len(at_place) <= _MOST_BY_PLACE else set())
        for away, reach in ((0, _NEAR_S), *((slip, _BESIDE_SLIP_S) for slip in _SLIPS_S[1:])):
            for seconds in {away, -away}:
                found |= set(self._between(line, seconds - reach, seconds + reach))
        return found

    def _between(self, line: Line, first: int, last: int) -> Iterator[int]:
        assert line.start is not None
        low = bisect_left(self._starts, line.start + timedelta(seconds=first))
        high = bisect_right(self._starts, line.start + timedelta(seconds=last))
        return (incident.incident for incident in self._ordered[low:high])

    def _time(self, line: Line, known: Known) -> float:
        if line.start is None:
            return 0.0
        away = (line.start - known.start).total_seconds()
        usual = max(_PROMPT_S, self.grain_s / 2)
        slips = [slip * sign for slip in _SLIPS_S for sign in (1, -1)]
        density = _PROMPT * _falling(away, usual) + _SLOW * _falling(away, max(_SLOW_S, usual)) + _LOST / MONTH_S
        density += sum(_SLIP / len(slips) * _falling(away - slip, usual) for slip in slips)
        return log2(density * MONTH_S)

    def _duration(self, line: Line, known: Known) -> float:
        """How long it lasted, against how many of ours lasted about as long: three hours say more than five minutes."""
        lasted = line.counted_s if line.lasted_s is None else line.lasted_s
        if lasted is None or not known.lasted_s:
            return 0.0
        differs = min(abs(lasted - length) for length in known.lasted_s)
        tolerance = self.tolerance_s
        if differs <= tolerance:
            alike = bisect_right(self._lengths, lasted + tolerance) - bisect_left(self._lengths, lasted - tolerance)
            by_closeness = log2(_closeness(differs, tolerance))
            return max(0.0, log2(_SAME_LENGTH * len(self._lengths) / max(alike, 1))) + by_closeness
        if differs <= _QUARTER * max(lasted, *known.lasted_s):
            return 0.0
        return log2(_OTHER_LENGTH)

    @property
    def tolerance_s(self) -> int:
        """How far two lengths of one trouble may differ by rounding and by how promptly each side noticed."""
        return max(120, self.grain_s)


def _falling(away: float, scale: float) -> float:
    """The density of a difference (two-sided exponential), a second."""
    return exp(-abs(away) / scale) / (2 * scale)


def _closeness(differs: float, tolerance: float) -> float:
    """From 1.3 for the same length to 0.7 at the edge of what is taken for the same."""
    return 1.3 - 0.6 * differs / tolerance


def by_incident(candidates: Iterable[Candidate]) -> dict[int, Candidate]:
    """The candidates by their incident."""
    return {candidate.incident: candidate for candidate in candidates}
