"""Channels: what checks and pages know of the channels by which messages arrive. Knows no connector and no protocol."""

from collections.abc import Callable, Iterator, Mapping

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.desks import Desk
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.values import Label, Source

SourceCheck = Callable[[Source], Iterator[Fault]]
DeskCheck = Callable[[Desk], Iterator[Fault]]
GatewayCheck = Callable[[Gateway], Iterator[Fault]]


def nothing(_source: Source) -> Iterator[Fault]:
    """A check that finds nothing."""
    return iter(())


def no_desk_fault(_desk: Desk) -> Iterator[Fault]:
    """A check that finds nothing."""
    return iter(())


def no_gateway_fault(_gateway: Gateway) -> Iterator[Fault]:
    """A check that finds nothing."""
    return iter(())


class Channel(Value):
    """A way by which messages arrive: ``word`` is what a source's ``channel`` says, ``label`` what people read.

    ``settings`` is the type of a source's settings. ``faults`` and ``doubts`` find what the type can't: each fault's
    ``field`` is a path in the source (``settings.folder``). A source may not name a channel that does not receive
    (``receives``). A channel that speaks
    to ticket desks has ``desk_settings``, the type of a desk's, and finds in ``desk_faults`` what that can't; one that
    reaches people likewise has ``gateway_settings`` and ``gateway_faults``.
    """

    word: str
    label: Label
    settings: type[Value] = Value
    faults: SourceCheck = nothing
    doubts: SourceCheck = nothing
    receives: bool = True
    desk_settings: type[Value] | None = None
    desk_faults: DeskCheck = no_desk_fault
    gateway_settings: type[Value] | None = None
    gateway_faults: GatewayCheck = no_gateway_fault


Channels = Mapping[str, Channel]  # by word
