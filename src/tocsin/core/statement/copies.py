"""Copies: lines that repeat another line of their file, and when that is sure. Knows no bits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from tocsin.core.statement.comparing import Comparing
from tocsin.core.statement.references import adds_to
from tocsin.core.statement.values import Candidate, Line, Match, Sureness

_TOGETHER = timedelta(minutes=10)  # between lines of what began together


def twins(lines: Sequence[Line], comparing: Comparing) -> Iterator[tuple[int, int]]:
    """Lines that repeat an earlier one, and the line that they repeat: the same number and times, at no other place; the
    number with an addition, and all else the same; without a number the same words, times and place, unless several
    incidents began at that time."""
    first: dict[tuple[object, ...], Line] = {}
    alike: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        times = line.start, line.end, line.duration_s
        same = (line.reference, *times) if line.reference else (line.words, line.place, *times)
        before = first.setdefault(same, line)
        if not line.start:
            continue
        if line.reference:
            before = _numbered_before(line, before, alike[line.words, line.place, *times])
            repeats = before.place == line.place or not (before.place and line.place)
        else:
            repeats = bool(line.place) and not line.day_only and comparing.is_alone(line)
        if before is not line and repeats:
            yield line.number, before.number


def _numbered_before(line: Line, before: Line, alike: list[Line]) -> Line:
    """The line that was numbered alike, but for an addition; itself if none was."""
    if before is not line:
        return before
    found = next((other for other in alike if adds_to(line.reference, other.reference)), line)
    alike.append(line)
    return found


def copies_in(lines: Iterable[Line]) -> Iterator[tuple[int, int]]:
    """Lines without a number that say what an earlier one says, but are not sure to repeat it, and that line, which is
    decided without them."""
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        if line.reference or line.day_only or not line.start or not line.place:
            continue
        same = line.words, line.place, line.start, line.end, line.duration_s
        if (first := seen.setdefault(same, line.number)) != line.number:
            yield line.number, first


def settle_copies(
    matches: Sequence[Match], copies: Mapping[int, int], lines: Mapping[int, Line]
) -> Iterator[Match]:
    """A copy is sure to repeat its line where each incident that it may mean is surely another line's: one at its place,
    that of a line which began when it does."""
    sure = [match for match in matches if match.lines and match.sureness is not Sureness.ASKED]
    firsts = {number for match in sure for number in match.lines}
    listed = {incident: lines[match.lines[0]] for match in sure for incident in match.incidents}
    for match in matches:
        number = match.lines[0] if match.lines else 0
        repeats = (
            match.lines == (number,)
            and match.sureness is Sureness.ASKED
            and copies.get(number) in firsts
            and all(_is_others(rival, lines[number], listed) for rival in match.rivals)
        )
        yield twin(number, copies[number]) if repeats else match


def _is_others(rival: Candidate, copy: Line, listed: Mapping[int, Line]) -> bool:
    line = listed.get(rival.incident)
    if line is None or line.start is None or copy.start is None:
        return line is not None
    return rival.bits.place <= 0 or abs(line.start - copy.start) <= _TOGETHER


def twin(number: int, first: int) -> Match:
    """The match of a line that repeats another (``first``)."""
    return Match(lines=(number,), incidents=(), sureness=Sureness.SURE, twin=first)
