"""Redundancy: a second loss takes down what the first one only weakened; both are one story."""

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.folding import absorb
from tocsin.core.correlation.index import Incident, is_supply
from tocsin.core.correlation.plausible import enough
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def completes(desk: Desk, rise: Rise) -> bool:
    """Feed B is lost while A is: the alert joins A's incident as its second cause, and takes others along.

    Only supplies (places and power) tell one story together; two servers of a cluster stay two troubles.
    There is no window: A still being lost is the very reason why B's loss hurts.
    """
    alert = rise.alert
    if not is_supply(desk.graph, alert.item):
        return False
    loss = desk.graph.loss({alert.item: alert.effect})
    known = desk.those(desk.index.supplies()) if loss.reduced else []
    found = [one for one in known if _completed(desk, one, rise, loss)]
    if not found:
        return False
    first, *others = sorted(found, key=lambda one: (one.opened_at, one.id))
    why = Why(code="correlation.joined_completes", facts={"item": alert.item, "causes": list(first.causes)})
    case = desk.case(first)
    causes = {**case.causes, alert.item: alert.effect}
    desk.recause(case, case.cause, causes, at=rise.at, inferred=case.inferred)
    desk.join(case, rise, why)
    for other in others:
        desk.fold(other, case, why)
    absorb(desk, case, rise.at)
    return True


def _completed(desk: Desk, incident: Incident, rise: Rise, loss: Impact) -> bool:
    """Whether what is lost besides, and not through this very loss, leaves nothing to stand on."""
    if incident.recovered_at or desk.apart(incident.kind) or desk.apart(rise.alert.kind):
        return False
    lost = {
        key: claim
        for key, claim in incident.causes.items()
        if (key in incident.members or incident.inferred) and not enough(loss.effect(key), claim)
    }
    if not lost or not all(is_supply(desk.graph, key) for key in lost):
        return False
    shared = loss.reduced & desk.graph.loss(lost).reduced
    if not shared:
        return False
    both = desk.graph.loss({**lost, rise.alert.item: rise.alert.effect})
    return any(both.effect(item) is Effect.DOWN for item in shared)
