"""Desks: a supplier's ticket desk, opened with its settings and secrets. What speaks to it, the registry knows."""

from contextlib import AbstractContextManager, nullcontext

import msgspec

from tocsin.connectors.kit.desk import DeskLine, TicketDesk, Unsent
from tocsin.core.organisation.desks import Desk
from tocsin.core.organisation.secrets import with_secrets
from tocsin.core.tmf.tickets import HOSTED
from tocsin.flow import clock
from tocsin.flow.calls import AccountCalls
from tocsin.flow.channels import CHANNELS
from tocsin.flow.tmf.hosted import HostedDesk
from tocsin.settings.mail import secret

_UNSET_S = 60.0  # before settings that can't work are tried again


def opened(desk: Desk, supplier: str, *, urgent: bool) -> AbstractContextManager[TicketDesk]:
    """The supplier's desk, for as long as the block lasts. Raises Unsent where its settings or secrets are not there."""
    if desk.channel == HOSTED.channel:
        return nullcontext(HostedDesk(supplier))
    connector = CHANNELS.get(desk.channel)
    if connector is None or connector.desk is None or connector.desk_settings is None:
        raise Unsent(f"no connector for desks by {desk.channel!r}", _UNSET_S)
    try:
        settings = msgspec.convert(with_secrets(desk.settings, secret), connector.desk_settings)
    except (KeyError, OSError, msgspec.ValidationError) as wrong:
        raise Unsent(f"settings: {wrong}", _UNSET_S) from wrong
    return connector.desk(DeskLine(settings=settings, now=clock.now, calls=AccountCalls), urgent=urgent)
