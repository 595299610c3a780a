"""Terms: what a body is read under, and what reading it yields; not who posts it."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault


class Terms(NamedTuple):
    """``kinds``: those that the organisation has; none: any is taken."""

    limits: Limits
    kinds: Collection[str] = ()


class Reading(NamedTuple):
    """The messages to keep, how many events they hold, and what is wrong with those beside them that are refused."""

    messages: tuple[Message, ...]
    events: int
    refused: tuple[Fault, ...] = ()


Reader = Callable[[Post, Terms], Reading]
