"""Ledger: what an event does to its own alert: repeat, change of state, or too old to matter."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import AlertFlapping, EventOutdated
from tocsin.core.correlation.order import MOST_RIVALS, Standing, Word, standing, word_of
from tocsin.core.correlation.values import Alert, AlertState, Sighting
from tocsin.core.event.values import Event
from tocsin.core.kernel.why import Why


def record(desk: Desk, sighting: Sighting) -> None:
    """Write one firing or resolved event into its alert; note the alert if it rose or fell."""
    word = word_of(sighting, desk.now)
    alert = desk.alerts.get(sighting.event.fingerprint)
    if alert is None:
        _begin(desk, sighting, word)
    elif word.state is alert.state:
        _repeat(desk, alert, sighting, word)
    elif standing(word, alert, desk.now) is Standing.OLDER:
        _outdated(desk, alert, sighting, word)
    else:
        _change(desk, alert, sighting, word)


def _begin(desk: Desk, sighting: Sighting, word: Word) -> None:
    event, item = sighting.event, _believed(desk, sighting)
    desk.alerts[event.fingerprint] = Alert(
        fingerprint=event.fingerprint,
        source=event.source,
        kind=event.kind,
        item=item,
        subject=event.place.text or item if item else _subject(event),
        criticality=event.criticality,
        state=word.state,
        effect=desk.claim(event.kind),
        first_at=word.began,
        last_at=word.at,
        last_until=word.until,
        sent_at=word.sent_at,
        as_sent=word.as_sent,
        state_at=word.began,
        holds_until=event.holds_until if word.state is AlertState.FIRING else None,
        reference=event.reference,
    )
    if word.state is AlertState.FIRING:
        desk.risen[event.fingerprint] = word.began


def _repeat(desk: Desk, alert: Alert, sighting: Sighting, word: Word) -> None:
    at = word.at
    if sighting.event.criticality is not alert.criticality and at >= alert.last_at:
        alert = replace(alert, criticality=sighting.event.criticality)
        desk.raised(alert)
    if alert.counted and not alert.item and (item := _believed(desk, sighting)):
        alert = _located(desk, alert, item, at)
    elif _adrift(desk, alert):
        alert = replace(alert, counted=False)
        desk.risen.setdefault(alert.fingerprint, at)
    if alert.counted and alert.state is AlertState.FIRING and not sighting.again:
        desk.reminded(alert, at, max(word.until, word.sent_at or word.until))
    desk.alerts[alert.fingerprint] = replace(
        alert,
        count=alert.count + (not sighting.again),
        repeats=alert.repeats + (at > alert.last_at),
        first_at=min(alert.first_at, word.began),
        holds_until=_renewed(alert, sighting),
        reference=alert.reference or sighting.event.reference,
        rivals=() if alert.state is AlertState.FIRING and not sighting.again else alert.rivals,
        **_newest(alert, word),
    )


def _newest(alert: Alert, word: Word) -> dict[str, Any]:
    """The fields of the newest event: this one, or an earlier one that is newer."""
    known = alert.last_until or alert.last_at
    return {
        "last_at": max(alert.last_at, word.at),
        "last_until": max(known, word.until),
        "as_sent": word.as_sent if word.at >= alert.last_at else alert.as_sent,
        "sent_at": _later(alert.sent_at, word.sent_at),
    }


def _later(known: datetime | None, newest: datetime | None) -> datetime | None:
    if known is None or newest is None:
        return known or newest
    return max(known, newest)


def _renewed(alert: Alert, sighting: Sighting) -> datetime | None:
    """Until when the alert is valid, by the event that arrived last; without an end, for good. A replay only extends it."""
    known, newest = alert.holds_until, sighting.event.holds_until
    if newest is None and not sighting.again:
        return None
    return _later(known, newest)


def _located(desk: Desk, alert: Alert, item: str, at: datetime) -> Alert:
    """A person said where it is: it leaves the incident in which it was unresolved, and is judged again."""
    desk.leave(alert, at)
    desk.located[alert.fingerprint] = alert.incident
    desk.risen.setdefault(alert.fingerprint, alert.state_at)
    return replace(alert, item=item, counted=False, incident=0)


def _adrift(desk: Desk, alert: Alert) -> bool:
    """Whether it fires in no open incident, because a person resolved that too early: then a reminder counts as new."""
    if alert.state is not AlertState.FIRING or alert.muted_by or alert.flapping:
        return False
    known = alert.fingerprint in desk.risen or (alert.counted and desk.find(alert.incident) is not None)
    return not known


def _outdated(desk: Desk, alert: Alert, sighting: Sighting, word: Word) -> None:
    desk.alerts[alert.fingerprint] = replace(
        alert,
        count=alert.count + (not sighting.again),
        first_at=min(alert.first_at, word.began),
        rivals=alert.rivals if sighting.again else (*alert.rivals, word.began)[-MOST_RIVALS:],
    )
    facts = {
        "event_at": word.began.isoformat(),
        "known_at": alert.last_at.isoformat(),
        "state": alert.state.value,
    }
    why = Why(code="correlation.outdated", facts=facts)
    desk.notes.append(EventOutdated(fingerprint=alert.fingerprint, sighting=sighting.id, why=why))


def _change(desk: Desk, alert: Alert, sighting: Sighting, word: Word) -> None:
    """Change the state, as of the event's time, but not before the last event of the old state."""
    state, at = word.state, max(word.began, alert.last_at)
    flaps, since = (alert.flaps, alert.flaps_since) if sighting.again else _flaps(desk, alert, at)
    flapping = alert.flapping or flaps > desk.policy.flap_changes
    after = replace(
        alert,
        state=state,
        count=alert.count + (not sighting.again),
        state_at=at,
        repeats=0,
        rivals=(alert.last_at,) if state is AlertState.RESOLVED else (),
        holds_until=sighting.event.holds_until if state is AlertState.FIRING else None,
        reference=sighting.event.reference if state is AlertState.FIRING else alert.reference,
        flaps=flaps,
        flaps_since=since,
        flapping=flapping,
        criticality=sighting.event.criticality if state is AlertState.FIRING else alert.criticality,
        item=alert.item if alert.counted else _believed(desk, sighting) or alert.item,
        **_newest(alert, word),
    )
    desk.alerts[alert.fingerprint] = after
    if flapping:
        _freeze(desk, alert, after)
    else:
        _note(desk, after)


def _flaps(desk: Desk, alert: Alert, at: datetime) -> tuple[int, datetime]:
    """Changes in the present flap window; a change after its end begins another one."""
    since = alert.flaps_since
    if since is None or at - since > timedelta(seconds=desk.policy.flap_window_s):
        return 1, at
    return alert.flaps + 1, since


def _freeze(desk: Desk, before: Alert, alert: Alert) -> None:
    """From now on, and already in this batch, the alert counts as it did before."""
    desk.fallen.pop(alert.fingerprint, None)
    if before.flapping:
        return
    facts = {"changes": alert.flaps, "window_s": desk.policy.flap_window_s, "stable_s": desk.policy.stable_s}
    why = Why(code="correlation.flapping", facts=facts)
    desk.notes.append(AlertFlapping(fingerprint=alert.fingerprint, why=why))


def _note(desk: Desk, alert: Alert) -> None:
    if alert.state is AlertState.FIRING:
        desk.risen.setdefault(alert.fingerprint, alert.state_at)
    else:
        desk.fallen[alert.fingerprint] = alert.state_at


def _subject(event: Event) -> str:
    """What an unresolved alert is about: its place, spelled out; a constant mail subject is no place."""
    parts = event.place.parts
    spelled = ", ".join(f"{name} {parts[name]}" for name in sorted(parts))
    return spelled or event.place.text or event.identity or f"{event.kind}: {event.summary}"


def _believed(desk: Desk, sighting: Sighting) -> str:
    return sighting.item if sighting.confidence >= desk.policy.trust else ""
