"""Closing: incidents that have been resolved long enough are closed, with the reason on their timelines."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.core.escalation.closing import close_in_time
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.effects import Effect
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks


def watch() -> int:
    """Look at the incidents that were resolved longest ago; how many there were to close."""
    now = clock.now()
    close_s = company().organisation.policies.close_s
    numbers = incidents.resolved_before(now - timedelta(seconds=close_s))
    if numbers:
        with transaction.atomic():
            locks.incidents()
            _close(numbers, close_s, now)
    return len(numbers)


def _close(numbers: list[int], close_s: int, now: datetime) -> None:
    effects: list[Effect] = []
    for incident in incidents.load(numbers).values():
        effects += effects_of(incident, close_in_time(incident, close_s, now=now), now=now)
    apply(effects, company(), now)
