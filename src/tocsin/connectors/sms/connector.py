"""The connector of an HTTP gateway: its channel is ``sms``. One request a message, and never a second by itself.

Only what certainly did not reach the gateway is tried again: an answer that does not come in time is a doubt.
"""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
import re2

from tocsin.connectors.kit.connector import Connector
from tocsin.connectors.kit.filling import filled
from tocsin.connectors.kit.reaching import Inbound, Receipt
from tocsin.connectors.kit.sending import Outcome, Send, SendFailed, outcome_of
from tocsin.connectors.sms.settings import SmsSettings, faults
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.values import own_label

CHANNEL = "sms"
_SHOWN = 200  # characters of an answer that are kept
_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@contextmanager
def opened(settings: SmsSettings) -> Iterator[Send]:
    """A connection to the gateway; no redirect is followed, and no proxy of the environment is used."""
    trust: ssl.SSLContext = ssl.create_default_context(cafile=settings.ca_file or None)
    with httpx2.Client(
        verify=trust, timeout=settings.deadline_s, follow_redirects=False, trust_env=False
    ) as client:
        yield lambda delivery, about_to_leave: _send(client, settings, delivery, about_to_leave)


def read(settings: SmsSettings, fields: Mapping[str, str]) -> Receipt | Inbound | None:
    """A receipt, or what somebody answered, from the parameters of a call of the gateway."""
    receipt, inbound = settings.receipt, settings.inbound
    if (reference := fields.get(receipt.reference, "")) and (status := fields.get(receipt.status, "")):
        known = {**dict.fromkeys(receipt.failed, False), **dict.fromkeys(receipt.arrived, True)}
        return Receipt(reference=reference, arrived=known.get(status), status=status)
    if (sender := fields.get(inbound.sender, "")) and (text := fields.get(inbound.text, "")):
        return Inbound(sender=sender, text=text)
    return None


def _send(
    client: httpx2.Client, settings: SmsSettings, delivery: Delivery, about_to_leave: Callable[[], None]
) -> str:
    about_to_leave()
    try:
        answer = client.request(
            settings.method,
            settings.url,
            **_content(settings, delivery),
            headers=settings.headers,
            auth=(settings.user, settings.password) if settings.user else None,
        )
    except _UNSENT as error:
        raise SendFailed(Outcome.TEMPORARY, type(error).__name__) from error
    except httpx2.HTTPError as error:  # the request was under way
        raise SendFailed(Outcome.AMBIGUOUS, type(error).__name__) from error
    return _taken(settings, answer)


def _content(settings: SmsSettings, delivery: Delivery) -> dict[str, Any]:
    number = "".join(delivery.address.split())
    names = {
        "to": number,
        "digits": number.removeprefix("+"),
        "text": delivery.payload["text"],
        "reference": str(delivery.id),
    }
    parts = {"params": settings.params, "data": settings.form, "json": settings.json}
    return {name: filled(part, names) for name, part in parts.items() if part}


def _taken(settings: SmsSettings, answer: httpx2.Response) -> str:
    """Their identity of the message, else the beginning of their answer."""
    text = answer.text[:_SHOWN]
    shown = f"{answer.status_code} {text}"
    if not answer.is_success:
        raise SendFailed(outcome_of(answer.status_code), shown)
    if settings.accepted and not re2.search(settings.accepted, text):
        raise SendFailed(Outcome.PERMANENT, shown)
    found = re2.search(settings.reference, text) if settings.reference else None
    return str(found[1] if found and found.re.groups else found[0]) if found else shown


CONNECTOR = Connector(
    word=CHANNEL,
    label=own_label(fr="Passerelle SMS (HTTP)", en="SMS gateway (HTTP)"),
    receives=False,
    gateway_settings=SmsSettings,
    gateway_faults=faults,
    gateway=opened,
    report=read,
)
