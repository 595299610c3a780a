"""The shapes of the providers over the API: channels, budgets, witnesses, and what their mails are worth."""

from datetime import datetime
from typing import Literal

from ninja import Schema


class BudgetLineOut(Schema):
    """A line of a contract: ``limit`` calls in ``interval_s`` (with ``zone``: a calendar day there). We use ``usable`` of
    them at most; of the ``burst`` that could be called at once, ``left`` are left now.
    """

    limit: int
    interval_s: int
    zone: str
    usable: int
    burst: int
    left: int


class InterruptionOut(Schema):
    """A channel was ``cut`` or ``silent``; ``end`` is null while it still is."""

    state: str
    start: datetime
    end: datetime | None


class WatchedChannelOut(Schema):
    """A channel of a provider. ``key`` is the source that reads it. ``since``, ``reason`` and ``next_at`` are those of a
    cut; ``cost`` and ``cost_minute`` are cents.
    """

    word: Literal["mail", "api", "phone", "web"]
    state: Literal["open", "cut", "silent", "unheard", "unwatched"]
    key: str
    address: str
    cost: int
    cost_minute: int
    since: datetime | None
    reason: str
    next_at: datetime | None
    answered_at: datetime | None
    account: str
    calls_today: int
    refused_today: int
    budget: list[BudgetLineOut]
    interruptions: list[InterruptionOut]


class ComparisonOut(Schema):
    """Two witnesses over 30 days. ``lag_s``: by how much the second is later on the median; null: nothing in common."""

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    lag_s: float | None
    sentences: list[str]


class CriterionOut(Schema):
    """What came of mails of one criticality from one room in 30 days, and what to make of that."""

    criticality: str
    room: str
    mailed: int
    useful: int
    missed: int
    advice: Literal["keep", "stop", "start"]


class ProviderWatchOut(Schema):
    """A provider: its channels; both witnesses and its mail filter where it is asked for alone."""

    key: str
    name: str
    open_incidents: int
    channels: list[WatchedChannelOut]
    comparisons: list[ComparisonOut] = []
    criteria: list[CriterionOut] = []
