"""History: what is written of a batch besides its consequences: events, alerts' last words, messages' outcomes."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tocsin.core.correlation.interventions import is_of
from tocsin.core.correlation.values import Alert, Standing
from tocsin.core.event.values import Event, EventState
from tocsin.core.inventory.resolution import Resolution, render_place
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.understood import Understood, replayed
from tocsin.store import alerts
from tocsin.store.alerts import EventRow, LastWord
from tocsin.store.queue import Outcome

_encode = msgspec.json.Encoder().encode


def changed(before: Standing, after: Standing) -> list[Alert]:
    """The alerts that have changed."""
    return [alert for key, alert in after.alerts.items() if alert is not before.alerts.get(key)]


def words(understood: Sequence[Understood]) -> dict[str, LastWord]:
    """The last words about each fingerprint."""
    return {
        event.fingerprint: LastWord(read.message.id, event.summary)
        for read in understood
        for event in read.translation.events
    }


def outcomes(understood: Sequence[Understood]) -> list[Outcome]:
    """The outcome of each message."""
    return [
        Outcome(
            id=read.message.id,
            received_at=read.message.received_at,
            source=read.message.source,
            status=read.translation.status.value,
            format=read.translation.format,
            why=read.translation.why,
            events=len(read.translation.events),
        )
        for read in understood
    ]


def write(
    understood: Sequence[Understood], after: Standing, outdated: Mapping[int, Why], organisation: Organisation
) -> None:
    """Append the batch's events, each with what became of it. ``outdated``: by number in the batch, the reason."""
    worked_before = replayed(read.message for read in understood)
    if worked_before or any(read.translation.events for read in understood):
        suppliers = {key: source.supplier for key, source in organisation.sources.items()}
        alerts.write_events(_rows(understood, after, outdated, suppliers), worked_before)


def _rows(
    understood: Sequence[Understood],
    after: Standing,
    outdated: Mapping[int, Why],
    suppliers: Mapping[str, str],
) -> Iterator[EventRow]:
    number = 0
    for read in understood:
        message = read.message
        received_at, supplier = message.received_at.isoformat(), suppliers.get(message.source, "")
        for position, (event, place) in enumerate(zip(read.translation.events, read.places, strict=True)):
            alert = after.alerts.get(event.fingerprint)
            yield EventRow(
                message_id=message.id,
                position=position,
                received_at=received_at,
                occurred_at=event.occurred_at.isoformat(),
                source=message.source,
                fingerprint=event.fingerprint,
                kind=event.kind,
                state=event.state,
                criticality=event.criticality,
                item=place.item,
                subject=render_place(event.place),
                summary=event.summary,
                reference=event.reference,
                confidence=place.confidence,
                outcome="outdated" if number in outdated else _outcome(event, alert),
                incident_id=alert.incident or None if alert else None,
                data=_data(event, place, outdated.get(number), _works(event, alert, after)),
                supplier=supplier,
            )
            number += 1


def _outcome(event: Event, alert: Alert | None) -> str:
    if event.state in (EventState.INFO, EventState.PLANNED) or alert is None:
        return event.state.value
    if alert.muted_by:
        return "muted"
    if alert.flapping:
        return "flapping"
    return "repeated" if alert.repeats else event.state.value


def _works(event: Event, alert: Alert | None, after: Standing) -> int:
    """The intervention (id) that the event declares, or that explains its alert; 0 if there is none."""
    if event.state is EventState.PLANNED:
        declared = (works.id for works in after.interventions.values() if is_of(event, works))
        return next(declared, 0)
    return alert.muted_by if alert else 0


def _data(event: Event, place: Resolution, judged: Why | None, works: int) -> str:
    data: dict[str, object] = {"place": event.place, "how": place.how, "why": place.why}
    if place.rivals:
        data["rivals"] = place.rivals
    if judged:
        data["judged"] = judged
    if works:
        data["intervention"] = works
    if event.window:
        data["window"] = event.window
    if event.details:
        data["details"] = event.details
    return _encode(data).decode()
