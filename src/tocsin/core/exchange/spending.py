"""Spending: what the uses of a supplier's channels cost, and which calls were not needed. Knows no row and no month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from tocsin.core.exchange.bond import Bond, ChannelName, Entry, Kind, Way
from tocsin.core.exchange.cost import CALL_MINUTES, call_cost
from tocsin.core.exchange.speed import ENOUGH
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Supplier

NO_INCIDENT = 0  # of a call about access or works: incidents are counted from 1


class Use(Value):
    """Something that went to a supplier. ``cost`` (cents) is that of a call, as it was logged."""

    incident: int
    channel: ChannelName
    kind: Kind
    cost: int = 0
    acknowledged: bool = False


class ChannelSpending(Value):
    """How often a channel was used, and what that cost (cents)."""

    channel: ChannelName
    uses: int
    cost: int


class Spending(Value):
    """What a supplier's channels cost over a time. Amounts are cents.

    ``spared`` tickets were acknowledged without any call; ``spared_cost`` is what so many calls would have cost, less what
    the tickets did. ``call_price`` is that of a usual call: the median of those logged, else one of five minutes.
    """

    channels: tuple[ChannelSpending, ...] = ()
    spared: int = 0
    spared_cost: int = 0
    call_price: int = 0

    @property
    def cost(self) -> int:
        """All of it."""
        return sum(spent.cost for spent in self.channels)


def spending(uses: Sequence[Use], supplier: Supplier, calls: Sequence[int] = ()) -> Spending:
    """What these uses cost. ``calls``: the costs of the calls that were logged before, to know what a usual one costs."""
    prices = {channel.name: channel.cost for channel in supplier.channels}
    counts = Counter(use.channel for use in uses)
    costs: Counter[ChannelName] = Counter()
    for use in uses:
        costs[use.channel] += use.cost if use.kind is Kind.CALL else prices.get(use.channel, 0)
    spared = _spared(uses)
    price = call_price(supplier, calls)
    saved = len(spared) * price - sum(prices.get(use.channel, 0) for use in spared)
    return Spending(
        channels=tuple(
            ChannelSpending(channel=channel, uses=counts[channel], cost=costs[channel])
            for channel in sorted(counts)
        ),
        spared=len(spared),
        spared_cost=max(saved, 0),
        call_price=price,
    )


def cost_of(bonds: Iterable[Bond], suppliers: Mapping[str, Supplier]) -> int:
    """Cents that these exchanges have cost until now: calls as they were logged, the rest by the price of its channel."""
    return sum(
        _entry_cost(entry, bond, suppliers.get(bond.supplier))
        for bond in bonds
        for entry in bond.entries
        if entry.way is Way.OUT and entry.sent_at
    )


def _entry_cost(entry: Entry, bond: Bond, supplier: Supplier | None) -> int:
    if entry.kind is Kind.CALL:
        return entry.cost
    channels = supplier.channels if supplier else ()
    name = entry.channel or bond.channel
    return next((channel.cost for channel in channels if channel.name == name), 0)


def call_price(supplier: Supplier, calls: Sequence[int]) -> int:
    """What a usual call costs (cents); 0 where the supplier declares no phone, or a free one."""
    if len(calls) >= ENOUGH:
        return round(median(calls))
    return call_cost(supplier, CALL_MINUTES)


def _spared(uses: Sequence[Use]) -> list[Use]:
    """The tickets that were acknowledged, of incidents about which nobody called."""
    called = {use.incident for use in uses if use.kind is Kind.CALL}
    return [use for use in uses if use.kind is Kind.OPEN and use.acknowledged and use.incident not in called]
