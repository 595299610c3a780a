"""Choosing: by which of its channels a supplier is best reached now: urgency, health, hours, speed, cost. Reads no row."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from tocsin.core.exchange.channels import ChannelHealth, ChannelState, Healths
from tocsin.core.exchange.cost import CALL_MINUTES
from tocsin.core.exchange.reaching import Calendars, contact_of_the_hour, opens
from tocsin.core.exchange.values import Choice
from tocsin.core.kernel.amounts import amount
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Supplier, SupplierChannel

URGENT = (Priority.P1, Priority.P2)
_ORDER = ("api", "mail", "phone", "web")  # at equal worth: first what needs nobody at either end
_PATIENCE_S = 900  # where no desk declares after how long a ticket counts as unacknowledged
_BY_TIME = ("unusable", "closed", "slow", "not_urgent", "order")
_BY_COST = ("unusable", "dearer", "closed", "slow", "order")

TicketChannel = Literal["api", "mail", ""]


class Candidate(Value):
    """A channel with all that the choice looks at. ``opens_at``: now, or when it is answered next; None: not this month."""

    channel: SupplierChannel
    health: ChannelHealth
    opens_at: datetime | None
    open: bool
    price: int

    @property
    def unusable(self) -> bool:
        """A written message waits for the morning; a call that nobody answers does not."""
        unanswered = self.channel.name == "phone" and not self.open
        return self.health.state is ChannelState.CUT or unanswered


def choose(
    supplier: Supplier,
    priority: Priority,
    healths: Healths,
    calendars: Calendars,
    *,
    now: datetime,
    among: Iterable[str] = _ORDER,
) -> Choice:
    """The channel for an incident of this priority.

    What is urgent goes where it is answered soonest, whatever that costs; the rest where it costs least. ``among``: the
    channels that come into question.
    """
    wanted = set(among)
    found = [known for known in candidates(supplier, healths, calendars, now) if known.channel.name in wanted]
    if not found:
        return Choice()
    urgent, patience_s = priority in URGENT, patience_of(supplier)
    ranks: dict[str, tuple[float, ...]] = {
        known.channel.name: _rank(known, patience_s, urgent=urgent) for known in found
    }
    first, *others = sorted(found, key=lambda known: ranks[known.channel.name])
    return Choice(
        channel=first.channel.name,
        why=_chosen(first, priority),
        passed=tuple(_passed(known, first, ranks, patience_s, urgent=urgent) for known in others),
    )


def ticket_channel(
    supplier: Supplier, priority: Priority, healths: Healths, calendars: Calendars, *, now: datetime
) -> TicketChannel:
    """By which of the channels that Tocsin writes to itself a ticket is opened now; empty: by none."""
    chosen = choose(supplier, priority, healths, calendars, now=now, among=("api", "mail")).channel
    if chosen == "mail":
        return "mail"
    return "api" if chosen or supplier.desk else ""


def candidates(supplier: Supplier, healths: Healths, calendars: Calendars, now: datetime) -> list[Candidate]:
    """The channels by which a supplier takes a report. An API without a ticket desk is only read."""
    found = []
    for channel in supplier.channels:
        if channel.name == "api" and supplier.desk is None:
            continue
        opens_at = channel_opens(channel, supplier, calendars, now)
        found.append(
            Candidate(
                channel=channel,
                health=healths.get(channel.name, ChannelHealth()),
                opens_at=opens_at,
                open=opens_at == now,
                price=channel.cost + channel.cost_minute * CALL_MINUTES,
            )
        )
    return found


def channel_opens(
    channel: SupplierChannel, supplier: Supplier, calendars: Calendars, now: datetime
) -> datetime | None:
    """``now`` if somebody answers there now, else when; None: not within a month.

    By the channel's own hours; the phone without any has those of the contact of the hour; else the supplier's.
    """
    if channel.name == "phone" and not channel.calendar:
        reach = contact_of_the_hour(supplier, calendars, now)
        if reach is not None:
            return reach.opens_at
    return opens(calendars.get(channel.calendar or supplier.calendar), now)


def patience_of(supplier: Supplier) -> int:
    """After how many seconds what is not acknowledged counts as unanswered."""
    return supplier.desk.silence_s if supplier.desk else _PATIENCE_S


def _rank(known: Candidate, patience_s: int, *, urgent: bool) -> tuple[float, ...]:
    """The smaller, the better; its places are those of ``_BY_TIME``, or of ``_BY_COST``."""
    closed, order = not known.open, _ORDER.index(known.channel.name)
    slow = known.health.speed.slower_than(patience_s)
    if urgent:
        return known.unusable, closed, slow, not known.channel.urgent, order
    return known.unusable, known.price, closed, slow, order


def _chosen(known: Candidate, priority: Priority) -> Why:
    facts = {"channel": label(known.channel.name), "priority": priority.value}
    if known.unusable:
        return Why(code="exchange.channel.left", facts=facts)
    if priority not in URGENT:
        return Why(code="exchange.channel.cheapest", facts=facts)
    return Why(code=f"exchange.channel.{'urgent' if known.channel.urgent else 'first'}", facts=facts)


def _passed(
    known: Candidate,
    first: Candidate,
    ranks: Mapping[str, tuple[float, ...]],
    patience_s: int,
    *,
    urgent: bool,
) -> Why:
    pairs = zip(
        _BY_TIME if urgent else _BY_COST,
        ranks[known.channel.name],
        ranks[first.channel.name],
        strict=True,
    )
    behind = next(name for name, theirs, best in pairs if theirs != best)
    if behind == "unusable":
        behind = "cut" if known.health.state is ChannelState.CUT else "closed"
    facts: dict[str, Any] = {"channel": label(known.channel.name)}
    match behind:
        case "cut":
            facts["reason"] = known.health.reason or "-"
        case "closed" if known.opens_at is None:
            behind = "closed_long"
        case "closed":
            facts["opens_at"] = known.opens_at.isoformat() if known.opens_at else ""
        case "slow":
            speed = known.health.speed
            median_s = speed.longest_s if speed.median_s is None else speed.median_s
            facts |= {"median": lasting(median_s), "patience": lasting(patience_s), "n": speed.acknowledged}
        case "dearer":
            facts["price"] = amount(known.price)
        case "order":
            facts["other"] = label(first.channel.name)
    return Why(code=f"exchange.passed.{behind}", facts=facts)


def label(channel: str) -> Why:
    """The channel as sentences name it."""
    return Why(code=f"exchange.channel.name.{channel}")


def lasting(seconds: float) -> Why:
    """A length of time inside a sentence."""
    if seconds < 60:
        return Why(code="exchange.lasting.seconds", facts={"n": round(seconds)})
    if seconds < 7200:
        return Why(code="exchange.lasting.minutes", facts={"n": round(seconds / 60)})
    return Why(code="exchange.lasting.hours", facts={"n": round(seconds / 3600)})
