"""Pieces: lines that together are one incident, as a supplier cuts them at midnight or from ticket to ticket."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import log2

from tocsin.core.statement.comparing import Comparing
from tocsin.core.statement.kinds import form
from tocsin.core.statement.matches import Matches, grown
from tocsin.core.statement.references import same_ticket
from tocsin.core.statement.spans import (
    MONTH_S,
    PROMPT_S,
    SLOW_S,
    Span,
    agreement,
    seconds_apart,
    span_of,
    span_of_line,
)
from tocsin.core.statement.values import Known, Line, Match, Sureness
from tocsin.core.statement.wholes import RARE

_SURE_PIECE = 9.0  # bits by which a further line is a piece; it may as well be of nothing that we know
_DOUBT_GAIN = 0.0
_AGAINST_REFERENCE = -3.0  # at most: a second line has a number of its own
_SEAMS = 4  # of a seam's slack, at least, lasts what is cut: anything follows anything within minutes
_SEAM_S = 300  # between the end of one piece and the beginning of the next, besides the file's rounding


class Chains:
    """Lines that follow each other under one number, or in the same words at one place, and that begin and end together
    as one incident of ours did, while no other of ours began there where they meet."""

    def __init__(self, lines: Sequence[Line], known: Sequence[Known], comparing: Comparing) -> None:
        self._known, self._comparing = known, comparing
        self._slack_s = _SEAM_S + comparing.grain_s
        self._spans = {
            line.number: span for line in lines if not line.day_only and (span := span_of_line(line))
        }
        timed = [line for line in lines if line.number in self._spans]
        self._lines = sorted(timed, key=lambda line: self._spans[line.number])
        self._starts = [self._spans[line.number][0] for line in self._lines]

    def found(self) -> list[tuple[Line, ...]]:
        """The chains; none of lines that two incidents would explain."""
        chains = [chain for incident in self._known if incident.theirs and (chain := self._of(incident))]
        used = Counter(line.number for chain in chains for line in chain)
        return [chain for chain in chains if all(used[line.number] == 1 for line in chain)]

    def _of(self, known: Known) -> tuple[Line, ...]:
        """The pieces of one incident; empty: it has none, or may have others as well."""
        begin, end = span_of(known)
        if (end - begin).total_seconds() < _SEAMS * self._slack_s:
            return ()
        firsts = [line for line in self._beginning_at(begin) if self._is_there(line, known)]
        chains = [chain for first in firsts for chain in self._followed((first,), known, end)]
        return chains[0] if len(chains) == 1 else ()

    def _followed(self, chain: tuple[Line, ...], known: Known, end: datetime) -> Iterator[tuple[Line, ...]]:
        last = self._spans[chain[-1].number][1]
        if self._meet(last, end):
            if len(chain) > 1 and _last_no_longer(chain, known, self._comparing.length_grain_s):
                yield chain
            return
        for line in self._beginning_at(last) if last < end else ():
            if self._goes_on(chain, line, known):
                yield from self._followed((*chain, line), known, end)

    def _goes_on(self, chain: tuple[Line, ...], line: Line, known: Known) -> bool:
        last = self._spans[chain[-1].number][1]
        later = self._spans[line.number][1] > last + timedelta(seconds=PROMPT_S)
        there = later and _may_follow(chain[-1], line) and self._is_there(line, known)
        return there and self._is_none_of_its_own(line, known)

    def _beginning_at(self, at: datetime) -> Sequence[Line]:
        slack = timedelta(seconds=self._slack_s)
        return self._lines[bisect_left(self._starts, at - slack) : bisect_right(self._starts, at + slack)]

    def _is_there(self, line: Line, known: Known) -> bool:
        """Whether its number or its place is the incident's, neither is another's, and no other began and ended with it."""
        bits = self._comparing.candidate(line, known.incident).bits
        there = min(bits.reference, bits.place) >= 0 and max(bits.reference, bits.place) > 0
        return there and not any(self._is_whole(line, other) for other in self._known)

    def _is_whole(self, line: Line, known: Known) -> bool:
        return all(
            self._meet(at, own) for at, own in zip(self._spans[line.number], span_of(known), strict=True)
        )

    def _is_none_of_its_own(self, line: Line, known: Known) -> bool:
        """Whether no other incident began there when the line does."""
        begin = self._spans[line.number][0]
        return not any(
            self._comparing.candidate(line, other.incident).bits.place >= 0
            for other in self._known
            if other is not known and self._meet(other.start, begin)
        )

    def _meet(self, at: datetime, other: datetime) -> bool:
        return seconds_apart(at, other) <= self._slack_s


def _may_follow(before: Line, line: Line) -> bool:
    """Whether both say one number, or one place in the same words."""
    if before.reference and line.reference:
        return same_ticket(before.reference, line.reference)
    alike = before.place == line.place or not (before.place and line.place)
    return alike and form(before.words) == form(line.words)


def _last_no_longer(pieces: Sequence[Line], known: Known, grain_s: int) -> bool:
    """Whether they last no longer together, by what they say, than the incident did; ``grain_s``: as lengths are rounded."""
    begin, end = span_of(known)
    slack_s = len(pieces) * max(PROMPT_S, grain_s)
    return sum(line.duration_s or 0 for line in pieces) <= (end - begin).total_seconds() + slack_s


class Pieces:
    """What lines that are left over may be pieces of."""

    def __init__(self, matches: Matches) -> None:
        self._matches = matches

    def join(self) -> None:
        """Add to each match the lines that are further pieces of its incident; what is in doubt is asked."""
        of_line = self._matches.of_line
        for number in [number for number, match in of_line.items() if _is_loose(match)]:
            self._join(number)

    def _join(self, number: int) -> None:
        of_line, line = self._matches.of_line, self._matches.lines[number]
        gains = ((self._gain(match, line), -other) for other, match in of_line.items() if other != number)
        offers = sorted((offer for offer in gains if offer[0] > _DOUBT_GAIN), reverse=True)
        if not offers:
            return
        gain, other = offers[0]
        margin = gain - (offers[1][0] if len(offers) > 1 else 0.0)
        match = of_line[-other]
        pieces = [self._matches.lines[piece] for piece in match.lines]
        known, grain_s = self._matches.known[match.incidents[0]], self._matches.comparing.length_grain_s
        apart = all(self._is_apart(line, piece) for piece in pieces)
        fits = apart and _last_no_longer([*pieces, line], known, grain_s)
        if margin >= _SURE_PIECE and match.sureness is Sureness.SURE and fits:
            del of_line[number]
            of_line[-other] = grown(match, margin, sure=True, lines=(*match.lines, number))
        else:
            self._matches.ask(number, self._matches.candidate(line, match.incidents[0]))

    def _is_apart(self, line: Line, piece: Line) -> bool:
        """Whether both can be pieces of one trouble: these follow each other; what overlaps is a copy, or another's."""
        span, other = span_of_line(line), span_of_line(piece)
        if span is None or other is None:
            return True
        overlap = min(span[1], other[1]) - max(span[0], other[0])
        allowed = max(PROMPT_S, self._matches.comparing.grain_s)
        return overlap.total_seconds() <= allowed and span != other

    def _gain(self, match: Match, line: Line) -> float:
        """How many bits better the match explains its incident with this line."""
        if line.start is None or len(match.incidents) != 1:
            return 0.0
        incident = match.incidents[0]
        own = span_of(self._matches.known[incident])
        if not own[0] <= line.start <= own[1] + timedelta(seconds=SLOW_S):
            return 0.0
        bits = self._matches.candidate(line, incident).bits
        times = self._gain_of_times(own, [self._matches.lines[number] for number in match.lines], line)
        return bits.prior + times + bits.place + max(bits.reference, _AGAINST_REFERENCE) - RARE

    def _gain_of_times(self, own: Span, pieces: Sequence[Line], line: Line) -> float:
        """That it begins where the pieces before it end, and ends with the whole, which they then need not."""
        spans, span = [piece for each in pieces if (piece := span_of_line(each))], span_of_line(line)
        if not spans or span is None:
            return log2(MONTH_S / max((own[1] - own[0]).total_seconds(), 60))  # it begins inside
        return max(self._follows(spans, span, own), self._precedes(spans, span, own))

    def _follows(self, pieces: Sequence[Span], span: Span, own: Span) -> float:
        last = max(end for _, end in pieces)
        return self._near(span[0], last) + self._near(span[1], own[1]) - self._near(last, own[1])

    def _precedes(self, pieces: Sequence[Span], span: Span, own: Span) -> float:
        first = min(start for start, _ in pieces)
        return self._near(span[1], first) + self._near(span[0], own[0]) - self._near(first, own[0])

    def _near(self, at: datetime, other: datetime) -> float:
        return agreement(seconds_apart(at, other), grain_s=self._matches.comparing.grain_s)


def _is_loose(match: Match) -> bool:
    return match.sureness is Sureness.ASKED or (not match.incidents and match.sureness is Sureness.SURE)
