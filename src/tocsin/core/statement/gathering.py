"""Gathering: one line that stands for several incidents, several lines of one incident, and what is left on both sides."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from math import exp, log2

from msgspec.structs import replace

from tocsin.core.statement.classifying import Lengths
from tocsin.core.statement.comparing import MONTH_S, Comparing
from tocsin.core.statement.values import Candidate, Known, Line, Match, Sureness

SURE_GAIN = 6.0  # bits by which a whole explains the times better than its best part, and than any other
_SURE_PIECE = 9.0  # the same for a further line, which may as well be of nothing that we know
_DOUBT_GAIN = 0.0
_DOUBT_UNLISTED = -2.5  # the same where no line means the other part: left out, or meant by this line as well
NEARLY = -4.0  # bits from which a line that matches nothing may still mean an incident
_NEVER = float("-inf")
_RARE = 4.5  # bits against: one in some twenty lines is cut or joined
_AGAINST_REFERENCE = -3.0  # at most: a second line, or a second incident, has a number of its own
_PROMPT_S, _SLOW_S = 90, 1200
_TOGETHER_S = 120  # between the beginnings of what a room or a site lost at once
_REACH = timedelta(hours=12)  # between two pieces of one trouble
_LEFTOVER = timedelta(hours=1)  # between the beginnings of what is left over on both sides
_REFILED, _SAME_PLACE = timedelta(days=2, hours=12), 3.0  # the same at one place, from so many bits on
_OTHER_NUMBER = -5.0  # bits by which two numbers that differ speak against each other, at least
_ENDLESS = timedelta(days=1)  # what still lasts is looked at so far

Span = tuple[datetime, datetime]


class Gathering:
    """The matches of one to one, and what can be made of those that are left."""

    def __init__(
        self, lines: Sequence[Line], known: Sequence[Known], comparing: Comparing, lengths: Lengths
    ) -> None:
        self._lines = {line.number: line for line in lines}
        self._known = {incident.incident: incident for incident in known}
        self._comparing, self._lengths = comparing, lengths
        self._matches: dict[int, Match] = {}

    def gathered(self, pairs: Iterable[Match]) -> Iterator[Match]:
        """All matches: by line, then the incidents without one."""
        self._matches = {match.lines[0]: match for match in pairs}
        for number in list(self._matches):
            self._doubt_by_whole(number)
        for number in [
            number for number, match in self._matches.items() if match.sureness is not Sureness.SETTLED
        ]:
            self._take_incidents(number)
        for number in [number for number, match in self._matches.items() if _is_loose(match)]:
            self._join_line(number)
        self._doubt_unlisted()
        self._doubt_leftovers()
        yield from (self._matches[number] for number in sorted(self._matches))
        yield from self._unlisted()

    def _doubt_leftovers(self) -> None:
        """A line of nothing that we know may be an incident after all: one at that time that no line means, its place wrong,
        noticed late, and counted otherwise; one at that place, filed under another day; or a piece of one at that place."""
        listed = set(chain.from_iterable(match.incidents for match in self._matches.values()))
        for number, match in self._matches.items():
            if match.incidents or match.sureness is not Sureness.SURE:
                continue
            line = self._lines[number]
            near = [
                self._comparing.candidate(line, known.incident)
                for known in self._known.values()
                if known.theirs and self._may_mean_late(line, known, listed=known.incident in listed)
            ]
            possible = tuple(candidate for candidate in near if candidate.bits.reference > _OTHER_NUMBER)
            if possible:
                self._matches[number] = replace(match, sureness=Sureness.ASKED, rivals=possible)

    def _may_mean_late(self, line: Line, known: Known, *, listed: bool) -> bool:
        if line.start is None:
            return False
        own = _span_of(known)
        away, inside = abs(line.start - known.start), own[0] <= line.start <= own[1]
        if not listed and away <= _LEFTOVER:
            return True
        if not inside and (listed or away > _REFILED):
            return False
        return self._comparing.candidate(line, known.incident).bits.place >= _SAME_PLACE

    def _doubt_unlisted(self) -> None:
        """A sure line and an incident beside it that no line means: the supplier left it out, or meant it as well."""
        listed = set(chain.from_iterable(match.incidents for match in self._matches.values()))
        left = {known.incident for known in self._known.values() if known.theirs} - listed
        for number, match in self._matches.items():
            if match.sureness is not Sureness.SURE or not match.incidents or len(match.lines) > 1:
                continue
            near = [other for other in self._beside(match) if other in left]
            parts = [other for other in near if self._may_be_part(match, other)]
            if parts:
                rivals = (self._comparing.candidate(self._lines[number], other) for other in parts)
                doubted = replace(match, sureness=Sureness.ASKED, rivals=_once((*rivals, *match.rivals)))
                self._matches[number] = doubted

    def _may_be_part(self, match: Match, other: int) -> bool:
        """By the times and the place of both; or because it began together with the line's own incident, at a place that
        the line names without its racks."""
        line, own = self._lines[match.lines[0]], self._known[match.incidents[0]]
        if self._gain_of_incident(match, other) > _DOUBT_UNLISTED:
            return True
        together = abs((self._known[other].start - own.start).total_seconds()) <= _TOGETHER_S
        return together and bool(line.place) and self._comparing.candidate(line, other).bits.place == 0

    def _take_incidents(self, number: int) -> None:
        """A line whose times are those of its incident and of others that no line is left for."""
        while self._matches[number].incidents:
            match = self._matches[number]
            offers = sorted(self._offers(match), reverse=True)
            if not offers:
                return
            gain, free, other = offers[0]
            margin = gain - (offers[1][0] if len(offers) > 1 else 0.0)
            sure = free and margin >= SURE_GAIN and _leads(match, other)
            if not free:
                self._doubt(number, gain, other)
                return
            self._matches[number] = _grown(match, margin, sure=sure, incidents=(*match.incidents, other))
            if not sure:
                return

    def _offers(self, match: Match) -> Iterator[tuple[float, bool, int]]:
        """Incidents that the line may stand for as well: the gain, and whether no other line is sure to mean it."""
        sure = self._matched(Sureness.SURE) | self._matched(Sureness.SETTLED)
        doubtful = self._matched(Sureness.ASKED)
        for other in self._beside(match):
            if other not in sure and (gain := self._gain_of_incident(match, other)) > _DOUBT_GAIN:
                yield gain, other not in doubtful, other

    def _matched(self, sureness: Sureness) -> set[int]:
        return set(chain.from_iterable(m.incidents for m in self._matches.values() if m.sureness is sureness))

    def _doubt(self, number: int, gain: float, other: int) -> None:
        """What another line, itself in doubt, may mean makes this one doubtful as well, if it would gain much."""
        if gain >= SURE_GAIN:
            match = self._matches[number]
            rival = self._comparing.candidate(self._lines[number], other)
            self._matches[number] = replace(match, sureness=Sureness.ASKED, rivals=(*match.rivals, rival))

    def _doubt_by_whole(self, number: int) -> None:
        """A line that two incidents explain about as well as the one that it is matched with."""
        match = self._matches[number]
        if match.bits is None or match.sureness is not Sureness.SURE:
            return
        sure = self._matched(Sureness.SURE) | self._matched(Sureness.SETTLED)
        for rival in match.rivals:
            if rival.incident in sure:
                continue
            instead = replace(match, incidents=(rival.incident,), bits=rival.bits)
            gain = max(
                (gain for gain, _, other in self._offers(instead) if other not in match.incidents),
                default=0.0,
            )
            if gain and rival.bits.total + gain > match.bits.total - SURE_GAIN:
                self._matches[number] = replace(match, sureness=Sureness.ASKED)

    def _beside(self, match: Match) -> Iterator[int]:
        first, last = _whole([_span_of(self._known[incident]) for incident in match.incidents])
        for incident, known in self._known.items():
            near = first - _REACH <= known.start <= last + _REACH
            if known.theirs and incident not in match.incidents and near:
                yield incident

    def _gain_of_incident(self, match: Match, other: int) -> float:
        line = self._lines[match.lines[0]]
        if line.start is None or line.day_only:
            return _NEVER
        pieces = [_span_of(self._known[incident]) for incident in match.incidents]
        added = _span_of(self._known[other])
        if not self._reaches(line, added):
            return _NEVER
        bits = self._comparing.candidate(line, other).bits
        gain = self._fit(line, _whole([*pieces, added])) - self._fit(line, _whole(pieces))
        place = max(bits.place, self._comparing.likeness(match.incidents[0], other))
        alone = max(0.0, bits.total - match.bits.total) if match.bits else 0.0
        return gain + place + max(bits.reference, 0.0) - _RARE - alone

    def _reaches(self, line: Line, part: Span) -> bool:
        """Whether a line with both ends lasts over a part of that time, as late as it may have been noticed."""
        slack = timedelta(seconds=2 * _SLOW_S + self._comparing.grain_s)
        return line.start is None or line.end is None or (
            part[0] <= line.end + slack and line.start <= part[1] + slack
        )  # fmt: skip

    def _fit(self, line: Line, span: Span) -> float:
        """How well the line's times are those of the span, in bits: the beginning, and the end or how long it lasted."""
        assert line.start is not None
        begins = self._agreement((line.start - span[0]).total_seconds())
        agreements = []
        if line.end is not None:
            agreements.append(self._agreement((line.end - span[1]).total_seconds()))
        if lasted := line.duration_s or line.counted_s:
            agreements += [self._agreement(lasted - way) for way in self._lengths(*span)]
        return begins + max(agreements, default=0.0)

    def _join_line(self, number: int) -> None:
        """A line that is a further piece of an incident which another line has already."""
        line = self._lines[number]
        offers = sorted(
            (
                (gain, -other)
                for other, match in self._matches.items()
                if other != number and (gain := self._gain_of_line(match, line)) > _DOUBT_GAIN
            ),
            reverse=True,
        )
        if not offers:
            return
        gain, other = offers[0]
        margin = gain - (offers[1][0] if len(offers) > 1 else 0.0)
        match = self._matches[-other]
        apart = all(self._is_apart(line, self._lines[piece]) for piece in match.lines)
        if margin >= _SURE_PIECE and match.sureness is Sureness.SURE and apart:
            del self._matches[number]
            self._matches[-other] = _grown(match, margin, sure=True, lines=(*match.lines, number))
            return
        rivals = (self._comparing.candidate(line, match.incidents[0]), *self._matches[number].rivals)
        self._matches[number] = replace(self._matches[number], sureness=Sureness.ASKED, rivals=_once(rivals))

    def _is_apart(self, line: Line, piece: Line) -> bool:
        """Whether both can be pieces of one trouble: these follow each other; what overlaps is a copy, or another's."""
        span, other = _span(line), _span(piece)
        if span is None or other is None:
            return True
        overlap = min(span[1], other[1]) - max(span[0], other[0])
        return overlap.total_seconds() <= max(_PROMPT_S, self._comparing.grain_s) and span != other

    def _gain_of_line(self, match: Match, line: Line) -> float:
        if line.start is None or len(match.incidents) != 1:
            return 0.0
        incident = match.incidents[0]
        whole = _span_of(self._known[incident])
        if not whole[0] <= line.start <= whole[1] + timedelta(seconds=_SLOW_S):
            return 0.0
        bits = self._comparing.candidate(line, incident).bits
        times = self._gain_of_times(whole, [self._lines[number] for number in match.lines], line)
        return bits.prior + times + bits.place + max(bits.reference, _AGAINST_REFERENCE) - _RARE

    def _gain_of_times(self, whole: Span, pieces: Sequence[Line], line: Line) -> float:
        """That it begins where the pieces before it end, and ends with the whole, which they then need not."""
        spans, span = [piece for each in pieces if (piece := _span(each))], _span(line)
        if not spans or span is None:
            return log2(MONTH_S / max((whole[1] - whole[0]).total_seconds(), 60))  # it begins inside
        return max(self._follows(spans, span, whole), self._precedes(spans, span, whole))

    def _follows(self, pieces: Sequence[Span], span: Span, whole: Span) -> float:
        last = max(end for _, end in pieces)
        return self._near(span[0], last) + self._near(span[1], whole[1]) - self._near(last, whole[1])

    def _precedes(self, pieces: Sequence[Span], span: Span, whole: Span) -> float:
        first = min(start for start, _ in pieces)
        return self._near(span[1], first) + self._near(span[0], whole[0]) - self._near(first, whole[0])

    def _near(self, at: datetime, other: datetime) -> float:
        return self._agreement((at - other).total_seconds())

    def _agreement(self, away: float) -> float:
        prompt = max(_PROMPT_S, self._comparing.grain_s / 2)
        density = 0.8 * exp(-abs(away) / prompt) / (2 * prompt) + 0.18 * exp(-abs(away) / _SLOW_S) / (
            2 * _SLOW_S
        )
        return log2((density + 0.02 / MONTH_S) * MONTH_S)

    def _unlisted(self) -> Iterator[Match]:
        """Our incidents in the supplier's hands that no line means; asked where a line in doubt may mean them."""
        listed = set(chain.from_iterable(match.incidents for match in self._matches.values()))
        doubtful = [
            self._lines[number]
            for match in self._matches.values()
            if match.sureness is Sureness.ASKED
            for number in match.lines
        ]
        offered = {
            rival.incident
            for match in self._matches.values()
            if not match.incidents and match.sureness is Sureness.ASKED
            for rival in match.rivals
        }
        for incident, known in self._known.items():
            if known.theirs and incident not in listed:
                asked = any(self._may_mean(line, incident) for line in doubtful) or incident in offered
                yield Match(
                    lines=(), incidents=(incident,), sureness=Sureness.ASKED if asked else Sureness.SURE
                )

    def _may_mean(self, line: Line, incident: int) -> bool:
        """Whether a line may mean an incident, alone or with another: it is like it, or lasts over it."""
        bits = self._comparing.candidate(line, incident).bits
        span, own = _span(line), _span_of(self._known[incident])
        slack = timedelta(seconds=_SLOW_S)
        over = span is not None and span[0] - slack <= own[0] and own[1] <= span[1] + slack
        return bits.total > NEARLY or (over and bits.place >= 0)


def _is_loose(match: Match) -> bool:
    return match.sureness is Sureness.ASKED or (not match.incidents and match.sureness is Sureness.SURE)


def _leads(match: Match, other: int) -> bool:
    """Whether no third incident could stand where the line's own does."""
    rivals = [rival.bits.total for rival in match.rivals if rival.incident != other]
    if match.sureness is Sureness.SURE or match.bits is None or not rivals:
        return True
    return match.bits.total - max(rivals) >= SURE_GAIN


def _grown(match: Match, margin: float, *, sure: bool, **parts: tuple[int, ...]) -> Match:
    """The match with one part more: as sure as the gain makes it. A whole that is sure settles which part it was."""
    settled = match.margin is None or match.sureness is Sureness.ASKED
    margin = margin if settled or match.margin is None else min(margin, match.margin)
    return replace(match, sureness=Sureness.SURE if sure else Sureness.ASKED, margin=margin, **parts)


def _once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple({candidate.incident: candidate for candidate in candidates}.values())


def _span(line: Line) -> Span | None:
    """From its beginning to its end, or for as long as it says."""
    if line.start is None:
        return None
    if line.end is not None:
        return line.start, line.end
    return (line.start, line.start + timedelta(seconds=line.duration_s)) if line.duration_s else None


def _span_of(known: Known) -> Span:
    return known.start, known.end or known.start + _ENDLESS


def _whole(spans: Sequence[Span]) -> Span:
    return min(start for start, _ in spans), max(end for _, end in spans)
