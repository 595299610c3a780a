"""Rereading: events that replayed messages no longer contain, and whether another message still reports the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice, zip_longest

from msgspec.structs import replace

from tocsin.core.correlation.values import Retraction, Sighting
from tocsin.core.event.values import EventState
from tocsin.core.translation.values import Status, Translation
from tocsin.core.understood import Understood
from tocsin.store import alerts

Readings = Mapping[tuple[int, str], int]  # (message, fingerprint) -> how many alarms or recoveries
_ALARMS = (EventState.FIRING, EventState.RESOLVED)


def retracted(
    understood: Sequence[Understood], seen: Sequence[Sighting], earlier: Readings
) -> list[Retraction]:
    """The events that are gone, each with what is read instead. ``seen`` are the events of ``understood``, in order."""
    before: dict[int, dict[str, int]] = defaultdict(dict)
    for (message, fingerprint), count in earlier.items():
        before[message][fingerprint] = count
    gone: dict[str, Retraction] = {}
    following = iter(seen)
    for reading in understood:
        now = list(islice(following, len(reading.translation.events)))
        if _is_read(reading.translation, known := before[reading.message.id]):
            _compare(known, now, gone)
    return _judged(gone, seen, list(before)) if gone else []


def _is_read(translation: Translation, known: Mapping[str, int]) -> bool:
    """Whether the message is understood: a broken format takes nothing back, because the message may be unchanged."""
    whole = translation.status in (Status.TRANSLATED, Status.IGNORED)
    return whole or len(translation.events) >= sum(known.values())


def _compare(known: Mapping[str, int], now: Sequence[Sighting], gone: dict[str, Retraction]) -> None:
    kept = {sighting.event.fingerprint for sighting in now if sighting.event.state in _ALARMS}
    lost = [fingerprint for fingerprint in known if fingerprint not in kept]
    fresh = [sighting for sighting in now if sighting.event.fingerprint not in known.keys() & kept]
    for fingerprint, instead in zip_longest(lost, fresh[: len(lost)]):
        first = Retraction(fingerprint=fingerprint, instead=instead.id if instead else None)
        already = gone.get(fingerprint, first)
        gone[fingerprint] = replace(already, count=already.count + known[fingerprint])


def _judged(
    gone: Mapping[str, Retraction], seen: Sequence[Sighting], messages: Sequence[int]
) -> list[Retraction]:
    """An alert is over if neither another message nor this batch reports it."""
    confirmed = alerts.confirmed(list(gone), messages)
    confirmed |= {
        sighting.event.fingerprint for sighting in seen if sighting.event.state is EventState.FIRING
    }
    return [replace(retraction, over=retraction.fingerprint not in confirmed) for retraction in gone.values()]
