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


class SpeedOut(Schema):
    """Time until what goes by a channel is acknowledged, over 90 days. ``median_s`` and ``p90_s`` are null below 12 uses,
    and where too many wait still: then they are longer than ``longest_s``.
    """

    acknowledged: int
    waiting: int
    median_s: float | None
    p90_s: float | None
    longest_s: float


class WatchedChannelOut(Schema):
    """A channel of a provider; ``desk`` is its ticket desk's API. ``key`` is the source that reads it. ``since``, ``reason``
    and ``next_at`` are those of a cut; ``cost`` and ``cost_minute`` are cents. ``hours`` (a calendar's key) are those in
    which somebody answers there: now if ``open``, else from ``opens_at``.
    """

    word: Literal["mail", "api", "desk", "phone", "web"]
    state: Literal["open", "cut", "silent", "awaited", "unwatched"]
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
    hours: str
    open: bool
    opens_at: datetime | None
    languages: list[str]
    urgent: bool
    speed: SpeedOut


class ChoiceOut(Schema):
    """By which channel they are reached best now, why, and why not by each of the others. Empty: there is none."""

    channel: str
    why: str
    passed: list[str]


class ChannelSpendingOut(Schema):
    """How often a channel was used, and what that cost in cents."""

    channel: Literal["api", "mail", "phone"]
    uses: int
    cost: int


class SpendingOut(Schema):
    """What the channels have cost since the month began (``since``), in cents. ``spared`` tickets were acknowledged without
    a call; so many calls would have cost ``spared_cost`` more, at ``call_price`` each.
    """

    since: datetime
    channels: list[ChannelSpendingOut]
    cost: int
    spared: int
    spared_cost: int
    call_price: int


class OpenExchangeOut(Schema):
    """An exchange that is not over. ``holder``: who has to act. ``theirs`` is its state in their word, ``state`` ours."""

    id: int
    channel: Literal["api", "mail", "phone"]
    reference: str
    their_reference: str
    holder: str
    health: str
    theirs: str
    state: str | None
    page: str
    opened_at: datetime


class LyingIncidentOut(Schema):
    """An incident that lies with the provider, and its exchange, if there is one. ``holder``: who has to act;
    ``due_at``: when their clock has run out, null where it does not run.
    """

    id: int
    title: dict[str, str]
    priority: str
    holder: str
    opened_at: datetime
    due_at: datetime | None
    references: list[str]
    exchange: OpenExchangeOut | None


class WorksOut(Schema):
    """Works to come: theirs as announced, or ours in their rooms."""

    number: str
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime | None
    scope: list[str]


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
    """A provider: its channels; all the rest where it is asked for alone."""

    key: str
    name: str
    open_incidents: int
    channels: list[WatchedChannelOut]
    urgent: ChoiceOut | None = None
    ordinary: ChoiceOut | None = None
    spending: SpendingOut | None = None
    lying: list[LyingIncidentOut] = []
    works: list[WorksOut] = []
    comparisons: list[ComparisonOut] = []
    criteria: list[CriterionOut] = []
