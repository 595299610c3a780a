"""Folding: the cause comes after its symptoms; smaller incidents fold into the one that explains them."""

from collections.abc import Mapping
from datetime import datetime

from tocsin.core.correlation.case import Case, Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import CauseFound
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import accounts_for, began_before
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def place_found(desk: Desk, rise: Rise) -> Case | None:
    """A person said where an unresolved alert is, and nothing else explains it: it keeps its incident."""
    case = _emptied(desk, desk.located.get(rise.alert.fingerprint, 0))
    if case is None:
        return None
    alert = rise.alert
    facts = {"subject": case.subject, "source": case.source, "cause": alert.item}
    case.source = case.subject = ""
    why, before, case.kind = Why(code="correlation.place_found", facts=facts), case.cause, alert.kind
    desk.recause(case, alert.item, {alert.item: alert.effect}, at=rise.at)
    desk.notes.append(CauseFound(incident=case.id, before=before, cause=alert.item, kind=alert.kind, why=why))
    desk.join(case, rise, why)
    return case


def left_behind(desk: Desk) -> None:
    """An incident whose alerts moved elsewhere, because their place or meaning is now known, folds into that incident."""
    for fingerprint, number in desk.located.items():
        _follow(desk, number, fingerprint, None)
    for fingerprint, (number, why) in desk.reread.items():
        _follow(desk, number, fingerprint, why)


def absorb(desk: Desk, case: Case, at: datetime, through: Mapping[str, Effect] | None = None) -> None:
    """Fold every incident that began within the window and that this case's causes explain, except those set by a person.

    ``through`` limits the search to the symptoms of one of its members.
    """
    if case.by_hand:
        return
    loss = desk.graph.loss(through or case.causes)
    why = because(case)
    for other in desk.those(desk.index.below(loss)):
        if other.id != case.id and accounts_for(loss, other) and _alike(desk, other, case.kind, at):
            desk.fold(other, case, why)


def because(into: Incident) -> Why:
    """The reason for folding an incident into this one, which explains it."""
    return Why(code="correlation.folded", facts={"cause": into.cause, "causes": list(into.causes)})


def _follow(desk: Desk, number: int, fingerprint: str, why: Why | None) -> None:
    case, parent = _emptied(desk, number), desk.find(desk.alerts[fingerprint].incident)
    if case and parent and parent.id != case.id and parent.recovered_at is None:
        desk.case(parent).discount(_counted_in(desk, number, parent))
        desk.fold(case, desk.case(parent), why or because(parent))


def _counted_in(desk: Desk, number: int, parent: Incident) -> int:
    """How many alerts left this incident for ``parent``, which takes over this incident's own count of them."""
    left = (fingerprint for fingerprint, left in desk.located.items() if left == number)
    return sum(desk.alerts[fingerprint].incident == parent.id for fingerprint in left)


def _emptied(desk: Desk, number: int) -> Case | None:
    incident = desk.find(number)
    return desk.case(incident) if incident and not incident.members and not incident.recovered_at else None


def _alike(desk: Desk, incident: Incident, kind: str, at: datetime) -> bool:
    same = desk.apart(incident.kind) == desk.apart(kind) and not incident.by_hand
    return same and incident.recovered_at is None and began_before(desk, incident, at)
