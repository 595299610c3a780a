"""Terms: the conditions of reading a body, and the result; not who posts it."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault


class Terms(NamedTuple):
    """``kinds``: those that the organisation has; empty: any kind is accepted."""

    limits: Limits
    kinds: Collection[str] = ()


class Reading(NamedTuple):
    """The messages to keep, the number of their events, and the faults of the events that are refused."""

    messages: tuple[Message, ...]
    events: int
    refused: tuple[Fault, ...] = ()


Reader = Callable[[Post, Terms], Reading]
