"""Correcting: a source, or a person, corrects a wrong place. The alerts of that place end; the rest is judged again."""

from msgspec.structs import replace

from tocsin.core.correlation.case import Case
from tocsin.core.correlation.desk import Correction, Desk
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.values import Alert, AlertState, Sighting
from tocsin.core.event.values import EventState
from tocsin.core.kernel.why import Why


def by_source(desk: Desk, sighting: Sighting) -> None:
    """The message names the message of its source that it corrects: the alerts of that message are over."""
    event = sighting.event
    if not event.corrects or event.state is not EventState.FIRING:
        return
    for alert in _of_reference(desk, sighting):
        facts = {"before": alert.item or alert.subject, "reference": event.corrects, "source": event.source}
        why = Why(code="correlation.corrected", facts={**facts, "after": sighting.item or event.place.text})
        _end(desk, alert, event.fingerprint, why)


def by_person(desk: Desk, wrong: int, right: int, why: Why) -> None:
    """A person says that the incident ``wrong`` (id) is the trouble of ``right``, reported at a wrong place.

    The alerts of its causes end: those of the sources that also report the causes of ``right``, if any; else all.
    """
    causes = desk.incidents[wrong].causes
    firing = [alert for alert in _firing(desk, wrong) if alert.item in causes or not causes]
    right_causes = desk.incidents[right].causes
    sources = {alert.source for alert in _firing(desk, right) if alert.item in right_causes}
    for alert in [alert for alert in firing if alert.source in sources] or firing:
        _end(desk, alert, right, why)


def place_restored(desk: Desk, alert: Alert, why: Why) -> None:
    """The place was right after all: the alert that ended because of the correction fires again, as before."""
    if alert.state is AlertState.RESOLVED:
        desk.alerts[alert.fingerprint] = replace(alert, state=AlertState.FIRING, state_at=alert.last_at)
        desk.free(desk.alerts[alert.fingerprint], alert.last_at, why)


def release(desk: Desk) -> None:
    """Other alerts of the incident with the wrong place are judged again, unless another of its causes still fires."""
    for number in desk.corrected:
        incident = desk.find(number)
        if incident is not None and not _goes_on(incident, desk.corrected[number]):
            case = desk.case(incident)
            for alert in _firing(desk, number):
                case.remove(alert.item or alert.subject, alert.effect)
                desk.free(alert, alert.state_at, desk.corrected[number].why)


def move(desk: Desk) -> None:
    """An incident whose place was wrong folds into the right one, with its history and its time."""
    for number, correction in desk.corrected.items():
        case, parent = _emptied(desk, number), _right(desk, correction.right)
        if case and parent and parent.id != case.id:
            case.waned = False  # nothing of it has recovered
            desk.fold(case, desk.case(parent), correction.why, correction.ended)


def _of_reference(desk: Desk, sighting: Sighting) -> list[Alert]:
    event = sighting.event
    return [
        alert
        for alert in desk.alerts.values()
        if (alert.source, alert.reference) == (event.source, event.corrects)
        and alert.fingerprint != event.fingerprint
        and alert.state is AlertState.FIRING
        and not (alert.item and alert.item == sighting.item)
    ]


def _end(desk: Desk, alert: Alert, right: str | int, why: Why) -> None:
    desk.risen.pop(alert.fingerprint, None)  # reported and corrected in one batch: nobody saw it
    if alert.counted:
        known = desk.corrected.get(alert.incident)
        ended = (*(known.ended if known else ()), alert.fingerprint)
        desk.corrected[alert.incident] = Correction(right=right, ended=ended, why=why)
    desk.end(alert, desk.now, why)


def _firing(desk: Desk, number: int) -> list[Alert]:
    return [alert for alert in desk.alerts.values() if alert.counted and alert.incident == number]


def _goes_on(incident: Incident, correction: Correction) -> bool:
    """A person corrects the whole incident; a message corrects only the message that it names."""
    told_by_message = isinstance(correction.right, str)
    return (
        told_by_message and not incident.inferred and any(key in incident.members for key in incident.causes)
    )


def _emptied(desk: Desk, number: int) -> Case | None:
    incident = desk.find(number)
    return desk.case(incident) if incident and not incident.members and not incident.recovered_at else None


def _right(desk: Desk, right: str | int) -> Incident | None:
    number = desk.alerts[right].incident if isinstance(right, str) else right
    return desk.find(number) if number else None
