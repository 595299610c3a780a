"""Gateways: how people are reached other than by mail, as it is declared. Knows no protocol and no person."""

from typing import Annotated, Any

from msgspec import Meta

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label


class Gateway(Value):
    """A way to reach people: a person's way of this kind (key) is served by the connector ``channel`` with its ``settings``.

    ``per_hour``: so many messages to one person, at most; what is beyond is sent as one. ``cost``: cents a message.
    ``tokens``: digests (sha256) of the tokens with which the gateway reports receipts and answers to us; none: it reports
    nothing.
    """

    key: str
    channel: str
    label: Label
    per_hour: Annotated[int, Meta(ge=2, le=1000)] = 12
    cost: Annotated[int, Meta(ge=0)] = 0
    settings: dict[str, Any] = {}
    tokens: tuple[str, ...] = ()
