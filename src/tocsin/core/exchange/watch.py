"""Watch: how a supplier's channels are at one instant, and how they were; what their contracts leave. Values and spans."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.core.exchange.channels import ChannelState
from tocsin.core.exchange.comparing import Comparison
from tocsin.core.exchange.filtering import Criterion
from tocsin.core.exchange.speed import Speed
from tocsin.core.exchange.spending import Spending
from tocsin.core.exchange.values import Choice
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value


class BudgetLine(Value):
    """A line of a contract: ``limit`` calls in ``interval_s`` (with ``zone``: a calendar day there).

    We use ``usable`` of them at most, and could make ``left`` of the ``burst`` at once now.
    """

    limit: int
    interval_s: int
    zone: str
    usable: int
    burst: int
    left: int


class Interruption(Value):
    """A channel was cut or silent from ``start`` to ``end`` (None: it still is)."""

    state: ChannelState
    start: datetime
    end: datetime | None = None


class WatchedChannel(Value):
    """A channel of a supplier. ``word`` is mail, api, desk, phone or web; ``key`` its source (empty: none reads it).

    ``since``, ``reason`` and ``next_at`` are those of a cut. ``answered_at``: its last good answer or message.
    ``hours`` (calendar key; empty: those of the contacts, or always) are those in which somebody answers there: now if
    ``open``, else from ``opens_at`` (None: not within a month). ``speed``: until what goes there is acknowledged.
    """

    word: str
    state: ChannelState
    key: str = ""
    address: str = ""
    cost: int = 0
    cost_minute: int = 0
    since: datetime | None = None
    reason: str = ""
    next_at: datetime | None = None
    answered_at: datetime | None = None
    account: str = ""
    calls_today: int = 0
    refused_today: int = 0
    budget: tuple[BudgetLine, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    hours: str = ""
    open: bool = True
    opens_at: datetime | None = None
    languages: tuple[Language, ...] = ()
    urgent: bool = False
    speed: Speed = Speed()


class SupplierWatch(Value):
    """A supplier as it stands: its channels, and by which it is reached best when it is urgent and when it is not; what
    they cost since ``month`` (UTC) and what was spared; its two witnesses side by side; what its mail filter should be."""

    supplier: str
    channels: tuple[WatchedChannel, ...]
    month: datetime
    spending: Spending
    urgent: Choice
    ordinary: Choice
    comparisons: tuple[Comparison, ...] = ()
    criteria: tuple[Criterion, ...] = ()


class Change(Value):
    """A channel's state changed: it became ``state``, or, where ``over``, that ended."""

    state: ChannelState
    at: datetime
    over: bool


def interruptions(changes: Iterable[Change]) -> tuple[Interruption, ...]:
    """The spans in which a channel could not be counted on, from its changes in the order of time.

    A span whose beginning lies before the first change began with that.
    """
    begun: dict[ChannelState, datetime] = {}
    spans: list[Interruption] = []
    for change in sorted(changes, key=lambda change: change.at):
        if not change.over:
            begun.setdefault(change.state, change.at)
        elif change.state in begun:
            spans.append(Interruption(state=change.state, start=begun.pop(change.state), end=change.at))
    spans += [Interruption(state=state, start=start) for state, start in begun.items()]
    return tuple(sorted(spans, key=lambda span: span.start))
