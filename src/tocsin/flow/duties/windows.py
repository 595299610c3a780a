"""Windows: what the passing of time does to alerts. Interventions end, flapping settles, the unrepeated lapses."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.core.correlation.decide import tick
from tocsin.flow import clock
from tocsin.flow.journey import follow, history, standing
from tocsin.flow.notices import queueing as notices
from tocsin.flow.organisation import company
from tocsin.flow.sources import heartbeats
from tocsin.store import alerts, locks
from tocsin.store import standing as rows
from tocsin.store.ids import Ids


def watch() -> None:
    """Raise what is still wrong after works; settle what flapped; end what lapsed; forget what is long quiet."""
    with transaction.atomic():
        if not locks.try_duty("windows"):
            return
        _tick()


def _tick() -> None:
    now = clock.now()
    here = company()
    policy = standing.policy_of(here.organisation.policies)
    locks.incidents()
    unrepeated = heartbeats.unrepeated(timedelta(seconds=policy.lapse_s))
    before = standing.of_time(here.graph, policy, now, unrepeated)
    decision = tick(
        before,
        graph=here.graph,
        kinds=here.organisation.kinds,
        policy=policy,
        ids=Ids(),
        now=now,
        unrepeated=unrepeated,
    )
    told = follow.follow(decision, here, now)
    standing.keep(before, decision.after)
    alerts.write(history.changed(before, decision.after), {})
    notices.queue(told, here, now)
    _retire(standing.over(decision.after, policy, now), now - timedelta(seconds=policy.reopen_s))


def _retire(over: list[int], quiet_since: datetime) -> None:
    if over:
        rows.end_interventions(over)
    if rows.retire_incidents(quiet_since) or over:
        rows.advance()
