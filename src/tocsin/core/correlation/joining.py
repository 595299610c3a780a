"""Joining: an alert that an open incident explains, or contained before, is part of it."""

from collections.abc import Iterable, Sequence

from tocsin.core.correlation.case import Rise, claimed
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.explaining import in_time, rank
from tocsin.core.correlation.folding import absorb, place_found
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import LATE, close, enough
from tocsin.core.correlation.signs import Sign, of_incident
from tocsin.core.correlation.storm import at_once, is_suspect_behind
from tocsin.core.correlation.values import Alert, AlertState
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType
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
    incident = _explainer(desk, rise)
    if incident is None:
        return False
    case = desk.join(incident, rise, explained_by(incident, desk.policy), review=incident.inferred)
    if desk.graph.is_supply(alert.item):
        absorb(desk, case, rise.at, {alert.item: alert.effect})
    return True


def _explainer(desk: Desk, rise: Rise) -> Incident | None:
    """Of the incidents that explain the alert by one named cause and still fire, the one with the most upstream cause."""
    alert = rise.alert
    above = desk.those(desk.index.above(alert.item))
    found = [
        ((incident.recovered_at is not None, incident.inferred, *rank(desk, cause)), incident)
        for incident in above
        if (cause := _cause(desk, incident, rise)) is not None
    ]
    if not found or _slows(desk, alert):
        return None
    order, incident = min(found, key=lambda pair: (pair[0], pair[1].id))
    standing = [other for other in above if not other.recovered_at]
    if incident.inferred and _due_to_several(desk, standing, alert):
        return None
    others = (other for other in standing if other is not incident)
    unsure = [other for other in others if other.inferred or other.hot or len(other.causes) > 1]
    limit = None if incident.inferred else order[-2:]
    return None if any(_names_better(desk, other, rise, limit) for other in unsure) else incident


def _slows(desk: Desk, alert: Alert) -> bool:
    """Whether it may be why an application is slow, whatever the present cause of that: then both are judged together."""
    if alert.effect.rank < Effect.DEGRADED.rank:
        return False
    return any(desk.is_slow(application) for application in desk.graph.applications_on(alert.item))


def _names_better(desk: Desk, incident: Incident, rise: Rise, limit: tuple[int, str] | None) -> bool:
    """Whether something that fires in the incident, other than its only cause, is a better explanation of the alert."""
    alert, graph = rise.alert, desk.graph
    return any(
        (limit is None or rank(desk, key) < limit)
        and enough(graph.loss({key: claimed(incident.members[key])}).effect(alert.item), alert.effect)
        for key in graph.line(alert.item)
        if key in incident.members and key != alert.item
    )


def _cause(desk: Desk, incident: Incident, rise: Rise) -> str | None:
    """The cause that explains the alert by itself."""
    alert = rise.alert
    if alert.item in incident.causes or desk.apart(incident.kind) != desk.apart(alert.kind):
        return None
    if incident.inferred:
        return incident.cause if _inferred_explains(desk, incident, rise) else None
    line = desk.graph.line(alert.item)
    above = [key for key in incident.causes if key in line]
    if len(above) > 1:
        above.sort(key=lambda key: rank(desk, key))
    for item in above:
        loss = desk.graph.loss({item: incident.causes[item]})
        if enough(loss.effect(alert.item), alert.effect) and _reported_in_time(desk, incident, item, rise):
            return item
    return None


def _reported_in_time(desk: Desk, incident: Incident, cause: str, rise: Rise) -> bool:
    """Whether the cause may be that of the alert by their times."""
    alert = rise.alert
    sign = Sign(alert.item, alert.effect, rise.at, rise.at, alert.kind, may_mean_lost_supply=False)
    reported = (known for known in of_incident(incident, whole=False) if known.item == cause)
    return any(in_time(desk, known, sign) for known in reported)


def _inferred_explains(desk: Desk, incident: Incident, rise: Rise) -> bool:
    """Whether the inferred cause explains the alert within its window, and the alert can't change what was inferred.

    It can if it may be a cause itself, or if a device may turn out to be the better guess; then all is judged again.
    """
    alert = rise.alert
    if not enough(desk.graph.loss(incident.causes).effect(alert.item), alert.effect):
        return False
    if not close(desk, incident, rise.at) or not at_once(desk, incident, rise.at):
        return False
    return not is_suspect_behind(desk, alert.item, tuple(incident.causes)) and not _explains_more(
        desk, incident, alert
    )


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


def _explains_more(desk: Desk, incident: Incident, alert: Alert) -> bool:
    """Whether the alert may be a cause of what fires in this or another incident, alone or with others."""
    if desk.index.by_cause.get(alert.item) or desk.is_about_heat(alert.kind, alert.item):
        return True
    if desk.graph.type_of(alert.item) is ItemType.APPLICATION and alert.effect is Effect.DEGRADED:
        return True
    if desk.graph.is_leaf(alert.item) or _has_no_dependents(desk, incident, alert):
        return False
    own = desk.graph.loss({alert.item: alert.effect})
    if len(own) < 2:
        return False
    if desk.graph.is_supply(alert.item):
        beside = (key for item in own.reduced for key in desk.graph.line(item) if key != alert.item)
        if any(key in incident.members and desk.graph.is_supply(key) for key in beside):
            return True
    known = desk.index.below(own) | desk.index.late(incident.last_at, LATE)
    near = [open_incident for open_incident in desk.those(known) if not open_incident.recovered_at]
    return any(
        item in candidate.members
        for candidate in (incident, *near)
        for item in own.items
        if item != alert.item
    )


def _has_no_dependents(desk: Desk, incident: Incident, alert: Alert) -> bool:
    """Whether nothing that fires or is a cause, here or elsewhere, depends on the item: its loss need not be computed."""
    dependents = desk.graph.dependents(alert.item)
    if dependents is None or desk.graph.is_supply(alert.item):
        return False
    recent = (desk.incidents[number].members for number in desk.index.late(incident.last_at, LATE))
    known = (incident.members, desk.index.by_cause, *recent)
    return all(items.keys().isdisjoint(dependents) for items in known)


def _due_to_several(desk: Desk, incidents: Sequence[Incident], alert: Alert) -> bool:
    """Whether several alerts of these together explain this alert and none does alone: they would be one trouble."""
    graph = desk.graph
    above = {
        key: claimed(incident.members[key])
        for incident in incidents
        for key in graph.line(alert.item)
        if key in incident.members and key != alert.item
    }
    if len(above) < 2 or any(
        enough(graph.loss({key: claim}).effect(alert.item), alert.effect) for key, claim in above.items()
    ):
        return False
    return enough(graph.loss(above).effect(alert.item), alert.effect)


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
