"""Muting: what a declared intervention explains is counted with it, and opens nothing while it lasts."""

from datetime import datetime

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.interventions import covers, ends_at
from tocsin.core.correlation.plausible import enough
from tocsin.core.correlation.values import Alert, Intervention
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def muted(desk: Desk, rise: Rise) -> bool:
    """Mute the alert if an intervention explains it; of several, the one that ends last."""
    works = muting(desk, rise.alert, rise.at)
    if works is None:
        return False
    ends = ends_at(works, desk.policy)
    facts = {"reference": works.reference, "item": rise.alert.item, "end_at": ends.isoformat()}
    desk.mute(rise.alert, works.id, Why(code="correlation.muted", facts=facts))
    return True


def muting(desk: Desk, alert: Alert, at: datetime) -> Intervention | None:
    """The intervention that explains this alert at this instant, if any."""
    if not alert.item:
        return None
    on = [
        intervention
        for intervention in desk.interventions.values()
        if covers(intervention, at, desk.policy) and _reaches(desk, intervention, alert)
    ]
    return max(
        on, key=lambda intervention: (ends_at(intervention, desk.policy), intervention.id), default=None
    )


def _reaches(desk: Desk, works: Intervention, alert: Alert) -> bool:
    """Whether switching off everything in scope would do what the alert claims."""
    if alert.item in works.items:
        return True
    loss = desk.graph.loss(dict.fromkeys(works.items, Effect.DOWN))
    return enough(loss.effect(alert.item), alert.effect)
