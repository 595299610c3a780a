"""Facts: an incident as figures see it, and the span that is looked at. Know no measure and no rows."""

from datetime import datetime

from tocsin.core.kernel.value import Value


class Fact(Value):
    """An incident that is nobody's symptom. Instants are UTC; ``""`` among regions is the group.

    ``acknowledged_at``: when a person first took it or accepted it. ``handed_over``, ``reopened``:
    when that was done, in order.
    """

    incident: int
    team: str
    owner: str
    priority: str
    regions: tuple[str, ...]
    opened_at: datetime
    since: datetime
    open: bool
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    at_risk: bool = False
    handed_over: tuple[datetime, ...] = ()
    reopened: tuple[datetime, ...] = ()


class Span(Value):
    """From ``start`` to before ``end`` (UTC); ``end`` is the present of what is open."""

    start: datetime
    end: datetime

    def has(self, at: datetime | None) -> bool:
        """Whether this instant is in it."""
        return at is not None and self.start <= at < self.end


class Scope(Value):
    """Whose work: all of the group, or only what hits a region, is a team's or is a person's (keys)."""

    region: str | None = None
    team: str = ""
    person: str = ""

    def has(self, fact: Fact) -> bool:
        """Whether the incident is in it."""
        return (
            (self.region is None or self.region in (fact.regions or ("",)))
            and (not self.team or fact.team == self.team)
            and (not self.person or fact.owner == self.person)
        )
