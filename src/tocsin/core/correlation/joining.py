"""Joining: an alert that an open incident explains, or contained before, is part of it."""

from collections.abc import Iterable

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.explainers import alike, explainer
from tocsin.core.correlation.folding import absorb, place_found
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import close
from tocsin.core.correlation.values import AlertState
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Policies


def returns(desk: Desk, rise: Rise) -> bool:
    """An alert that fires again goes back into its incident, unless that recovered too long ago."""
    incident = desk.find(rise.alert.incident) if rise.alert.incident else None
    if incident is None or not _may_return(desk, incident, rise):
        return False
    facts = {"item": rise.alert.item or rise.alert.subject}
    case = desk.join(incident, rise, Why(code="correlation.joined_again", facts=facts))
    absorb(desk, case, rise.at, {rise.alert.item: rise.alert.effect})
    return True


def stays(desk: Desk, rise: Rise) -> bool:
    """A person said where the alert is, and its incident was decided by a person: the alert stays in it."""
    incident = desk.find(desk.located.get(rise.alert.fingerprint, 0))
    if incident is None or not incident.by_hand:
        return False
    if place_found(desk, rise) is None:
        desk.join(incident, rise, Why(code="correlation.joined_by_hand", facts={"item": rise.alert.item}))
    return True


def set_apart(desk: Desk, rise: Rise) -> bool:
    """A person took the alert out of an incident that is still known: it gets its own incident, which no rule folds."""
    alert = rise.alert
    if alert.fingerprint not in desk.index.taken_out:
        return False
    why = Why(code="correlation.opened_set_apart", facts={"item": alert.item or alert.subject})
    case = desk.open_alone(rise, why)
    case.by_hand = True
    desk.join(case, rise, why)
    return True


def same_item_by_hand(desk: Desk, rise: Rise) -> bool:
    """Another alert of a cause of an incident that was decided by a person joins that incident."""
    known = desk.those(desk.index.by_cause.get(rise.alert.item, ()))
    found = [incident for incident in known if incident.by_hand and close(desk, incident, rise.at)]
    if not found:
        return False
    facts = {"item": rise.alert.item}
    desk.join(min(found, key=_age), rise, Why(code="correlation.joined_same_item", facts=facts))
    return True


def explained(desk: Desk, rise: Rise) -> bool:
    """The cause of an open incident takes the alert's item down: the alert is a symptom of it."""
    alert = rise.alert
    incident = explainer(desk, rise)
    if incident is None:
        return False
    case = desk.join(incident, rise, explained_by(incident, desk.policy), review=incident.inferred)
    if desk.graph.is_supply(alert.item):
        absorb(desk, case, rise.at, {alert.item: alert.effect})
    return True


def same_symptom(desk: Desk, rise: Rise) -> bool:
    """Another alert of a symptom is in the symptom's incident."""
    incident = alike(desk, rise)
    if incident is None:
        return False
    desk.join(incident, rise, explained_by(incident, desk.policy))
    return True


def same_item(desk: Desk, rise: Rise) -> bool:
    """Another security alert of the same item joins: nothing else may explain security."""
    alert = rise.alert
    known = desk.those(desk.index.by_cause.get(alert.item, ()))
    found = [incident for incident in known if _same_trouble(desk, incident, rise)]
    if not found:
        return False
    case = desk.case(min(found, key=_age))
    desk.join(case, rise, Why(code="correlation.joined_same_item", facts={"item": alert.item}))
    return True


def same_subject(desk: Desk, rise: Rise) -> bool:
    """An unresolved alert joins the incident of the same source and subject, and nothing else."""
    alert = rise.alert
    known = desk.those(desk.index.by_subject.get((alert.source, alert.subject), ()))
    found = [incident for incident in known if _same_trouble(desk, incident, rise)]
    if not found:
        return False
    facts = {"source": alert.source, "subject": alert.subject}
    desk.join(min(found, key=_age), rise, Why(code="correlation.joined_same_subject", facts=facts))
    return True


def explained_by(incident: Incident, policy: Policies) -> Why:
    """The reason for joining an incident whose causes explain the alert."""
    facts = {
        "cause": incident.cause,
        "causes": list(incident.causes),
        "window_s": policy.correlation_window_s,
    }
    return Why(code=f"correlation.joined_explained{'_inferred' if incident.inferred else ''}", facts=facts)


def _may_return(desk: Desk, incident: Incident, rise: Rise) -> bool:
    if incident.recovered_at is None:
        return True
    return (rise.at - incident.recovered_at).total_seconds() <= desk.policy.reopen_s


def _same_trouble(desk: Desk, incident: Incident, rise: Rise) -> bool:
    apart = desk.apart(incident.kind) != desk.apart(rise.alert.kind)
    return not apart and not incident.inferred and close(desk, incident, rise.at)


def _age(incident: Incident) -> tuple[object, int]:
    return incident.opened_at, incident.id


def fell(desk: Desk, fingerprints: Iterable[str]) -> None:
    """Alerts that recovered leave their incident; the others keep firing in it."""
    for fingerprint in fingerprints:
        at = desk.fallen.pop(fingerprint)
        alert = desk.alerts[fingerprint]
        if alert.state is AlertState.RESOLVED and not alert.flapping:
            if alert.counted:
                desk.leave(alert, at)
            desk.unmute(alert)
