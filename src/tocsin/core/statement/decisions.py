"""Decisions: what people have settled about a statement. No decision is ever changed: undoing is a further decision."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.value import Value
from tocsin.core.statement.values import Line, Match, Sureness


class Verdict(StrEnum):
    """A line means these incidents, or none; what the supplier says of it is accepted; the decision before is undone."""

    MEANS = "means"
    ACCEPTED = "accepted"
    UNDONE = "undone"


class Settled(Value):
    """A decision about a line (by its number), or about an incident that no line means. ``by``: a person's key."""

    verdict: Verdict
    by: str
    at: datetime
    line: int | None = None
    incident: int | None = None
    means: tuple[int, ...] = ()
    note: str = ""

    @property
    def about(self) -> tuple[int | None, int | None]:
        """What it is about."""
        return self.line, self.incident


class InForce(Value):
    """The decisions that count: what lines mean, and which lines and incidents are accepted as the supplier has them."""

    means: dict[int, tuple[int, ...]] = {}
    accepted_lines: frozenset[int] = frozenset()
    accepted_incidents: frozenset[int] = frozenset()

    def accepts(self, match: Match) -> bool:
        """Whether a person has accepted what the supplier says of it."""
        if match.lines:
            return not self.accepted_lines.isdisjoint(match.lines)
        return not self.accepted_incidents.isdisjoint(match.incidents)


def in_force(decisions: Iterable[Settled]) -> InForce:
    """What counts of these, in their order: an undone one leaves what was decided before it."""
    standing: dict[tuple[int | None, int | None], list[Settled]] = {}
    for decision in decisions:
        before = standing.setdefault(decision.about, [])
        if decision.verdict is Verdict.UNDONE:
            del before[-1:]
        else:
            before.append(decision)
    last = [decision for before in standing.values() for decision in before]
    return InForce(
        means={d.line: d.means for d in last if d.verdict is Verdict.MEANS and d.line is not None},
        accepted_lines=frozenset(_accepted((before for before in standing.values()), "line")),
        accepted_incidents=frozenset(_accepted((before for before in standing.values()), "incident")),
    )


def _accepted(standing: Iterable[Sequence[Settled]], field: str) -> Iterable[int]:
    for before in standing:
        if (
            before
            and before[-1].verdict is Verdict.ACCEPTED
            and (number := getattr(before[-1], field)) is not None
        ):
            yield number


def check(
    decision: Settled, lines: Sequence[Line], incidents: Iterable[int], before: Sequence[Settled]
) -> None:
    """Raise Refused for a decision about nothing, or one that undoes nothing."""
    if decision.line is not None and decision.line not in {line.number for line in lines}:
        raise Refused("statement.refused.line", line=decision.line)
    if unknown := set(decision.means) - set(incidents):
        raise Refused(
            "statement.refused.incident", numbers=[f"INC-{incident}" for incident in sorted(unknown)]
        )
    if decision.verdict is Verdict.UNDONE:
        own = [earlier.verdict for earlier in before if earlier.about == decision.about]
        if len(own) <= 2 * own.count(Verdict.UNDONE):
            raise Refused("statement.refused.undo")


def settled(means: dict[int, tuple[int, ...]]) -> list[Match]:
    """The matches that people have made; lines of one incident are one match."""
    by_incidents: dict[tuple[int, ...], Match] = {}
    alone = []
    for line, incidents in sorted(means.items()):
        if not incidents:
            alone.append(Match(lines=(line,), incidents=(), sureness=Sureness.SETTLED))
            continue
        before = by_incidents.get(incidents)
        match = Match(lines=(line,), incidents=incidents, sureness=Sureness.SETTLED)
        by_incidents[incidents] = replace(before, lines=(*before.lines, line)) if before else match
    return [*by_incidents.values(), *alone]
