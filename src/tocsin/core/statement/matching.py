"""Matching: lines and incidents that are one trouble. One to one first, then one line for several, or several for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from tocsin.core.statement.assignment import assigned, margins
from tocsin.core.statement.classifying import Lengths
from tocsin.core.statement.clients import of_others
from tocsin.core.statement.comparing import NEARLY, Comparing
from tocsin.core.statement.copies import copies_in, settle_copies, twin, twins
from tocsin.core.statement.decisions import settled
from tocsin.core.statement.gathering import gathered
from tocsin.core.statement.kinds import Kinds
from tocsin.core.statement.matches import as_one
from tocsin.core.statement.pieces import Chains
from tocsin.core.statement.places import Places
from tocsin.core.statement.references import UNCERTAIN, References
from tocsin.core.statement.shift import at_instants, cut_at_midnight, shift_of
from tocsin.core.statement.values import Candidate, Known, Line, Match, Shift, Statement, Sureness

# A match is sure from so many bits over the best other way to match (staying alone among them), by how many bits the best
# rival is behind, whoever that belongs to: what only the other lines tell apart needs more. Measured by bench/statements.
_SURE = ((7.0, 5.0), (3.0, 7.0), (float("-inf"), 8.0))
_RIVALS = 5  # shown
_MUCH = 6.0  # bits by which one length fits better than another


def matched(
    statement: Statement,
    known: Sequence[Known],
    zones: Iterable[str],
    lengths: Lengths,
    means: Mapping[int, tuple[int, ...]] | None = None,
    names: Collection[str] = (),
) -> tuple[Shift, tuple[Line, ...], tuple[Match, ...]]:
    """The file's clock, the lines with their times as instants, and what they mean; incidents without a line come last.
    Lines of other clients mean nothing: no match holds them.

    ``means``: lines whose incidents a person has settled; neither is matched otherwise then. ``names``: ours, and our
    contracts'.
    """
    zones = tuple(zones)
    begun = _begun(statement.lines, statement, known, zones)
    others = of_others(begun.lines, begun.comparing, names, means or ())
    if others:
        own = [line for line in statement.lines if line.number not in others]
        begun = _begun(own, statement, known, zones)
    matches = tuple(_matches(begun, known, lengths, dict(means or {}), statement.grain_s))
    return begun.shift, tuple(at_instants(statement.lines, begun.shift)), matches


class _Begun(NamedTuple):
    """Lines with their times as instants, by the clock that was found, ready to be compared."""

    shift: Shift
    lines: tuple[Line, ...]
    comparing: Comparing
    references: References


def _begun(
    lines: Sequence[Line], statement: Statement, known: Sequence[Known], zones: Sequence[str]
) -> _Begun:
    references = References(known)
    places = Places(known, [f"{line.place} | {line.words}" for line in lines])
    shift = shift_of(lines, known, zones, grain_s=statement.grain_s, references=references, places=places)
    comparing = Comparing(
        known, references, places, Kinds(), grain_s=statement.grain_s, length_grain_s=statement.length_grain_s
    )
    return _Begun(shift, tuple(at_instants(lines, shift)), comparing, references)


def _matches(
    begun: _Begun, known: Sequence[Known], lengths: Lengths, means: dict[int, tuple[int, ...]], grain_s: int
) -> Iterator[Match]:
    lines = begun.lines
    paired = _paired(lines, means, known, begun.comparing, begun.references)
    at_midnight = {line.number for line in lines if cut_at_midnight(line, begun.shift, grain_s=grain_s)}
    found = list(gathered(paired.matches, lines, known, paired.comparing, lengths, at_midnight))
    yield from settle_copies(found, paired.copies, {line.number: line for line in lines})
    yield from (twin(number, first) for number, first in paired.repeated.items())


class _Paired(NamedTuple):
    """The matches of one to one, by a comparing that has learned from them; lines that surely repeat another line, and
    those that may."""

    matches: list[Match]
    comparing: Comparing
    repeated: dict[int, int]
    copies: dict[int, int]


def _paired(
    lines: Sequence[Line], means: dict[int, tuple[int, ...]], known: Sequence[Known], comparing: Comparing,
    references: References,
) -> _Paired:  # fmt: skip
    by_number = list(_by_number(lines, references))
    comparing = comparing.taught(by_number)
    undecided, decided = [line for line in lines if line.number not in means], settled(means)
    taken = {incident for match in decided for incident in match.incidents}
    repeated = dict(twins(undecided, comparing))
    left = [line for line in undecided if line.number not in repeated]
    sure = _sure_without_copies(left, comparing, taken)
    copies = {number: first for number, first in copies_in(left) if first in sure}
    comparing = comparing.taught([*by_number, *_by_match(lines, sure, references)])
    pairs = _with_pieces([line for line in left if line.number not in copies], known, comparing, taken)
    asked = [_asked(line, comparing) for line in left if line.number in copies]
    return _Paired([*decided, *pairs, *asked], comparing, repeated, copies)


def _with_pieces(
    lines: Sequence[Line], known: Sequence[Known], comparing: Comparing, taken: Collection[int]
) -> Iterator[Match]:
    """Each line, or the pieces of one incident as one line, with its incident or without one."""
    left = [incident for incident in known if incident.incident not in taken]
    chains = {chain[0].number: chain for chain in Chains(lines, left, comparing).found()}
    later = {line.number for chain in chains.values() for line in chain[1:]}
    whole = [as_one(chains.get(line.number, (line,))) for line in lines if line.number not in later]
    for match in _one_to_one(whole, comparing, taken):
        numbers = tuple(line.number for line in chains.get(match.lines[0], ())) or match.lines
        if match.sureness is Sureness.SURE and match.incidents:
            yield replace(match, lines=numbers)
        else:
            yield from (replace(match, lines=(number,)) for number in numbers)


def _sure_without_copies(
    lines: Sequence[Line], comparing: Comparing, taken: Collection[int]
) -> dict[int, int]:
    """The lines that are sure before their copies are looked at, each with its incident; the others are decided together
    with theirs."""
    copies = dict(copies_in(lines))
    firsts = _one_to_one([line for line in lines if line.number not in copies], comparing, taken)
    return {
        match.lines[0]: match.incidents[0]
        for match in firsts
        if match.incidents and match.sureness is Sureness.SURE
    }


def _asked(line: Line, comparing: Comparing) -> Match:
    usable = tuple(_usable(comparing.candidates(line)))
    return Match(lines=(line.number,), incidents=(), sureness=Sureness.ASKED, rivals=usable[:_RIVALS])


def _by_number(lines: Iterable[Line], references: References) -> Iterator[tuple[str, int]]:
    """The words of the lines whose number we know, each with its incident."""
    for line in lines:
        meant = references.known(line.reference)
        if len(meant) == 1:
            yield line.words, meant[0]


def _by_match(
    lines: Iterable[Line], sure: Mapping[int, int], references: References
) -> Iterator[tuple[str, int]]:
    """The words of the other lines that are sure."""
    for line in lines:
        if line.number in sure and not references.known(line.reference):
            yield line.words, sure[line.number]


def _one_to_one(lines: Sequence[Line], comparing: Comparing, taken: Collection[int]) -> list[Match]:
    """Each line with its incident or without one; ``taken`` ones are other lines'."""
    likely = {
        line.number: [found for found in comparing.candidates(line) if found.incident not in taken]
        for line in lines
    }
    return [
        match
        for component in _components({number: _usable(candidates) for number, candidates in likely.items()})
        for match in _component(component, likely)
    ]


def _usable(candidates: Iterable[Candidate]) -> list[Candidate]:
    """What speaks clearly against being matched never is: staying alone is better, for both."""
    return [candidate for candidate in candidates if candidate.bits.total > NEARLY]


def _components(usable: Mapping[int, Sequence[Candidate]]) -> Iterator[dict[int, Sequence[Candidate]]]:
    """Lines that share an incident, directly or by others, are decided together."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, candidates in usable.items():
        for candidate in candidates:
            holders[candidate.incident].append(number)
    left = set(usable)
    for first in usable:
        reached, todo = set(), [first] if first in left else []
        while todo:
            number = todo.pop()
            if number in left:
                left.discard(number)
                reached.add(number)
                todo += [other for candidate in usable[number] for other in holders[candidate.incident]]
        if reached:
            yield {number: usable[number] for number in sorted(reached)}


def _component(
    component: Mapping[int, Sequence[Candidate]], likely: Mapping[int, Sequence[Candidate]]
) -> Iterator[Match]:
    numbers = list(component)
    incidents = sorted({candidate.incident for candidates in component.values() for candidate in candidates})
    column_of = {incident: column for column, incident in enumerate(incidents)}
    weights = {
        (row, column_of[candidate.incident]): candidate.bits.total
        for row, number in enumerate(numbers)
        for candidate in component[number]
    }
    chosen = assigned(len(numbers), len(incidents), weights)
    for number, column, margin in zip(numbers, chosen, margins(len(incidents), weights, chosen), strict=True):
        yield _match(number, None if column is None else incidents[column], margin, likely[number])


def _match(number: int, incident: int | None, margin: float, candidates: Sequence[Candidate]) -> Match:
    chosen = next((candidate for candidate in candidates if candidate.incident == incident), None)
    others = [candidate for candidate in candidates if candidate.incident != incident]
    rivals = tuple(_usable(others))[:_RIVALS]
    match = Match(
        lines=(number,),
        incidents=() if incident is None else (incident,),
        sureness=Sureness.SURE,
        bits=chosen.bits if chosen else None,
        margin=None if margin == float("inf") else margin,
        rivals=rivals or tuple(candidate for candidate in others if candidate.bits.reference > 0)[:_RIVALS],
    )
    like = chosen is None and any(c.bits.reference > 0 or c.bits.total > 0 for c in candidates)
    mistaken = chosen is not None and any(_may_be_mistyped(chosen, rival) for rival in rivals)
    sure = margin >= (-NEARLY if chosen is None else _enough(chosen, rivals)) and not like and not mistaken
    return match if sure else replace(match, sureness=Sureness.ASKED)


def _may_be_mistyped(chosen: Candidate, rival: Candidate) -> bool:
    """Whether only the number speaks for the one, and the length for the other, whose number we do not know or which is
    one letter away."""
    numbered = chosen.bits.reference > 0 > rival.bits.reference >= UNCERTAIN
    return numbered and chosen.bits.duration < 0 and rival.bits.duration - chosen.bits.duration >= _MUCH


def _enough(chosen: Candidate, rivals: Iterable[Candidate]) -> float:
    """The margin from which the match is sure."""
    nearest = max((rival.bits.total for rival in rivals), default=float("-inf"))
    return next(margin for behind, margin in _SURE if chosen.bits.total - nearest >= behind)
