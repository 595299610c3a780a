"""Understood: a message with its translation, and where each of its events happened. A value; knows no rule."""

from collections.abc import Iterable

from tocsin.core.event.message import Message
from tocsin.core.inventory.resolution import Resolution
from tocsin.core.kernel.value import Value
from tocsin.core.translation.values import Translation


class Understood(Value):
    """A message, its translation, and where each of its events happened."""

    message: Message
    translation: Translation
    places: tuple[Resolution, ...]


def replayed(messages: Iterable[Message]) -> list[int]:
    """The ids of the messages that were worked before."""
    return [message.id for message in messages if message.envelope.get("replayed")]
