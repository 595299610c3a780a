"""Channels: whether a supplier's channel can be counted on now, and how fast it is. Values; they decide nothing."""

from collections.abc import Mapping
from enum import StrEnum

from tocsin.core.exchange.speed import Speed
from tocsin.core.kernel.value import Value


class ChannelState(StrEnum):
    """Whether a channel can be counted on."""

    OPEN = "open"  # it answered, or brought something, as it should
    CUT = "cut"  # it refused us, or does not answer: nobody calls before the next try
    SILENT = "silent"  # it brings nothing, for longer than its rhythm
    AWAITED = "awaited"  # it never brought anything yet
    UNWATCHED = "unwatched"  # a person uses it: nothing is measured


class ChannelHealth(Value):
    """How a channel is now, and how fast it was. ``reason``: why it is cut."""

    state: ChannelState = ChannelState.UNWATCHED
    reason: str = ""
    speed: Speed = Speed()


Healths = Mapping[str, ChannelHealth]  # by the channel's name
