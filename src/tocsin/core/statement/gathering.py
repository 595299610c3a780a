"""Gathering: one line that stands for several incidents, several lines of one incident, and what is left on both sides."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from tocsin.core.statement.classifying import Lengths
from tocsin.core.statement.comparing import Comparing
from tocsin.core.statement.leftovers import Leftovers
from tocsin.core.statement.matches import Matches
from tocsin.core.statement.pieces import Pieces
from tocsin.core.statement.values import Known, Line, Match
from tocsin.core.statement.wholes import Wholes


def gathered(
    pairs: Iterable[Match], lines: Sequence[Line], known: Sequence[Known], comparing: Comparing, lengths: Lengths,
    at_midnight: Collection[int],
) -> Iterator[Match]:  # fmt: skip
    """All matches, made of those of one to one: by line, then the incidents without one."""
    matches = Matches(lines, known, comparing)
    matches.of_line = {match.lines[0]: match for match in pairs}
    wholes = Wholes(matches, lengths)
    wholes.take()
    Pieces(matches).join()
    leftovers = Leftovers(matches, wholes, at_midnight)
    leftovers.doubt()
    yield from (matches.of_line[number] for number in sorted(matches.of_line))
    yield from leftovers.unlisted()
