"""Instability: flapping items are not lost; a common cause that was inferred from them is withdrawn."""

from tocsin.core.correlation.case import Case, Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import AlertFlapping, AlertStable, CauseFound
from tocsin.core.correlation.plausible import close, enough
from tocsin.core.kernel.why import Why


def take_back(desk: Desk) -> None:
    """Where half of the items of an incident flap, its inferred loss is withdrawn: they are only unstable, and where."""
    for note in list(desk.notes):
        if isinstance(note, AlertFlapping | AlertStable):
            incident = desk.find(desk.alerts[note.fingerprint].incident)
            if incident is not None:
                case = desk.case(incident)
                case.flapping = max(0, case.flapping + (1 if isinstance(note, AlertFlapping) else -1))
                _look_again(desk, case)


def joins(desk: Desk, rise: Rise) -> bool:
    """An alert on an item under a supply where others flap joins their incident."""
    for incident in desk.those(desk.index.unstable):
        under = desk.graph.lost(incident.unstable).effect(rise.alert.item)
        if enough(under, rise.alert.effect) and not incident.recovered_at and close(desk, incident, rise.at):
            facts = {"item": rise.alert.item, "under": incident.unstable}
            desk.join(incident, rise, Why(code="correlation.joined_unstable", facts=facts))
            return True
    return False


def _look_again(desk: Desk, case: Case) -> None:
    if not case.inferred or 2 * case.flapping < len(case.members):
        return
    before = case.cause
    case.unstable = before if len(case.causes) == 1 else desk.graph.room_of(before) or before
    desk.recause(case, "", {}, at=case.caused_at or case.opened_at)
    facts = {"before": before, "items": len(case.members), "count": case.flapping}
    why = Why(code="correlation.unstable", facts=facts)
    if case.fresh:
        case.fresh = why
    else:
        desk.notes.append(CauseFound(incident=case.id, before=before, cause="", kind=case.kind, why=why))
