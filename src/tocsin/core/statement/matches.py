"""Matches: what lines and incidents mean so far, while wholes, pieces and doubts are looked for. Decides nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain

from msgspec.structs import replace

from tocsin.core.statement.comparing import Comparing
from tocsin.core.statement.spans import span_of, span_of_line, whole
from tocsin.core.statement.values import Candidate, Known, Line, Match, Sureness

_REACH = timedelta(hours=12)  # between two parts of one trouble


class Matches:
    """The matches by the number of their first line."""

    def __init__(self, lines: Sequence[Line], known: Sequence[Known], comparing: Comparing) -> None:
        self.lines = {line.number: line for line in lines}
        self.known = {incident.incident: incident for incident in known}
        self.comparing = comparing
        self.of_line: dict[int, Match] = {}

    @property
    def listed(self) -> set[int]:
        """The incidents that some line means."""
        return set(chain.from_iterable(match.incidents for match in self.of_line.values()))

    def incidents(self, *sureness: Sureness) -> set[int]:
        """Those of the matches that are so sure."""
        return set(chain.from_iterable(m.incidents for m in self.of_line.values() if m.sureness in sureness))

    def line(self, match: Match) -> Line:
        """The match's line; what its pieces are together."""
        return as_one([self.lines[number] for number in match.lines])

    def candidate(self, line: Line, incident: int) -> Candidate:
        """The incident beside the line."""
        return self.comparing.candidate(line, incident)

    def beside(self, match: Match) -> Iterator[int]:
        """The supplier's other incidents that began within hours of the match's."""
        first, last = whole([span_of(self.known[incident]) for incident in match.incidents])
        for incident, known in self.known.items():
            near = first - _REACH <= known.start <= last + _REACH
            if known.theirs and incident not in match.incidents and near:
                yield incident

    def ask(self, number: int, *rivals: Candidate) -> None:
        """Leave the line to a person, who is shown these incidents first."""
        match = self.of_line[number]
        shown = {rival.incident: rival for rival in (*rivals, *match.rivals)}
        self.of_line[number] = replace(match, sureness=Sureness.ASKED, rivals=tuple(shown.values()))


def grown(match: Match, margin: float, *, sure: bool, **parts: tuple[int, ...]) -> Match:
    """The match with one part more: as sure as the gain makes it. A whole that is sure settles which part it was."""
    settled = match.margin is None or match.sureness is Sureness.ASKED
    margin = margin if settled or match.margin is None else min(margin, match.margin)
    return replace(match, sureness=Sureness.SURE if sure else Sureness.ASKED, margin=margin, **parts)


def as_one(chain: Sequence[Line]) -> Line:
    """The line that the pieces are together, under the number of the first."""
    if len(chain) == 1:
        return chain[0]
    lasted = [line.duration_s for line in chain]
    spans = [span for line in chain if (span := span_of_line(line))]
    return replace(
        chain[0],
        end=whole(spans)[1],
        duration_s=None if None in lasted else sum(filter(None, lasted)),
        reference=next((line.reference for line in chain if line.reference), ""),
        place=next((line.place for line in chain if line.place), ""),
    )


def totals(candidates: Iterable[Candidate], *, but: int) -> list[float]:
    """The bits of the candidates, all but one's."""
    return [candidate.bits.total for candidate in candidates if candidate.incident != but]
