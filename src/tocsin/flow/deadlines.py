"""Deadlines: clocks that have reached «at risk» or «breached» are said once, on the timeline and to people."""

from django.db import transaction

from tocsin.flow import clock
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
