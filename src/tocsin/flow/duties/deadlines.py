"""Deadlines: what time asks of open incidents: alarms of their clocks and steps of their escalation, each once."""

from datetime import datetime

from django.db import transaction

from tocsin.core.escalation.decide import decide
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.effects import Effect
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks, roster


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
    organisation, known = company().organisation, roster.standing(now)
    for incident in incidents.load(numbers).values():
        decision = decide(incident, organisation, known, clocks_of(incident, now), now=now)
        effects += effects_of(incident, decision, now=now)
    apply(effects, company(), now)
