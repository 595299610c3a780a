"""Due: what time asks of the interventions of ours: a reminder to the supplier, and a notice of one that nobody closed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tocsin.core.authorisation.rule import terms_of
from tocsin.core.intervention.values import SENT, Command, Overrun, PlannedIntervention, Remind
from tocsin.core.organisation.organisation import Organisation


def due(
    known: Iterable[PlannedIntervention], organisation: Organisation, *, now: datetime
) -> Iterator[tuple[PlannedIntervention, Command]]:
    """What is to be done now, at most one command an intervention."""
    for planned in known:
        if command := _command(planned, organisation, now):
            yield planned, command


def _command(planned: PlannedIntervention, organisation: Organisation, now: datetime) -> Command | None:
    terms = terms_of(organisation, planned.supplier)
    if terms is None or planned.state not in SENT:
        return None
    if planned.plan.end <= now:
        return None if planned.overrun_noted else Overrun()
    if planned.asked_at is None:
        return None
    return Remind() if now - planned.asked_at >= _patience(planned, terms.answer_s) else None


def _patience(planned: PlannedIntervention, answer_s: int) -> timedelta:
    """As long as the supplier has to answer; half of what is left where it begins sooner, but an hour at least."""
    asked = planned.asked_at or planned.plan.start
    left = (planned.plan.start - asked) / 2
    return max(timedelta(hours=1), min(timedelta(seconds=answer_s), left))
