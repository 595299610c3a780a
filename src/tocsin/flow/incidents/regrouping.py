"""Regrouping: two incidents merged, or alerts split off one, as a person decides. Checks no rights."""

from tocsin.core.correlation import regrouping
from tocsin.core.correlation.decide import Correlated
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.values import AlertState, Standing
from tocsin.core.event.message import PEOPLE
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident, number_of
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.decide import concerned
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.core.lifecycle.effects import StandingChanged
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.journey import standing
from tocsin.flow.organisation import company
from tocsin.store import incidents
from tocsin.store.ids import Ids


def others(command: c.Regrouping) -> tuple[int, ...]:
    """The other incidents (ids) that the command changes: whoever asks must be allowed to act on them too."""
    return (command.parent,) if isinstance(command, c.Merge) else ()


def carry_out(incident: Incident, command: c.Regrouping, by: str) -> int:
    """Do it, inside the caller's transaction and under its lock; the incident (id) that the person goes on with.

    Raises Refused where it makes no sense; the other incidents must exist.
    """
    now, here = clock.now(), company()
    before = _standing(incident, command)
    desk = Desk(before, here.graph, here.organisation.kinds, here.organisation.policies, Ids(), now)
    correlated = _correlated(desk, incident, command, by)
    known = incidents.load(concerned(correlated.effects))
    apply(follow(before, correlated, known, here, now=now, by=by).effects, here, now)
    opened = correlated.after.incidents.keys() - before.incidents.keys()
    return next(iter((*others(command), *opened)))


def end_reports(number: int) -> None:
    """Alerts that people reported end with the incident (id): no source will report their end."""
    before, here, now = standing.of_incidents([number]), company(), clock.now()
    reports = [
        alert for alert in before.alerts.values() if alert.source == PEOPLE and alert.incident == number
    ]
    if not any(alert.state is AlertState.FIRING for alert in reports):
        return
    desk = Desk(before, here.graph, here.organisation.kinds, here.organisation.policies, Ids(), now)
    after = regrouping.end(desk, [alert for alert in reports if alert.state is AlertState.FIRING])
    apply([StandingChanged(before=before, after=after)], here, now)


def _standing(incident: Incident, command: c.Regrouping) -> Standing:
    """What stands at the incidents, which are open and have alerts."""
    numbers = (incident.id, *others(command))
    for other in incidents.load(numbers).values():
        if not other.open or other.folded_into is not None:
            raise Refused("incident.refused.other_open", number=other.number)
    before = standing.of_incidents(numbers)
    for number in numbers:
        if number not in before.incidents:
            raise Refused("incident.refused.no_alert", number=number_of(number))
    return before


def _correlated(desk: Desk, incident: Incident, command: c.Regrouping, by: str) -> Correlated:
    facts = {"person": by, "number": incident.number}
    match command:
        case c.Merge(parent=parent):
            why = Why(code="correlation.merged_by_hand", facts=facts)
            return regrouping.merge(desk, incident.id, parent, why)
        case c.Split(alerts=alerts):
            why = Why(code="correlation.split_by_hand", facts=facts)
            return regrouping.split(desk, incident.id, alerts.split(), why)
    raise TypeError(f"no rule for {type(command).__name__}")
