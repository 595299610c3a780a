"""Joining: several files of one month as one statement: one for each site, a complement, corrected lines. Knows no file."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tocsin.core.kernel.value import Value
from tocsin.core.statement.decisions import Settled
from tocsin.core.statement.references import parts
from tocsin.core.statement.values import Line, Statement


class Joined(Value):
    """The statement of both files. ``numbers``: what a line of the first, by its number there, is numbered now."""

    statement: Statement
    numbers: dict[int, int]


def joined(first: Statement, further: Statement) -> Joined:
    """The first with what a further file adds: a ticket that both list counts as the further one lists it, and so does a
    line that both have word for word."""
    again = {key for line in further.lines for key in _keys(line)}
    kept = [line for line in first.lines if again.isdisjoint(_keys(line))]
    lines = [replace(line, number=number) for number, line in enumerate((*kept, *further.lines), start=1)]
    whole = replace(
        further,
        lines=tuple(lines),
        unread=(*first.unread, *further.unread),
        grain_s=max(first.grain_s, further.grain_s),
        length_grain_s=max(first.length_grain_s, further.length_grain_s),
    )
    return Joined(statement=whole, numbers={line.number: at for at, line in enumerate(kept, start=1)})


def carried_over(decisions: Iterable[Settled], numbers: dict[int, int]) -> Iterator[Settled]:
    """The decisions about the first one's lines that still stand in the whole, and about incidents."""
    for decision in decisions:
        if decision.line is None:
            yield decision
        elif decision.line in numbers:
            yield replace(decision, line=numbers[decision.line])


def _keys(line: Line) -> Iterator[tuple[str, ...]]:
    yield ("cells", *line.cells)
    for number in parts(line.reference):
        yield "number", number
