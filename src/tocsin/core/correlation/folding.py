"""Folding: the cause comes after its symptoms; smaller incidents fold into the one that explains them."""

from collections.abc import Mapping
from datetime import datetime

from tocsin.core.correlation.case import Case, Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import CauseFound
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import accounts_for, began_close
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def takes_over(desk: Desk, rise: Rise) -> bool:
    """The alert names the cause of an incident whose cause was only inferred: same incident, cause known."""
    if not desk.index.inferred or rise.alert.item not in desk.graph:
        return False
    loss = desk.graph.loss({rise.alert.item: rise.alert.effect})
    known = desk.those(desk.index.inferred)
    found = [one for one in known if accounts_for(loss, one) and _foldable(desk, one, rise)]
    if not found:
        return False
    case = desk.case(min(found, key=lambda one: (one.opened_at, one.id)))
    code = "correlation.cause_confirmed" if case.cause == rise.alert.item else "correlation.cause_found"
    facts = {"before": case.cause, "cause": rise.alert.item}
    _name(desk, case, rise, Why(code=code, facts=facts))
    absorb(desk, case, rise.at)
    return True


def finds_place(desk: Desk, rise: Rise) -> bool:
    """A person said where an alert is that only had words, and nothing else explains it: the same incident."""
    case = _emptied(desk, desk.located.get(rise.alert.fingerprint, 0))
    if case is None:
        return False
    facts = {"subject": case.subject, "source": case.source, "cause": rise.alert.item}
    case.source = case.subject = ""
    _name(desk, case, rise, Why(code="correlation.place_found", facts=facts))
    del case.joined["correlation.place_found"]  # it was counted in it already
    return True


def left_behind(desk: Desk) -> None:
    """An incident whose alerts were placed elsewhere, now that their place or their meaning is known, folds into that."""
    for fingerprint, number in desk.located.items():
        _follow(desk, number, fingerprint, None)
    for fingerprint, (number, why) in desk.reread.items():
        _follow(desk, number, fingerprint, why)


def accounts(desk: Desk, rise: Rise) -> bool:
    """The alert's item explains smaller incidents that began within the window: one incident for all."""
    loss = desk.graph.loss({rise.alert.item: rise.alert.effect})
    found = [
        one
        for one in desk.those(desk.index.below(loss))
        if accounts_for(loss, one) and _foldable(desk, one, rise)
    ]
    if not found:
        return False
    facts = {"cause": rise.alert.item, "count": len(found)}
    why = Why(code="correlation.opened_cause", facts=facts)
    case = desk.open(rise, why)
    desk.join(case, rise, why)
    absorb(desk, case, rise.at)
    return True


def absorb(desk: Desk, case: Case, at: datetime, through: Mapping[str, Effect] | None = None) -> None:
    """Fold every incident that began within the window and that this case's causes explain.

    ``through`` narrows the search to one of its members, which brings along its own symptoms.
    """
    loss = desk.graph.loss(through or case.causes)
    why = _folded(case)
    for other in desk.those(desk.index.below(loss)):
        if other.id != case.id and accounts_for(loss, other) and _alike(desk, other, case.kind, at):
            desk.fold(other, case, why)


def _folded(into: Incident) -> Why:
    return Why(code="correlation.folded", facts={"cause": into.cause, "causes": list(into.causes)})


def _follow(desk: Desk, number: int, fingerprint: str, why: Why | None) -> None:
    case, parent = _emptied(desk, number), desk.find(desk.alerts[fingerprint].incident)
    if case and parent and parent.id != case.id and parent.recovered_at is None:
        desk.fold(case, desk.case(parent), why or _folded(parent))


def _emptied(desk: Desk, number: int) -> Case | None:
    incident = desk.find(number)
    return desk.case(incident) if incident and not incident.members and not incident.recovered_at else None


def _foldable(desk: Desk, incident: Incident, rise: Rise) -> bool:
    return _alike(desk, incident, rise.alert.kind, rise.at)


def _alike(desk: Desk, incident: Incident, kind: str, at: datetime) -> bool:
    same = desk.apart(incident.kind) == desk.apart(kind)
    return same and incident.recovered_at is None and began_close(desk, incident, at)


def _name(desk: Desk, case: Case, rise: Rise, why: Why) -> None:
    before, alert = case.cause, rise.alert
    desk.recause(case, alert.item, {alert.item: alert.effect}, at=rise.at)
    case.kind = alert.kind
    if case.fresh:
        case.fresh = Why(code="correlation.opened_alone", facts={"item": alert.item})
    else:
        desk.notes.append(
            CauseFound(incident=case.id, before=before, cause=alert.item, kind=alert.kind, why=why)
        )
    desk.join(case, rise, why)
