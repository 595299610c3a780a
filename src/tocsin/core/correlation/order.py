"""Order: which of two words on one alert is the newer, as exactly as they are told. Knows no inventory, no incident."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tocsin.core.correlation.values import Alert, AlertState, Sighting
from tocsin.core.event.values import EventState, Precision


class Standing(StrEnum):
    """How a word stands to the newest one that is known."""

    NEWER = "newer"
    REPEATED = "repeated"  # older by its stamp, but said again after the newest word contradicted it
    OLDER = "older"


class Word(NamedTuple):
    """What an event says of its alert. It speaks of some instant from ``at`` to ``until``, and was sent at ``said_at``.

    ``began`` is the stamp as it is written: where a source repeats the beginning of an episode, that.
    """

    state: AlertState
    began: datetime
    at: datetime
    until: datetime
    said_at: datetime | None
    again: bool  # its message was worked before: it was not said again


def word_of(sighting: Sighting, now: datetime) -> Word:
    """The word of a sighting heard at ``now``. A clock that runs ahead must not outdate what follows: nothing is later
    than now."""
    event = sighting.event
    firing = event.state is EventState.FIRING
    began = at = min(event.occurred_at, now)
    span = Precision.MILLISECOND.span if at.microsecond else event.precision.span
    if event.repeats and firing and event.said_at:
        at, span = min(max(began, event.said_at), now), Precision.SECOND.span
    return Word(
        state=AlertState.FIRING if firing else AlertState.RESOLVED,
        began=began,
        at=at,
        until=at + span,
        said_at=event.said_at,
        again=sighting.again,
    )


def standing(word: Word, alert: Alert, now: datetime) -> Standing:
    """A word is older only if it is, however exactly both are told; where that decides nothing, their sending does, then
    their arrival. An older word that is said again after it was contradicted is no late one: it counts."""
    known_until = alert.last_until or alert.last_at
    older = word.at < alert.last_at and word.until <= alert.last_at
    if not older and word.at < known_until:
        older = _sent_before(word.said_at, alert.said_at)
    if not older:
        return Standing.NEWER
    return Standing.REPEATED if _is_repeated(word, alert, now) else Standing.OLDER


def _sent_before(said: datetime | None, known: datetime | None) -> bool:
    """A mail's Date has seconds only."""
    return said is not None and known is not None and int(said.timestamp()) < int(known.timestamp())


def _is_repeated(word: Word, alert: Alert, now: datetime) -> bool:
    """The same stamp was heard before, of the other state than the present one. A recovery must be repeated without
    an alarm between, and not against an alarm that its source still stands by."""
    if word.again or word.began != alert.rival_at or _sent_before(word.said_at, alert.said_at):
        return False
    return word.state is AlertState.FIRING or alert.holds_until is None or alert.holds_until <= now
