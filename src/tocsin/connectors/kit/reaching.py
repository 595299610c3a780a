"""Reaching: what a connector that reaches people offers, and what a gateway reports back. Knows no person and no row."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from tocsin.connectors.kit.sending import Send


class Receipt(NamedTuple):
    """The gateway's report on a message (``reference``, its own): ``arrived`` True or False; None: neither yet."""

    reference: str
    arrived: bool | None
    status: str


class Inbound(NamedTuple):
    """What somebody (``sender``, as the gateway writes the address) answered."""

    sender: str
    text: str


# Opens a connection for the deliveries of a gateway with these settings (of the connector's type, secrets put in).
OpenGateway = Callable[[Any], AbstractContextManager[Send]]

# What a gateway with these settings reports with these parameters; None: nothing that we read.
ReadReport = Callable[[Any, Mapping[str, str]], Receipt | Inbound | None]
