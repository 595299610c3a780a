"""Aside: messages without an event are set aside if a person declared their sort no alarms. Messages with events are not."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from tocsin.core.event.message import Message
from tocsin.core.kernel.why import Why
from tocsin.core.translation.alike import Sort, sort_of
from tocsin.core.translation.values import Status, Translation
from tocsin.core.understood import Understood
from tocsin.store import aside
from tocsin.store.read.headline import HEAD_BYTES, headline

_MAY = (Status.UNTRANSLATED, Status.QUARANTINED)


def with_set_aside(understood: Sequence[Understood], now: datetime) -> list[Understood]:
    """The batch, in which messages of a sort that was set aside have that status, and are counted."""
    candidates = {reading.message.source for reading in understood if _may_be(reading)}
    rules = {rule.sort: rule for rule in aside.rules(candidates)} if candidates else {}
    if not rules:
        return list(understood)
    met: Counter[int] = Counter()
    judged = []
    for reading in understood:
        rule = rules.get(_sort(reading.message)) if _may_be(reading) else None
        if rule is not None:
            met[rule.id] += 1
            reading = replace(reading, translation=_aside(rule))
        judged.append(reading)
    aside.counted(met, now)
    return judged


def _may_be(reading: Understood) -> bool:
    return reading.translation.status in _MAY and not reading.translation.events


def _sort(message: Message) -> Sort:
    return sort_of(message.source, *headline(message.body[:HEAD_BYTES], message.media_type, message.envelope))


def _aside(rule: aside.Rule) -> Translation:
    facts = {"rule": rule.id, "reason": rule.reason, "person": rule.by}
    return Translation(status=Status.SET_ASIDE, why=(Why(code="flow.set_aside", facts=facts),))
