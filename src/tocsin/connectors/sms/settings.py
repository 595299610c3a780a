"""The ``settings`` of an HTTP gateway for short messages: one request that sends, and what comes back from it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import re2
from msgspec import Meta

from tocsin.connectors.kit.filling import blanks
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.gateways import Gateway

declare_faults(
    {
        "fault.sms.url": (
            "l'adresse de la passerelle n'est pas une URL entière",
            "the gateway's address is no whole URL",
            "écrivez-la avec https:// et l'hôte",
            "write it with https:// and the host",
        ),
        "fault.sms.blank": (
            "la requête ne contient pas {blank}",
            "the request does not contain {blank}",
            "écrivez-le dans params, form ou json, là où la passerelle l'attend",
            "write it in params, form or json, where the gateway expects it",
        ),
        "fault.sms.pattern": (
            "« {pattern} » n'est pas une expression RE2",
            "'{pattern}' is no RE2 pattern",
            "par exemple ^0: Accepted",
            "for example ^0: Accepted",
        ),
    }
)


class ReceiptFields(Value):
    """How the gateway reports what became of a message: the names of its parameters, and its words.

    ``reference`` names the parameter with the identity that it gave when it took the message, or that we sent
    (``{reference}``). Another word than these means: not known yet.
    """

    reference: str = "id"
    status: str = "status"
    arrived: tuple[str, ...] = ("DELIVERED", "delivered")
    failed: tuple[str, ...] = ("UNDELIVERABLE", "REJECTED", "EXPIRED", "FAILED", "failed", "undelivered")


class InboundFields(Value):
    """How the gateway hands over what somebody answered: the names of its parameters."""

    sender: str = "from"
    text: str = "text"


class SmsSettings(Value):
    """The request that sends one message: ``{to}`` (the number with +), ``{digits}`` (without), ``{text}``, ``{reference}``
    (ours) are filled into ``params``, ``form`` and ``json``.

    ``accepted`` (RE2) must be found in the answer, for gateways that answer 200 whatever happens. ``reference`` (RE2) finds
    their identity of the message in the answer, in its first group; empty: receipts name ours. ``deadline_s`` in seconds.
    """

    url: str
    method: Literal["POST", "GET"] = "POST"
    params: dict[str, str] = {}
    form: dict[str, str] = {}
    json: dict[str, Any] = {}
    headers: dict[str, str] = {}
    user: str = ""
    password: str = ""
    accepted: str = ""
    reference: str = ""
    ca_file: str = ""
    deadline_s: Annotated[float, Meta(gt=0, le=60)] = 10.0
    receipt: ReceiptFields = ReceiptFields()
    inbound: InboundFields = InboundFields()


def faults(gateway: Gateway) -> Iterator[Fault]:
    """Addresses and patterns that cannot work, and requests without number or text."""
    settings = gateway.settings
    address = urlsplit(str(settings.get("url", "")))
    if address.scheme not in ("https", "http") or not address.hostname:
        yield fault("fault.sms.url", field="settings.url")
    filled = blanks([settings.get(part) or {} for part in ("params", "form", "json")])
    if not filled & {"to", "digits"}:
        yield fault("fault.sms.blank", field="settings", blank="{to}")
    if "text" not in filled:
        yield fault("fault.sms.blank", field="settings", blank="{text}")
    for name in ("accepted", "reference"):
        try:
            re2.compile(str(settings.get(name, "")))
        except re2.error:
            yield fault("fault.sms.pattern", field=f"settings.{name}", pattern=settings[name])
