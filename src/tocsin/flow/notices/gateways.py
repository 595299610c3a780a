"""Gateways: opened with their settings and secrets, which no error repeats; and what they report back. Sends nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256

import msgspec
import structlog
from django.db import transaction
from django.utils.crypto import constant_time_compare

from tocsin.connectors.kit.reaching import Receipt
from tocsin.connectors.kit.sending import Outcome, Send, SendFailed
from tocsin.core.kernel.errors import NotFound
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.secrets import secrets_in, with_secrets
from tocsin.flow import clock
from tocsin.flow.channels import CHANNELS
from tocsin.flow.incidents import taking
from tocsin.flow.notices import falling_back
from tocsin.flow.organisation import snapshot
from tocsin.settings.mail import secret
from tocsin.store import deliveries

log = structlog.get_logger()
_HIDDEN = "***"


@contextmanager
def opened(gateway: Gateway) -> Iterator[Send]:
    """The gateway, for as long as the block lasts. Raises SendFailed where its settings or secrets are not there."""
    connector = CHANNELS.get(gateway.channel)
    if connector is None or connector.gateway is None or connector.gateway_settings is None:
        raise SendFailed(Outcome.TEMPORARY, f"no connector for {gateway.channel!r}")
    try:
        whole = with_secrets(gateway.settings, secret)
        settings = msgspec.convert(whole, connector.gateway_settings)
    except (KeyError, OSError, msgspec.ValidationError) as wrong:
        raise SendFailed(Outcome.TEMPORARY, f"settings: {wrong}") from wrong
    hidden = [text for _, reference in secrets_in(gateway.settings) if (text := secret(reference))]
    with connector.gateway(settings) as send:
        yield _without(hidden, send)


class CallOutcome(StrEnum):
    """What became of a call of a gateway. A receipt may come before its message is noted as sent: it is unknown yet."""

    TAKEN = "taken"
    UNREAD = "unread"
    UNKNOWN = "unknown"


def receive(key: str, token: str, fields: Mapping[str, str]) -> CallOutcome:
    """A call of the gateway (key) with its parameters: a receipt, or a person's answer.

    Raises NotFound where there is no such gateway, or the token is none of its own.
    """
    gateway = snapshot().gateways.get(key)
    digest = sha256(token.encode()).hexdigest()
    if gateway is None or not any(constant_time_compare(digest, known) for known in gateway.tokens):
        raise NotFound()
    connector = CHANNELS[gateway.channel]
    if connector.report is None or connector.gateway_settings is None:
        return CallOutcome.UNREAD
    found = connector.report(msgspec.convert(gateway.settings, connector.gateway_settings), fields)
    if isinstance(found, Receipt):
        return _receipt(key, found)
    if found is None:
        return CallOutcome.UNREAD
    taking.by_message(key, found.sender, found.text)
    return CallOutcome.TAKEN


def _receipt(key: str, receipt: Receipt) -> CallOutcome:
    number = deliveries.of_reference(key, receipt.reference)
    if number is None:
        return CallOutcome.UNKNOWN
    if receipt.arrived:
        deliveries.arrived(number, clock.now())
    elif receipt.arrived is False:
        with transaction.atomic():
            if deliveries.returned(number, receipt.status):
                falling_back.carry_on(falling_back.following(number))
    return CallOutcome.TAKEN


def _without(hidden: list[str], send: Send) -> Send:
    """The sender, whose answers and errors show no secret: gateways repeat the request in their errors."""

    def masked(text: str) -> str:
        for secret_text in hidden:
            text = text.replace(secret_text, _HIDDEN)
        return text

    def sending(delivery: Delivery, about_to_leave: Callable[[], None]) -> str | None:
        try:
            reply = send(delivery, about_to_leave)
        except SendFailed as failed:
            raise SendFailed(failed.outcome, masked(failed.reply)) from None
        return masked(reply) if reply else reply

    return sending
