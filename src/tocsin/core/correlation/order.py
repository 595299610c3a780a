"""Order: which of two events of one alert is the newer, as precisely as their times are given. Knows no incident."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tocsin.core.correlation.values import Alert, AlertState, Sighting
from tocsin.core.event.values import EventState, Precision, Stamp

MOST_RIVALS = 8  # remembered times of events that contradict an alert: one for each observer of the condition


class Standing(StrEnum):
    """Whether an event is newer than the newest known event of its alert."""

    NEWER = "newer"
    REPEATED = "repeated"  # older by its time, but sent again after the newest event contradicted it
    OLDER = "older"


class Word(NamedTuple):
    """The time of an event. It happened at some instant from ``at`` to ``until``, and was sent at ``sent_at``.

    ``began`` is the time as it is written. ``as_sent``: the alarm was true when it was sent, and nothing else is known
    of its time; then ``at`` is the time of sending.
    """

    state: AlertState
    began: datetime
    at: datetime
    until: datetime
    sent_at: datetime | None
    as_sent: bool
    again: bool  # its message was worked before: the source did not send it again


def word_of(sighting: Sighting, now: datetime) -> Word:
    """The time of a sighting received at ``now``. Nothing is later than now: otherwise a clock that runs ahead would make
    later events look outdated."""
    event = sighting.event
    firing = event.state is EventState.FIRING
    began = at = min(event.occurred_at, now)
    span = Precision.MILLISECOND.span if at.microsecond else event.precision.span
    as_sent = firing and event.stamp is not Stamp.INSTANT and event.sent_at is not None
    if as_sent and event.sent_at:
        at, span = min(max(began, event.sent_at), now), Precision.SECOND.span
    return Word(
        state=AlertState.FIRING if firing else AlertState.RESOLVED,
        began=began,
        at=at,
        until=at + span,
        sent_at=event.sent_at,
        as_sent=as_sent,
        again=sighting.again,
    )


def standing(word: Word, alert: Alert, now: datetime) -> Standing:
    """Whether an event that contradicts the alert's state is newer than what is known.

    It is older only if all of its span lies before; where the spans overlap, the time of sending decides, then the
    order of arrival. An older event that is sent again after it was contradicted is not late: it counts.
    """
    if _is_newer(word, alert) and not _still_meant(word, alert, now):
        return Standing.NEWER
    return Standing.REPEATED if _is_repeated(word, alert, now) else Standing.OLDER


def _is_newer(word: Word, alert: Alert) -> bool:
    """An alarm that only gives its time of sending may have been over by then: then the times of sending decide."""
    alarm_as_sent = word.as_sent if word.state is AlertState.FIRING else alert.as_sent
    if alarm_as_sent and word.sent_at and alert.sent_at:
        return not _sent_before(word, alert)
    if word.at < alert.last_at and word.until <= alert.last_at:
        return False
    overlaps = word.at < (alert.last_until or alert.last_at)
    return not (overlaps and _sent_before(word, alert))


def _still_meant(word: Word, alert: Alert, now: datetime) -> bool:
    """Whether a recovery ends before the last alarm, while the source of that alarm reports it as valid until later."""
    if word.state is AlertState.FIRING or alert.holds_until is None:
        return False
    return alert.holds_until > now and word.until <= alert.last_at


def _is_repeated(word: Word, alert: Alert, now: datetime) -> bool:
    """The same time was received before, with the state that is not the present one. A recovery must be repeated without
    an alarm between, and not against an alarm that its source still reports as valid."""
    if word.again or word.began not in alert.rivals or _sent_before(word, alert):
        return False
    return word.state is AlertState.FIRING or alert.holds_until is None or alert.holds_until <= now


def _sent_before(word: Word, alert: Alert) -> bool:
    """A mail's Date has seconds only."""
    if word.sent_at is None or alert.sent_at is None:
        return False
    return int(word.sent_at.timestamp()) < int(alert.sent_at.timestamp())
