"""Joining: an alert that an open incident explains, or used to hold, is part of it."""

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.folding import absorb
from tocsin.core.correlation.index import Incident, is_supply
from tocsin.core.correlation.plausible import close, explains
from tocsin.core.correlation.values import AlertState
from tocsin.core.kernel.why import Why


def returns(desk: Desk, rise: Rise) -> bool:
    """The alert fires again: back into its incident, unless that recovered too long ago."""
    incident = desk.find(rise.alert.incident) if rise.alert.incident else None
    if incident is None or not _may_return(desk, incident, rise):
        return False
    facts = {"item": rise.alert.item or rise.alert.subject}
    case = desk.join(incident, rise, Why(code="correlation.joined_again", facts=facts))
    absorb(desk, case, rise.at, {rise.alert.item: rise.alert.effect})
    return True


def explained(desk: Desk, rise: Rise) -> bool:
    """An open incident's cause takes the alert's item down: the alert is a symptom of it."""
    alert = rise.alert
    above = desk.those(desk.index.above(alert.item))
    found = [one for one in above if _open(desk, one, rise) and explains(desk, one, rise)]
    if not found:
        return False
    incident = min(found, key=_age)
    inferred = "_inferred" if incident.inferred else ""
    facts = {
        "cause": incident.cause,
        "causes": list(incident.causes),
        "window_s": desk.policy.correlation_window_s,
    }
    why = Why(code=f"correlation.joined_explained{inferred}", facts=facts)
    case = desk.join(incident, rise, why, review=incident.inferred)
    if is_supply(desk.graph, alert.item):
        absorb(desk, case, rise.at, {alert.item: alert.effect})
    return True


def same_item(desk: Desk, rise: Rise) -> bool:
    """Another condition of the very item at fault, within the window: the same trouble, perhaps worse."""
    alert = rise.alert
    known = desk.those(desk.index.by_cause.get(alert.item, ()))
    found = [one for one in known if _same_trouble(desk, one, rise)]
    if not found:
        return False
    case = desk.case(min(found, key=_age))
    case.causes[alert.item] = max(case.causes[alert.item], alert.effect, key=lambda effect: effect.rank)
    desk.join(case, rise, Why(code="correlation.joined_same_item", facts={"item": alert.item}))
    return True


def same_subject(desk: Desk, rise: Rise) -> bool:
    """An unresolved alert joins what the same source said of the same subject, and nothing else."""
    alert = rise.alert
    known = desk.those(desk.index.by_subject.get((alert.source, alert.subject), ()))
    found = [one for one in known if _same_trouble(desk, one, rise)]
    if not found:
        return False
    facts = {"source": alert.source, "subject": alert.subject}
    desk.join(min(found, key=_age), rise, Why(code="correlation.joined_same_subject", facts=facts))
    return True


def _may_return(desk: Desk, incident: Incident, rise: Rise) -> bool:
    if incident.recovered_at is None:
        return True
    return (rise.at - incident.recovered_at).total_seconds() <= desk.policy.reopen_s


def _open(desk: Desk, incident: Incident, rise: Rise) -> bool:
    """A recovered incident takes symptoms for as long as the window lasts, then only its own alerts."""
    return incident.recovered_at is None or close(desk, incident, rise.at)


def _same_trouble(desk: Desk, incident: Incident, rise: Rise) -> bool:
    apart = desk.apart(incident.kind) != desk.apart(rise.alert.kind)
    return not apart and not incident.inferred and close(desk, incident, rise.at)


def _age(incident: Incident) -> tuple[object, int]:
    return incident.opened_at, incident.id


def fell(desk: Desk) -> None:
    """Alerts that recovered leave their incident; the others keep firing in it."""
    for fingerprint, at in desk.fallen.items():
        alert = desk.alerts[fingerprint]
        if alert.state is AlertState.RESOLVED and not alert.held:
            if alert.counted:
                desk.leave(alert, at)
            desk.unmute(alert)
