"""Works: when an intervention is over for good. Knows its window and what it mutes, no rows."""

from datetime import datetime, timedelta

from tocsin.core.correlation.interventions import ends_at
from tocsin.core.correlation.values import Intervention, Standing
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.effects import Effect, InterventionOver
from tocsin.core.organisation.values import Policies


def ended(standing: Standing, policy: Policies, *, now: datetime) -> tuple[Effect, ...]:
    """The interventions whose window ended at least ``reopen_s`` ago and which mute nothing any more."""
    muting = {alert.muted_by for alert in standing.alerts.values()}
    since = now - timedelta(seconds=policy.reopen_s)
    over = [
        works
        for number, works in standing.interventions.items()
        if number not in muting and ends_at(works, policy) < since
    ]
    return tuple(effect for works in over for effect in _over(works, policy, now))


def _over(works: Intervention, policy: Policies, now: datetime) -> tuple[Effect, Effect]:
    why = Why(code="lifecycle.intervention_over", facts={"end_at": ends_at(works, policy).isoformat()})
    subject = Subject.intervention(works.id)
    entry = TimelineEntry(subject=subject, at=now, actor=TOCSIN, verb=Verb.OVER, why=why)
    return InterventionOver(intervention=works.id), entry
