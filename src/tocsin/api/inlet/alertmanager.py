"""Alertmanager: knows the forms of its API v2 (what Prometheus posts) and webhook v4, not their meaning."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

import tocsin
from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, parse
from tocsin.core.event.message import Message

MEDIA_TYPE = "application/json"

_Labels = Annotated[dict[str, str], msgspec.Meta(min_length=1)]


class _Alert(msgspec.Struct):
    """A postable alert (Alertmanager's openapi.yaml, ``postableAlert``)."""

    labels: _Labels
    annotations: dict[str, str] = {}
    startsAt: str = ""  # noqa: N815 - their word
    endsAt: str = ""  # noqa: N815 - their word


class _Notified(msgspec.Struct):
    """An alert in a webhook: it has a status of its own."""

    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    annotations: dict[str, str] = {}


class _Webhook(msgspec.Struct):
    """The webhook's body, version 4 (Alertmanager's notify/webhook)."""

    version: Literal["4"]
    status: Literal["firing", "resolved"]
    alerts: list[_Notified]


def read_alerts(post: Post, limits: Limits) -> tuple[tuple[Message, ...], int]:
    """What Prometheus sends to an Alertmanager: one message for the whole list."""
    alerts = parse(post.body, list[_Alert], limits)
    check_count(len(alerts), limits)
    return _messages(post, len(alerts)), len(alerts)


def read_webhook(post: Post, limits: Limits) -> tuple[tuple[Message, ...], int]:
    """What an Alertmanager sends to its receivers: one message for the whole group."""
    webhook = parse(post.body, _Webhook, limits)
    check_count(len(webhook.alerts), limits)
    return _messages(post, len(webhook.alerts)), len(webhook.alerts)


def status(since: datetime) -> dict[str, object]:
    """What ``GET /api/v2/status`` must hold for amtool (``alertmanagerStatus`` in openapi.yaml)."""
    unknown = dict.fromkeys(("revision", "branch", "buildUser", "buildDate", "goVersion"), "")
    return {
        "cluster": {"status": "disabled", "peers": []},
        "config": {"original": ""},
        "uptime": since.isoformat(),
        "versionInfo": {"version": f"tocsin-{tocsin.__version__}", **unknown},
    }


def _messages(post: Post, alerts: int) -> tuple[Message, ...]:
    return (post.message(MEDIA_TYPE, post.body),) if alerts else ()
