"""Explainers: the open incidents whose cause takes an alert's item down, and the best of them. Changes nothing."""

from collections.abc import Iterator, Sequence

from tocsin.core.correlation.case import Rise, claimed
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.explaining import in_time
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import LATE, close, enough
from tocsin.core.correlation.signs import Sign, of_incident
from tocsin.core.correlation.storm import at_once, is_suspect_behind
from tocsin.core.correlation.values import Alert
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType


def explainer(desk: Desk, rise: Rise) -> Incident | None:
    """Of the incidents that explain the alert by one named cause and still fire, the one with the most upstream cause."""
    alert = rise.alert
    found = [
        ((incident.recovered_at is not None, incident.inferred, *desk.graph.rank(cause)), incident)
        for incident, causes in _explaining(desk, alert)
        if (cause := _cause(desk, incident, causes, rise)) is not None
    ]
    if not found or _slows(desk, alert):
        return None
    order, incident = min(found, key=lambda pair: (pair[0], pair[1].id))
    standing = [other for other in desk.those(desk.index.above(alert.item)) if not other.recovered_at]
    if incident.inferred and _due_to_several(desk, standing, alert):
        return None
    others = (other for other in standing if other is not incident)
    unsure = [other for other in others if other.inferred or other.hot or len(other.causes) > 1]
    limit = None if incident.inferred else order[-2:]
    return None if any(_names_better(desk, other, rise, limit) for other in unsure) else incident


def alike(desk: Desk, rise: Rise) -> Incident | None:
    """The incident in which the alert's item fires already, as badly, because of a named cause: one more alert of a symptom
    tells nothing new. None where it may be a cause itself, because then all is judged again."""
    alert = rise.alert
    if not alert.effect.rank or _slows(desk, alert):
        return None
    found = [known for known in desk.those(desk.index.above(alert.item)) if _has_alike(desk, known, rise)]
    return found[0] if len(found) == 1 and not _explains_more(desk, found[0], alert) else None


def _has_alike(desk: Desk, incident: Incident, rise: Rise) -> bool:
    """An inferred cause is judged again by every alert, because it is no more than the best guess."""
    alert = rise.alert
    if incident.recovered_at or incident.by_hand or incident.hot or incident.inferred:
        return False
    if alert.item in incident.causes or alert.effect not in incident.members.get(alert.item, ()):
        return False
    return desk.apart(incident.kind) == desk.apart(alert.kind) and close(desk, incident, rise.at)


def _explaining(desk: Desk, alert: Alert) -> Iterator[tuple[Incident, Sequence[str]]]:
    """The incidents that explain the alert if the times fit, each with the causes that do, most upstream first."""
    remembered, asked = desk.index.explaining, (alert.item, alert.effect, alert.kind)
    known = remembered.get(asked)
    if known is None:
        above = sorted(desk.index.above(alert.item))
        explaining = ((number, _causes(desk, desk.incidents[number], alert)) for number in above)
        known = remembered[asked] = [(number, causes) for number, causes in explaining if causes]
    for number, causes in known:
        incident = desk.incidents[number]
        if incident.members or incident.recovered_at:
            yield incident, causes


def _causes(desk: Desk, incident: Incident, alert: Alert) -> Sequence[str]:
    """The causes of the incident that explain the alert by themselves, if the times fit."""
    if alert.item in incident.causes or desk.apart(incident.kind) != desk.apart(alert.kind):
        return ()
    if incident.inferred:
        return (incident.cause,) if _inferred_explains(desk, incident, alert) else ()
    line = desk.graph.line(alert.item)
    explain = [key for key in incident.causes if key in line and _explains(desk, incident, key, alert)]
    return sorted(explain, key=desk.graph.rank) if len(explain) > 1 else explain


def _explains(desk: Desk, incident: Incident, cause: str, alert: Alert) -> bool:
    loss = desk.graph.loss({cause: incident.causes[cause]})
    return enough(loss.effect(alert.item), alert.effect)


def _inferred_explains(desk: Desk, incident: Incident, alert: Alert) -> bool:
    """Whether the inferred cause explains the alert, and no device is behind it that may turn out to be the better guess."""
    if not enough(desk.graph.loss(incident.causes).effect(alert.item), alert.effect):
        return False
    return not is_suspect_behind(desk, alert.item, tuple(incident.causes))


def _cause(desk: Desk, incident: Incident, causes: Sequence[str], rise: Rise) -> str | None:
    """The first of the causes that may be that of the alert by their times.

    Of an inferred one, all is judged again if the alert may be a cause itself.
    """
    if not incident.inferred:
        return next((cause for cause in causes if _reported_in_time(desk, incident, cause, rise)), None)
    fits = close(desk, incident, rise.at) and at_once(desk, incident, rise.at)
    return incident.cause if fits and not _explains_more(desk, incident, rise.alert) else None


def _reported_in_time(desk: Desk, incident: Incident, cause: str, rise: Rise) -> bool:
    """Whether the cause may be that of the alert by their times."""
    alert = rise.alert
    sign = Sign(alert.item, alert.effect, rise.at, rise.at, alert.kind, may_mean_lost_supply=False)
    reported = (known for known in of_incident(incident, whole=False) if known.item == cause)
    return any(in_time(desk, known, sign) for known in reported)


def _slows(desk: Desk, alert: Alert) -> bool:
    """Whether it may be why an application is slow, whatever the present cause of that: then both are judged together."""
    if alert.effect.rank < Effect.DEGRADED.rank:
        return False
    return any(desk.is_slow(application) for application in desk.graph.applications_on(alert.item))


def _names_better(desk: Desk, incident: Incident, rise: Rise, limit: tuple[int, str] | None) -> bool:
    """Whether something that fires in the incident, other than its only cause, is a better explanation of the alert."""
    alert, graph = rise.alert, desk.graph
    return any(
        (limit is None or desk.graph.rank(key) < limit)
        and enough(graph.loss({key: claimed(incident.members[key])}).effect(alert.item), alert.effect)
        for key in graph.line(alert.item)
        if key in incident.members and key != alert.item
    )


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
