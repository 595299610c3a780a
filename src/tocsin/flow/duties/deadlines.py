"""Deadlines: clocks that have reached «at risk» or «breached» are said once, on the timeline and to people."""

from datetime import datetime

from django.db import transaction

from tocsin.core.escalation.alarm import alarm
from tocsin.core.incident.values import NoticeDue, TimelineEntry
from tocsin.flow import clock
from tocsin.flow.incidents.keeping import clocks_of, keep
from tocsin.flow.notices import queueing as notices
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks


def watch() -> int:
    """Look at every incident whose next deadline has come; how many there were."""
    now = clock.now()
    numbers = incidents.due(now)
    if numbers:
        with transaction.atomic():
            locks.incidents()
            _watch(numbers, now)
    return len(numbers)


def _watch(numbers: list[int], now: datetime) -> None:
    here = company()
    decisions = [alarm(one, clocks_of(one, now), now=now) for one in incidents.load(numbers).values()]
    keep([decision.after for decision in decisions], now)
    said = [effect for decision in decisions for effect in decision.effects]
    incidents.write_entries([one for one in said if isinstance(one, TimelineEntry)])
    notices.queue([one for one in said if isinstance(one, NoticeDue)], here, now)
