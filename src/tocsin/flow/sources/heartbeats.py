"""Heartbeats: a source silent beyond its rhythm, or a mailbox out of reach, is an event like any other."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  declares what is written here
from tocsin.core.event.message import OWN, Message
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Source
from tocsin.flow import clock
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import snapshot
from tocsin.store import locks, sources
from tocsin.store.sources import Health

OURSELVES = "tocsin"  # the source of what Tocsin says about itself
_KIND = {"silent": ("source.silent",), "unreachable": ("source.unreachable",)}
OWN_JSON = "application/vnd.tocsin.events+json"


def watch() -> None:
    """Compare every source's last message with its rhythm; report what has changed."""
    now = clock.now()
    with transaction.atomic():
        if not locks.try_duty("heartbeats"):
            return
        health = sources.all_health()
        declared = snapshot().sources
        for source in declared.values():
            _judge(source, health.get(source.key), now)
        for key, known in health.items():
            if _is_moot(known.state, declared.get(key)):
                _change(key, "ok", "", now, was=known)


def _is_moot(state: str, source: Source | None) -> bool:
    """Whether no later event can end it: the source, or its rhythm, is no longer declared."""
    if source is None:
        return state in _KIND
    return state == "silent" and not source.rhythm_s


def unrepeated(grace: timedelta) -> dict[str, datetime]:
    """By source that still sends: the instant up to which an alert that was valid until then had time to be repeated.

    A message that is not worked yet may be the repetition. A source that comes back has its grace from then on. A source
    with a rhythm must have sent something since: it may be silent already before it is reported so.
    """
    now, declared = clock.now(), snapshot().sources
    last_contact: dict[str, datetime] = {}
    for key, health in sources.all_health().items():
        worked = min(now, health.waiting_at or now) - grace
        if (
            health.state == "ok"
            and health.last_message_at
            and worked >= max(health.since, health.back_at or health.since)
        ):
            rhythm = key in declared and declared[key].rhythm_s
            last_contact[key] = min(worked, health.last_message_at) if rhythm else worked
    return last_contact


def unreachable(source: str, reason: str) -> None:
    """A mailbox can't be reached: that is not «no mail»."""
    with transaction.atomic():
        locks.duty("heartbeats")
        _change(source, "unreachable", reason, clock.now(), was=sources.all_health().get(source))


def reachable(source: str) -> None:
    """The mailbox answers again."""
    with transaction.atomic():
        locks.duty("heartbeats")
        health = sources.all_health().get(source)
        if health and health.state == "unreachable":
            _change(source, "ok", "", clock.now(), was=health)


def _judge(source: Source, health: Health | None, now: datetime) -> None:
    if not source.rhythm_s or (health and health.state == "unreachable"):
        return
    if health is None:
        sources.expect(source.key, now)  # its rhythm is counted from the first look
        return
    silent = now - (health.last_message_at or health.since) > timedelta(seconds=source.rhythm_s)
    if silent and health.state != "silent":
        _change(source.key, "silent", "", now, was=health)
    elif not silent and health.state == "silent":
        _change(source.key, "ok", "", now, was=health)


def _change(source: str, state: str, reason: str, now: datetime, was: Health | None) -> None:
    """Report that the previous state is over, and report the new state."""
    if not sources.set_state(source, state, reason, now):
        sources.explain(source, reason)
        return
    before = was.state if was else "ok"
    events = [
        _event(kind, "resolved", source, _summary(source, state, reason)) for kind in _KIND.get(before, ())
    ]
    events += [
        _event(kind, "firing", source, _summary(source, state, reason)) for kind in _KIND.get(state, ())
    ]
    if events:
        intake.deposit([_message(events, now)])


def _event(kind: str, state: str, source: str, summary: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "state": state,
        "criticality": "high",
        "place": {"text": source, "parts": {"source": source}},
        "identity": f"{kind}:{source}",
        "summary": summary,
    }


def _message(events: list[dict[str, Any]], now: datetime) -> Message:
    return Message(
        source=OURSELVES,
        channel=OWN,
        received_at=now,
        media_type=OWN_JSON,
        body=msgspec.json.encode(events),
    )


def _summary(source: str, state: str, reason: str) -> str:
    """In each of the organisation's languages, because an event has one text for all readers."""
    why = Why(code=f"flow.source.{state}", facts={"source": source, "reason": reason})
    return " / ".join(render_why(why, language) for language in snapshot().settings.languages)
