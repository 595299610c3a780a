"""Windows: what the passing of time does to alerts. Interventions end, flapping alerts settle, others lapse."""

from datetime import timedelta

from django.db import transaction

from tocsin.core.correlation.decide import tick
from tocsin.core.lifecycle.decide import concerned
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.core.lifecycle.works import ended
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.journey import standing
from tocsin.flow.organisation import company
from tocsin.flow.sources import heartbeats
from tocsin.store import incidents, locks
from tocsin.store import standing as rows
from tocsin.store.ids import Ids


def watch() -> None:
    """Raise alerts that still fire after works, settle and lapse others, and let go of incidents that are long quiet."""
    with transaction.atomic():
        if not locks.try_duty("windows"):
            return
        _tick()


def _tick() -> None:
    now = clock.now()
    here = company()
    policy = here.organisation.policies
    locks.incidents()
    unrepeated = heartbeats.unrepeated(timedelta(seconds=policy.lapse_s))
    before = standing.of_time(here.graph, policy, now, unrepeated)
    correlated = tick(
        before,
        graph=here.graph,
        kinds=here.organisation.kinds,
        policy=policy,
        ids=Ids(),
        now=now,
        unrepeated=unrepeated,
    )
    known = incidents.load(concerned(correlated.effects))
    followed = follow(before, correlated, known, here, now=now)
    apply((*followed.effects, *ended(correlated.after, policy, now=now)), here, now)
    if rows.retire_incidents(now - timedelta(seconds=policy.reopen_s)):
        rows.advance()
