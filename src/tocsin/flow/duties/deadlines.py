"""Deadlines: clocks that have reached «at risk» or «breached» are announced once, on the timeline and to people."""

from datetime import datetime

from django.db import transaction

from tocsin.core.escalation import untaken
from tocsin.core.escalation.alarm import alarm
from tocsin.core.kernel.decision import Decision
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.effects import Effect
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents.keeping import clocks_of
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
    effects: list[Effect] = []
    organisation = company().organisation
    for incident in incidents.load(numbers).values():
        ticking = alarm(incident, clocks_of(incident, now), now=now)
        unclaimed = untaken.alarm(ticking.after, organisation, now=now)
        both = Decision(after=unclaimed.after, effects=(*ticking.effects, *unclaimed.effects))
        effects += effects_of(incident, both, now=now)
    apply(effects, company(), now)
