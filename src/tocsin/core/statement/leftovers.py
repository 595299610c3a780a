"""Leftovers: lines of nothing that we know, incidents that no line means, and which may belong together after all."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from math import log2

from tocsin.core.statement.comparing import NEARLY
from tocsin.core.statement.matches import Matches
from tocsin.core.statement.spans import SLOW_S, clocks_apart, seconds_apart, span_of, span_of_line
from tocsin.core.statement.values import Known, Line, Match, Sureness
from tocsin.core.statement.wholes import Wholes

_DOUBT_UNLISTED = -2.5  # bits from which an incident that no line means may be meant by a line of another
_TOGETHER_S = 120  # between the beginnings of what a room or a site lost at once
_NEAR = timedelta(hours=1)  # between the beginnings of what is left over on both sides
_REFILED = timedelta(days=2, hours=12)  # the same at one place
_SAME_PLACE = 3.0  # bits of a place that is one; of few incidents no place says more than half of them
_SAME_CLOCK_S = 600  # between times of day on two days, besides the file's rounding
_OTHER_NUMBER = -5.0  # bits by which two numbers that differ speak against each other, at least


class Leftovers:
    """What is left over, and what it makes doubtful."""

    def __init__(self, matches: Matches, wholes: Wholes, at_midnight: Collection[int]) -> None:
        """``at_midnight``: the lines that begin or end at midnight of the file's clock; a day's part of an incident does."""
        self._matches, self._wholes, self._at_midnight = matches, wholes, at_midnight
        self._same_place = min(_SAME_PLACE, log2(max(len(matches.known), 2)) - 1)

    def doubt(self) -> None:
        """Ask about the sure lines that may mean an incident which no line means."""
        self._doubt_beside_unlisted()
        self._doubt_lines_of_nothing()

    def unlisted(self) -> Iterator[Match]:
        """Our incidents in the supplier's hands that no line means; asked where a line in doubt may mean them."""
        matches = self._matches
        asked = [match for match in matches.of_line.values() if match.sureness is Sureness.ASKED]
        lines = [matches.lines[number] for match in asked for number in match.lines]
        offered = {rival.incident for match in asked if not match.incidents for rival in match.rivals}
        for incident in self._left():
            doubtful = incident in offered or any(self._may_mean(line, incident) for line in lines)
            sureness = Sureness.ASKED if doubtful else Sureness.SURE
            yield Match(lines=(), incidents=(incident,), sureness=sureness)

    def _left(self) -> list[int]:
        listed = self._matches.listed
        return [
            number for number, known in self._matches.known.items() if known.theirs and number not in listed
        ]

    def _doubt_beside_unlisted(self) -> None:
        """A sure line and an incident beside it that no line means: the supplier left it out, or meant it as well."""
        left = set(self._left())
        for number, match in list(self._matches.of_line.items()):
            if match.sureness is not Sureness.SURE or not match.incidents or len(match.lines) > 1:
                continue
            near = [other for other in self._matches.beside(match) if other in left]
            if parts := [other for other in near if self._may_be_part(match, other)]:
                line = self._matches.lines[number]
                self._matches.ask(number, *(self._matches.candidate(line, other) for other in parts))

    def _may_be_part(self, match: Match, other: int) -> bool:
        """By the times and the place of both; or because it began together with the line's own incident, at a place that
        the line names without its racks."""
        line, own = self._matches.line(match), self._matches.known[match.incidents[0]]
        bits, known = self._matches.candidate(line, other).bits, self._matches.known[other]
        if self._wholes.gain(match, other) > _DOUBT_UNLISTED:
            within = span_of(own)[0] <= known.start and span_of(known)[1] <= span_of(own)[1]
            return not (within and bits.kind < 0)
        together = seconds_apart(known.start, own.start) <= _TOGETHER_S
        return together and bool(line.place) and bits.place == 0

    def _doubt_lines_of_nothing(self) -> None:
        """A line of nothing that we know may be an incident after all, its place wrong, noticed late, and counted
        otherwise; or one filed under another day; or a piece of one."""
        listed = self._matches.incidents(Sureness.SURE, Sureness.SETTLED)
        for number, match in list(self._matches.of_line.items()):
            if match.incidents or match.sureness is not Sureness.SURE:
                continue
            line = self._matches.lines[number]
            near = [
                self._matches.candidate(line, known.incident)
                for known in self._matches.known.values()
                if known.theirs and self._may_be_it(line, known, listed=known.incident in listed)
            ]
            if possible := [candidate for candidate in near if candidate.bits.reference > _OTHER_NUMBER]:
                self._matches.ask(number, *possible)

    def _may_be_it(self, line: Line, known: Known, *, listed: bool) -> bool:
        """Whether a line of nothing may be this incident, which a line surely means already (``listed``) or none does."""
        begin, end = span_of(known)
        if line.start is None or not begin - _REFILED <= line.start <= end + _REFILED:
            return False
        away = abs(line.start - known.start)
        if not listed and away <= _NEAR:
            return True
        place = self._matches.candidate(line, known.incident).bits.place
        inside, refiled = begin <= line.start <= end, not listed and away <= _REFILED
        begins, ends = self._has_its_clock(line, known)
        if place >= self._same_place:
            return inside or refiled or ends or line.number in self._at_midnight
        return not listed and place >= 0 and ends and (begins or inside)

    def _has_its_clock(self, line: Line, known: Known) -> tuple[bool, bool]:
        """Whether it begins, and whether it ends, at the incident's time of day."""
        span, own, slack = span_of_line(line), span_of(known), _SAME_CLOCK_S + self._matches.comparing.grain_s
        if span is None:
            return False, False
        return clocks_apart(span[0], own[0]) <= slack, clocks_apart(span[1], own[1]) <= slack

    def _may_mean(self, line: Line, incident: int) -> bool:
        """Whether a line may mean an incident, alone or with another: it is like it, or lasts over it."""
        bits = self._matches.candidate(line, incident).bits
        span, own = span_of_line(line), span_of(self._matches.known[incident])
        slack = timedelta(seconds=SLOW_S)
        over = span is not None and span[0] - slack <= own[0] and own[1] <= span[1] + slack
        return bits.total > NEARLY or (over and bits.place >= 0)
