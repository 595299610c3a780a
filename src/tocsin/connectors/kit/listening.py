"""Listening: how a connector hands events over to a counterpart's listener, and which addresses it may call. Keeps none."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Undelivered(Exception):
    """The listener did not take it, for this reason."""


class Events(NamedTuple):
    """``agreed``: whether, by a source's settings, an address may be called at all. ``post`` hands an event (its body) over
    to an address, and raises Undelivered; it calls none that is not agreed."""

    agreed: Callable[[Any, str], bool]
    post: Callable[[Any, str, bytes], None]
