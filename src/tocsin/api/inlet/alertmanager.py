"""Alertmanager: knows the forms of its API v2 (what Prometheus posts) and webhook v4, not their meaning."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

import tocsin
from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, fault_of, parse, parsed
from tocsin.api.inlet.terms import Reading, Terms
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.translation.reading.charset import as_utf8

MEDIA_TYPE = "application/json"

_Labels = dict[str, str | None]  # Go reads null as the empty text, and Alertmanager takes that as no label
_Time = Annotated[datetime, msgspec.Meta(tz=True)]  # RFC 3339, as openapi.yaml has it


class _Alert(msgspec.Struct):
    """A postable alert (Alertmanager's openapi.yaml, ``postableAlert``)."""

    labels: _Labels
    annotations: _Labels | None = None
    startsAt: str | None = None  # noqa: N815 - their word
    endsAt: str | None = None  # noqa: N815 - their word


class _Notified(msgspec.Struct):
    """An alert in a webhook: it has a status of its own."""

    status: Literal["firing", "resolved"]
    labels: _Labels
    annotations: _Labels | None = None


class _Webhook(msgspec.Struct):
    """The webhook's body: version 4 of Alertmanager (notify/webhook), version 1 of Grafana's alerting."""

    version: Literal["4", "1"]
    status: Literal["firing", "resolved"]
    alerts: list[msgspec.Raw] | None


def read_alerts(post: Post, terms: Terms) -> Reading:
    """What Prometheus sends to an Alertmanager: one message for the whole list.

    As Alertmanager does, alerts that can be read are kept, and the faults of the others are reported.
    """
    body = as_utf8(post.body, post.content_type)
    alerts = parse(body, list[msgspec.Raw], terms.limits)
    check_count(len(alerts), terms.limits)
    kept, refused = _sifted(alerts, _alert_fault, "")
    if not refused:
        return Reading(_messages(post, body, len(alerts)), len(alerts))
    return Reading(_messages(post, _listed(kept), len(kept)), len(kept), refused)


def read_webhook(post: Post, terms: Terms) -> Reading:
    """What an Alertmanager, or Grafana, sends to its receivers: one message for the whole group."""
    body = as_utf8(post.body, post.content_type)
    alerts = parse(body, _Webhook, terms.limits).alerts or []
    check_count(len(alerts), terms.limits)
    kept, refused = _sifted(alerts, _notified_fault, "alerts")
    if not refused:
        return Reading(_messages(post, body, len(alerts)), len(alerts))
    if not kept:
        raise BadInput(refused)
    around = msgspec.json.decode(body, type=dict[str, msgspec.Raw]) | {"alerts": msgspec.Raw(_listed(kept))}
    return Reading(_messages(post, msgspec.json.encode(around), len(kept)), len(kept), refused)


def _sifted(
    alerts: Sequence[msgspec.Raw], wrong: Callable[[bytes, str], Fault | None], prefix: str
) -> tuple[list[bytes], tuple[Fault, ...]]:
    """The alerts that can be read, and the faults of the others."""
    found = [(bytes(raw), wrong(bytes(raw), f"{prefix}[{index}]")) for index, raw in enumerate(alerts)]
    return [raw for raw, fault in found if fault is None], tuple(fault for _, fault in found if fault)


def _alert_fault(raw: bytes, at: str) -> Fault | None:
    alert = parsed(raw, _Alert, at)
    if isinstance(alert, Fault):
        return alert
    if not any(alert.labels.values()):
        return fault("inlet.fault.no_label", field=f"{at}.labels")
    for name in ("startsAt", "endsAt"):
        try:  # an empty time counts as no time, as in Alertmanager
            msgspec.convert(getattr(alert, name) or None, _Time | None)
        except msgspec.ValidationError as error:
            return fault_of(error, _Time, f"{at}.{name}")
    return None


def _notified_fault(raw: bytes, at: str) -> Fault | None:
    alert = parsed(raw, _Notified, at)
    return alert if isinstance(alert, Fault) else None


def _listed(raws: Sequence[bytes]) -> bytes:
    return b"[" + b",".join(raws) + b"]"


def status(since: datetime) -> dict[str, object]:
    """What ``GET /api/v2/status`` must hold for amtool (``alertmanagerStatus`` in openapi.yaml)."""
    unknown = dict.fromkeys(("revision", "branch", "buildUser", "buildDate", "goVersion"), "")
    return {
        "cluster": {"status": "disabled", "peers": []},
        "config": {"original": ""},
        "uptime": since.isoformat(),
        "versionInfo": {"version": f"tocsin-{tocsin.__version__}", **unknown},
    }


def _messages(post: Post, body: bytes, alerts: int) -> tuple[Message, ...]:
    return (post.message(MEDIA_TYPE, body),) if alerts else ()
