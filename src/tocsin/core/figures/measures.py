"""Measures: each figure of the teams' work, from the incidents that make it up. Knows no rows and no page.

The group's figure is the same measure over all incidents, never a sum or a mean of the regions': an incident in two
regions counts once for the group.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from tocsin.core.figures.facts import Fact, Scope, Span
from tocsin.core.figures.spread import Spread, spread
from tocsin.core.kernel.value import Value

AGES: tuple[tuple[str, timedelta], ...] = (
    ("day", timedelta(days=1)),
    ("three", timedelta(days=3)),
    ("week", timedelta(days=7)),
    ("month", timedelta(days=30)),
    ("older", timedelta.max),
)  # open for less than this; each begins where the one before ends


TIMES = ("to_acknowledge", "to_restore")


class Figure(Value):
    """A figure and what makes it up. ``value`` is the number of ``incidents``, but for hand-overs: there it counts those.

    ``times``: seconds of each incident, in the order of ``incidents``; empty for a figure that is no time.
    """

    name: str
    value: int
    incidents: tuple[int, ...]
    times: tuple[float, ...] = ()

    @property
    def is_time(self) -> bool:
        """Whether it measures times."""
        return self.name in TIMES

    @property
    def spread(self) -> Spread:
        """The spread of its times."""
        return spread(self.times)


def figures(facts: Iterable[Fact], scope: Scope, span: Span) -> dict[str, Figure]:
    """Every figure of a scope, by its name."""
    within = [fact for fact in facts if scope.has(fact)]
    return {name: measure(name, within, span) for name, measure in _MEASURES.items()}


def shared(facts: Iterable[Fact]) -> tuple[int, ...]:
    """The incidents that hit more than one region: each counts in all of them, and once for the group."""
    return tuple(fact.incident for fact in facts if len(set(fact.regions)) > 1)


def age_of(fact: Fact, span: Span) -> str:
    """The name of the age of an open incident at the end of the span."""
    return next(name for name, most in AGES if span.end - fact.opened_at < most)


def _count(holds: Callable[[Fact, Span], bool]) -> Callable[[str, Sequence[Fact], Span], Figure]:
    def measure(name: str, facts: Sequence[Fact], span: Span) -> Figure:
        found = tuple(fact.incident for fact in facts if holds(fact, span))
        return Figure(name=name, value=len(found), incidents=found)

    return measure


def _time(seconds: Callable[[Fact, Span], float | None]) -> Callable[[str, Sequence[Fact], Span], Figure]:
    def measure(name: str, facts: Sequence[Fact], span: Span) -> Figure:
        found = [(time, fact.incident) for fact in facts if (time := seconds(fact, span)) is not None]
        found.sort(reverse=True)
        times, incidents = tuple(time for time, _ in found), tuple(incident for _, incident in found)
        return Figure(name=name, value=len(found), incidents=incidents, times=times)

    return measure


def _handed_over(name: str, facts: Sequence[Fact], span: Span) -> Figure:
    counts = {fact.incident: sum(map(span.has, fact.handed_over)) for fact in facts}
    found = tuple(incident for incident, count in counts.items() if count)
    return Figure(name=name, value=sum(counts.values()), incidents=found)


def _to_acknowledge(fact: Fact, span: Span) -> float | None:
    """Of incidents opened in the span: from then until a person first took or accepted it."""
    if not span.has(fact.opened_at) or fact.acknowledged_at is None:
        return None
    return max((fact.acknowledged_at - fact.opened_at).total_seconds(), 0.0)


def _to_restore(fact: Fact, span: Span) -> float | None:
    """Of incidents resolved in the span and not open again: from the beginning of the trouble."""
    if fact.open or fact.resolved_at is None or not span.has(fact.resolved_at):
        return None
    return max((fact.resolved_at - fact.since).total_seconds(), 0.0)


def _aged(name: str) -> Callable[[Fact, Span], bool]:
    return lambda fact, span: fact.open and age_of(fact, span) == name


_MEASURES: Mapping[str, Callable[[str, Sequence[Fact], Span], Figure]] = {
    "open": _count(lambda fact, span: fact.open),
    "unowned": _count(lambda fact, span: fact.open and not fact.owner),
    "at_risk": _count(lambda fact, span: fact.open and fact.at_risk),
    **{f"age_{name}": _count(_aged(name)) for name, _ in AGES},
    "opened": _count(lambda fact, span: span.has(fact.opened_at)),
    "resolved": _count(lambda fact, span: not fact.open and span.has(fact.resolved_at)),
    "reopened": _count(lambda fact, span: any(map(span.has, fact.reopened))),
    "handed_over": _handed_over,
    "to_acknowledge": _time(_to_acknowledge),
    "to_restore": _time(_to_restore),
}
NAMES = tuple(_MEASURES)
# What is counted in a span, and so can be held against another span; the others are of now.
SPANNING = ("opened", "resolved", "reopened", "handed_over", "to_acknowledge", "to_restore")
