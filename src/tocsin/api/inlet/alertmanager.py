"""Alertmanager: knows the forms of its API v2 (what Prometheus posts) and webhook v4, not their meaning."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

import tocsin
from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, departure, parse
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault

MEDIA_TYPE = "application/json"

_Labels = Annotated[dict[str, str], msgspec.Meta(min_length=1)]
_Time = Annotated[datetime, msgspec.Meta(tz=True)]  # RFC 3339, as openapi.yaml has it


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
    if wrong := tuple(_unreadable_times(alerts)):
        raise BadInput(wrong)
    return _messages(post, len(alerts)), len(alerts)


def _unreadable_times(alerts: Sequence[_Alert]) -> Iterator[Fault]:
    """An empty time is one that was not given: Alertmanager takes it so."""
    for index, alert in enumerate(alerts):
        for name in ("startsAt", "endsAt"):
            try:
                msgspec.convert(getattr(alert, name) or None, _Time | None)
            except msgspec.ValidationError as error:
                yield departure(str(error), f"[{index}].{name}")


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
