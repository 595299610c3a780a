"""Wholes: a line whose times are those of several incidents together. Knows nothing of lines that are pieces."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from tocsin.core.statement.classifying import Lengths
from tocsin.core.statement.matches import Matches, grown, totals
from tocsin.core.statement.spans import SLOW_S, Span, agreement, seconds_apart, span_of, whole
from tocsin.core.statement.values import Line, Match, Sureness

SURE_GAIN = 6.0  # bits by which a whole explains the times better than its best part, and than any other
RARE = 4.5  # bits against: one in some twenty lines is cut or joined
_DOUBT_GAIN = 0.0
_NEVER = float("-inf")


class Wholes:
    """What further incidents the matched lines may stand for."""

    def __init__(self, matches: Matches, lengths: Lengths) -> None:
        self._matches, self._lengths = matches, lengths

    def take(self) -> None:
        """Give each line the incidents that it means as well; what is in doubt is asked."""
        lines = self._matches.of_line
        for number in list(lines):
            self._doubt(number)
        for number in [number for number, match in lines.items() if match.sureness is not Sureness.SETTLED]:
            while self._take_next(number):
                pass

    def gain(self, match: Match, other: int) -> float:
        """How many bits better the line's times are explained with another incident of ours."""
        line = self._matches.line(match)
        if line.start is None or line.day_only:
            return _NEVER
        known, comparing = self._matches.known, self._matches.comparing
        parts, added = [span_of(known[incident]) for incident in match.incidents], span_of(known[other])
        if not self._reaches(line, added):
            return _NEVER
        bits = comparing.candidate(line, other).bits
        better = self._fit(line, whole([*parts, added])) - self._fit(line, whole(parts))
        place = max(bits.place, comparing.likeness(match.incidents[0], other))
        alone = max(0.0, bits.total - match.bits.total) if match.bits else 0.0
        return better + place + max(bits.reference, 0.0) - RARE - alone

    def _take_next(self, number: int) -> bool:
        """Whether the line took a further incident, and may take one more."""
        match = self._matches.of_line[number]
        offers = sorted(self._offers(match), reverse=True) if match.incidents else []
        if not offers:
            return False
        gain, free, other = offers[0]
        if not free:
            if gain >= SURE_GAIN:  # what another line, itself in doubt, may mean
                self._matches.ask(number, self._matches.candidate(self._matches.lines[number], other))
            return False
        margin = gain - (offers[1][0] if len(offers) > 1 else 0.0)
        sure = margin >= SURE_GAIN and _leads(match, other)
        self._matches.of_line[number] = grown(match, margin, sure=sure, incidents=(*match.incidents, other))
        return sure

    def _offers(self, match: Match) -> Iterator[tuple[float, bool, int]]:
        """Incidents that the line may stand for as well: the gain, and whether no other line may mean it."""
        sure = self._matches.incidents(Sureness.SURE, Sureness.SETTLED)
        doubtful = self._matches.incidents(Sureness.ASKED)
        for other in self._matches.beside(match):
            if other not in sure and (gain := self.gain(match, other)) > _DOUBT_GAIN:
                yield gain, other not in doubtful, other

    def _doubt(self, number: int) -> None:
        """Ask about a line that two incidents explain about as well as the one that it is matched with."""
        match = self._matches.of_line[number]
        if match.bits is None or match.sureness is not Sureness.SURE:
            return
        sure = self._matches.incidents(Sureness.SURE, Sureness.SETTLED)
        for rival in match.rivals:
            if rival.incident in sure:
                continue
            instead = replace(match, incidents=(rival.incident,), bits=rival.bits)
            gains = [gain for gain, _, other in self._offers(instead) if other not in match.incidents]
            if gains and rival.bits.total + max(gains) > match.bits.total - SURE_GAIN:
                self._matches.ask(number)

    def _reaches(self, line: Line, part: Span) -> bool:
        """Whether a line with both ends lasts over a part of that time, as late as it may have been noticed."""
        slack = timedelta(seconds=2 * SLOW_S + self._matches.comparing.grain_s)
        return line.start is None or line.end is None or (
            part[0] <= line.end + slack and line.start <= part[1] + slack
        )  # fmt: skip

    def _fit(self, line: Line, span: Span) -> float:
        """How well the line's times are those of the span, in bits: the beginning, and the end or how long it lasted."""
        assert line.start is not None
        comparing = self._matches.comparing
        grain_s, length_grain_s = comparing.grain_s, comparing.length_grain_s
        ends = [agreement(seconds_apart(line.end, span[1]), grain_s=grain_s)] if line.end is not None else []
        if lasted := line.duration_s or line.counted_s:
            ends += [agreement(lasted - way, grain_s=length_grain_s) for way in self._lengths(*span)]
        return agreement(seconds_apart(line.start, span[0]), grain_s=grain_s) + max(ends, default=0.0)


def _leads(match: Match, other: int) -> bool:
    """Whether no third incident could stand where the line's own does."""
    rivals = totals(match.rivals, but=other)
    if match.sureness is Sureness.SURE or match.bits is None or not rivals:
        return True
    return match.bits.total - max(rivals) >= SURE_GAIN
