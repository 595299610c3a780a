"""The connector of the services that Apprise knows: its channel is ``apprise``. One address a call, no retry of its own.

Apprise says only that it failed; why stands in what it logs during the call. What it does not explain is a doubt.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from tocsin.connectors.kit.connector import Connector
from tocsin.connectors.kit.sending import Outcome, Send, SendFailed, outcome_of
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.kernel.value import Value
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.values import own_label

declare_faults(
    {
        "fault.apprise.address": (
            "l'adresse du service ne contient pas {blank}",
            "the service's address does not contain {blank}",
            "écrivez-le là où va l'adresse de la personne, ou nommez un secret (env:NOM) qui le contient",
            "write it where the person's address goes, or name a secret (env:NAME) that contains it",
        ),
    }
)

CHANNEL = "apprise"
_BLANK = "{address}"
_STATUS = re.compile(r"error=(\d{3})\b")
_UNSENT = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|Connection refused|SSLError")


class ServiceSettings(Value):
    """``url``: Apprise's address of the service, with ``{address}`` where the person's goes:
    ``ntfy://ntfy.example/{address}``.

    It holds credentials: name it as a secret (``env:NTFY_URL``) whose text contains ``{address}``. ``deadline_s``: seconds.
    """

    url: str
    deadline_s: float = 10.0


def faults(gateway: Gateway) -> Iterator[Fault]:
    """An address in which nobody's own address has a place."""
    url = str(gateway.settings.get("url", ""))
    if _BLANK not in url and not url.startswith(("env:", "file:")):
        yield fault("fault.apprise.address", field="settings.url", blank=_BLANK)


@contextmanager
def opened(settings: ServiceSettings) -> Iterator[Send]:
    """The service: Apprise connects for each message."""
    yield lambda delivery, about_to_leave: _send(settings, delivery, about_to_leave)


def _send(settings: ServiceSettings, delivery: Delivery, about_to_leave: Callable[[], None]) -> str:
    service = _service(_address(settings, delivery.address))
    about_to_leave()
    result = service.notify(
        title=delivery.payload["title"], body=delivery.payload["text"], log_level=logging.DEBUG
    )
    if result:
        return "OK"
    lines = [str(entry.message) for entry in result.logs()]
    raise SendFailed(_outcome("\n".join(lines)), _shown(lines))


def _address(settings: ServiceSettings, address: str) -> str:
    """One call, one try: what is tried again, and when, is the outbox's business."""
    url = settings.url.replace(_BLANK, quote(address, safe=""))
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}retry=0&rto={settings.deadline_s}&cto={settings.deadline_s}"


def _service(url: str) -> Any:
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)  # only there it says why a connection failed
    logger.propagate = False  # with the whole request, which belongs into no log
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of modules that Apprise loads for other services
        from apprise import Apprise

        service = Apprise()
        if not service.add(url):
            raise SendFailed(Outcome.PERMANENT, "no address that Apprise knows")
    return service


def _outcome(logged: str) -> Outcome:
    if status := _STATUS.search(logged):
        return outcome_of(int(status[1]))
    return Outcome.TEMPORARY if _UNSENT.search(logged) else Outcome.AMBIGUOUS


def _shown(lines: list[str]) -> str:
    """What a person reads: the warning, not the request that Apprise logs with its addresses."""
    return next((line for line in lines if line.startswith(("Failed", "A Connection"))), "no answer")[:200]


CONNECTOR = Connector(
    word=CHANNEL,
    label=own_label(fr="Teams, Slack, ntfy… (Apprise)", en="Teams, Slack, ntfy… (Apprise)"),
    receives=False,
    gateway_settings=ServiceSettings,
    gateway_faults=faults,
    gateway=opened,
)
