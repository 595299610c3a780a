"""Figures: the teams' work as an account may see it, computed from what is, the same for page, API and command."""

from datetime import datetime, timedelta

from tocsin.core.figures.facts import Fact, Scope, Span
from tocsin.core.figures.measures import NAMES, SPANNING, Figure, figures, shared
from tocsin.core.kernel.errors import NotAllowed
from tocsin.core.kernel.value import Value
from tocsin.flow import access, clock
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account
from tocsin.store.read import facts as read

PERIODS = (7, 30, 90)  # days


class Work(Value):
    """The teams' work in a span and in the one ``before`` it, of the same length, to be asked for the figures of a scope."""

    facts: tuple[Fact, ...]
    span: Span
    before: Span
    earlier: tuple[Fact, ...] = ()  # what was opened or resolved in the span before, and nothing since

    def of(self, scope: Scope) -> dict[str, Figure]:
        """Every figure of the scope, by name."""
        return figures(self.facts, scope, self.span)

    def of_before(self, scope: Scope) -> dict[str, Figure]:
        """Every figure of the scope in the span before that counts what was done in it: ``SPANNING``."""
        found = figures((*self.facts, *self.earlier), scope, self.before)
        return {name: found[name] for name in SPANNING}

    @property
    def shared(self) -> tuple[int, ...]:
        """The incidents that hit more than one region."""
        return shared(self.facts)


def work(days: int) -> Work:
    """The work of the last ``days`` days, and what is open now."""
    now = clock.now()
    start: datetime = now - timedelta(days=days)
    span, before = Span(start=start, end=now), Span(start=start - timedelta(days=days), end=start)
    facts = read.facts(before.start, now)
    current = tuple(
        fact for fact in facts if fact.open or span.has(fact.opened_at) or span.has(fact.resolved_at)
    )
    known = {fact.incident for fact in current}
    earlier = tuple(fact for fact in facts if fact.incident not in known)
    return Work(facts=current, span=span, before=before, earlier=earlier)


def visible(account: Account, person: str) -> tuple[str, ...]:
    """The figures of this person (key) that the account may see: all of one's own, of others only what is open now.

    Empty is no person: all figures. Raises NotAllowed where nothing of the person is shown (docs/decisions/0019).
    """
    if person in ("", account.person):
        return NAMES
    known = snapshot().persons.get(person)
    if known is None or not access.sees_load(account, known.team, snapshot()):
        raise NotAllowed("access.figures")
    return ("open",)


def require(account: Account, name: str, person: str) -> None:
    """Raise NotAllowed unless the account may open this figure of this person (key; empty: of nobody in particular)."""
    if name not in visible(account, person):
        raise NotAllowed("access.figures")
