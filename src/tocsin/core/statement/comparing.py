"""Comparing: how strongly a line and an incident speak for being the same trouble, trait by trait, in bits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from math import exp, log2

from tocsin.core.statement.kinds import Kinds
from tocsin.core.statement.places import Places
from tocsin.core.statement.references import References
from tocsin.core.statement.spans import DAY_S, MONTH_S, PROMPT_S, SLOW_S
from tocsin.core.statement.values import Bits, Candidate, Known, Line

NEARLY = -4.0  # bits from which a line that matches nothing may still mean an incident
_SLIPS_S = (3600, 12 * 3600, 24 * 3600)  # an hour of summer time, half a day, a day
# What is wrong with the times of lines that mean an incident: nothing, noticed late, one of the slips, all of it.
_PROMPT, _SLOW, _SLIP, _LOST = 0.78, 0.17, 0.03, 0.02
_NEAR_S = 7200
_NEAR_TWIN_S = 600
_BESIDE_SLIP_S = 1800
# Of the lengths of lines that mean an incident: right but for rounding, about right, anything else (bits).
_SAME, _ABOUT, _OTHER_LENGTH = 0.55, 0.25, -3.0
_EXACT_S, _ABOUT_S = 45, 240
_QUARTER = 0.25  # of a length: how far around it others are counted
_OTHER_DAY, _OTHER_DAY_S = (
    0.03,
    6 * 3600,
)  # of lines that only say a day, near midnight by a clock that we do not know
_MEANS_ONE = 3.0  # bits: of eight lines and more, one is of nothing that we know
_UNLIKELY_OURS = 3.0  # bits against an incident that the supplier does not answer for
_MOST_BY_PLACE = 20  # incidents to look at for a line that has no time


class Comparing:
    """Our incidents, ready to be compared with lines whose times are instants. ``grain_s``, ``length_grain_s``: as the
    file's times and its lengths are rounded."""

    def __init__(
        self,
        known: Sequence[Known],
        references: References,
        places: Places,
        kinds: Kinds,
        *,
        grain_s: int,
        length_grain_s: int = 60,
    ) -> None:
        self._references, self._places, self._kinds = references, places, kinds
        self.grain_s, self.length_grain_s = grain_s, length_grain_s
        self._known = {incident.incident: incident for incident in known}
        self._ordered = sorted(known, key=lambda incident: incident.start)
        self._starts = [incident.start for incident in self._ordered]
        self._lengths = sorted(length for incident in known for length in set(incident.lasted_s))
        self._prior = _MEANS_ONE - log2(max(len(known), 1))

    def taught(self, pairs: Iterable[tuple[str, int]]) -> "Comparing":
        """The same, with what the words of these lines say of the incidents that they surely mean."""
        own = self._known.values()
        learned = Kinds(
            ((words, self._known[incident].kind) for words, incident in pairs),
            (incident.kind for incident in own),
        )
        return Comparing(
            tuple(own), self._references, self._places, learned,
            grain_s=self.grain_s, length_grain_s=self.length_grain_s,
        )  # fmt: skip

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
        if line.day_only:
            return found | set(self._between(line, -_OTHER_DAY_S, DAY_S + _OTHER_DAY_S))
        for away, reach in ((0, _NEAR_S), *((slip, _BESIDE_SLIP_S) for slip in _SLIPS_S[1:])):
            for seconds in {away, -away}:
                found |= set(self._between(line, seconds - reach, seconds + reach))
        return found

    def _between(self, line: Line, first: int, last: int) -> Iterator[int]:
        assert line.start is not None
        low = bisect_left(self._starts, line.start + timedelta(seconds=first))
        high = bisect_right(self._starts, line.start + timedelta(seconds=last))
        return (incident.incident for incident in self._ordered[low:high])

    def is_alone(self, line: Line) -> bool:
        """Whether at most one incident began about when the line says, wherever it was."""
        near = max(_NEAR_TWIN_S, self.grain_s)
        return len(list(self._between(line, -near, near))) < 2

    def _time(self, line: Line, known: Known) -> float:
        if line.start is None:
            return 0.0
        away = (line.start - known.start).total_seconds()
        if line.day_only:
            inside = -DAY_S <= away <= 0
            return log2(MONTH_S / DAY_S if inside else MONTH_S * _OTHER_DAY / (2 * _OTHER_DAY_S))
        usual = max(PROMPT_S, self.grain_s / 2)
        slips = [slip * sign for slip in _SLIPS_S for sign in (1, -1)]
        density = (
            _PROMPT * _falling(away, usual) + _SLOW * _falling(away, max(SLOW_S, usual)) + _LOST / MONTH_S
        )
        density += sum(_SLIP / len(slips) * _falling(away - slip, usual) for slip in slips)
        return log2(density * MONTH_S)

    def likeness(self, incident: int, other: int) -> float:
        """What the place of one incident, with or without its own name, says for another being at the same place."""
        places = self._known[incident].places
        return max(self._places.bits(" | ".join(named), other) for named in (places, places[1:] or places))

    def _duration(self, line: Line, known: Known) -> float:
        """By the length that the line gives, and by the time between its beginning and its end. They agree, if
        they agree; where the one speaks for the incident and the other against it, they weigh each other out."""
        given = line.counted_s if line.duration_s is None else line.duration_s
        if given == 0 and line.end:  # outside the hours that they count
            given = None
        between = int((line.end - line.start).total_seconds()) if line.start and line.end else None
        by_given = (
            0.0 if given is None else self._length(given, known, max(_EXACT_S, self.length_grain_s / 2))
        )
        by_times = 0.0
        if between is not None:
            ends_s = abs((line.end - known.end).total_seconds()) if line.end and known.end else None
            by_times = self._length(between, known, max(_EXACT_S, self.grain_s / 2), ends_s)
        if by_given * by_times < 0:
            return (by_given + by_times) / 2
        return max(by_given, by_times, key=abs)

    def _length(self, lasted: int, known: Known, exact: float, ends_s: float | None = None) -> float:
        """Bits of a length: how near it is, and how few of ours lasted about as long. A rare length says more.

        ``ends_s``: how far the ends differ; a beginning that was noticed late leaves them together."""
        if not known.lasted_s:
            return 0.0
        apart: list[float] = [abs(lasted - length) for length in known.lasted_s]
        differs = min(apart if ends_s is None else [*apart, ends_s])
        likely = _SAME * _falling(differs, exact) + _ABOUT * _falling(differs, max(_ABOUT_S, exact))
        reach = max(_ABOUT_S, exact, lasted * _QUARTER)
        alike = bisect_right(self._lengths, lasted + reach) - bisect_left(self._lengths, lasted - reach)
        usual = max(alike, 1) / (2 * reach * max(len(self._lengths), 1))
        return max(_OTHER_LENGTH, min(log2(len(self._known) + 1), log2(likely / usual + 2**_OTHER_LENGTH)))


def _falling(away: float, scale: float) -> float:
    """The density of a difference (two-sided exponential), a second."""
    return exp(-abs(away) / scale) / (2 * scale)
