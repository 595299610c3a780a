"""Witnesses: two sources that report the same things, each in its spelling, share an alert. Knows no rows."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from tocsin.core.event.values import Event
from tocsin.core.kernel.value import Value


class KnownAlert(Value):
    """An alert that fires, as far as an event may be about it."""

    fingerprint: str
    item: str
    kind: str
    reference: str
    last_at: datetime


def joined(event: Event, item: str, known: Iterable[KnownAlert]) -> Event:
    """The event under the fingerprint of the alert that it is about, where another witness spelled its place otherwise.

    ``item`` is where it happened (empty: unresolved, then it stands alone). Of several alerts of one kind there, the one
    with its reference is meant, else the newest.
    """
    alike = [alert for alert in known if item and (alert.item, alert.kind) == (item, event.kind)]
    if not alike or any(alert.fingerprint == event.fingerprint for alert in alike):
        return event

    def likely(alert: KnownAlert) -> tuple[bool, datetime]:
        return bool(alert.reference) and alert.reference == event.reference, alert.last_at

    return replace(event, fingerprint=max(alike, key=likely).fingerprint)
