"""Regrouping: what a person decides is the same trouble, or is not. Carries it out; knows no rights and no rows."""

from collections.abc import Mapping, Sequence

from tocsin.core.correlation.case import Case, Rise
from tocsin.core.correlation.decide import Correlated
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import AlertsTakenOut, CauseFound
from tocsin.core.correlation.explaining import explained
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.report import report
from tocsin.core.correlation.signs import of_rises
from tocsin.core.correlation.values import Alert, Standing
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why


def merge(desk: Desk, child: int, parent: int, why: Why) -> Correlated:
    """All alerts of ``child`` (id) belong to ``parent`` from now on. No rule separates them again.

    ``desk`` has both incidents, with all their alerts. Raises Refused where they are the same incident.
    """
    if child == parent:
        raise Refused("incident.refused.itself", number=Subject.incident(child).number)
    into, other = desk.case(desk.incidents[parent]), desk.incidents[child]
    theirs = {alert.fingerprint for alert in desk.alerts.values() if alert.incident == child}
    _share_causes(desk, into, other)
    desk.fold(other, into, why)
    into.by_hand = True
    into.taken_out = tuple(taken for taken in into.taken_out if taken not in theirs)
    return _decided(desk)


def split(desk: Desk, incident: int, fingerprints: Sequence[str], why: Why) -> Correlated:
    """These alerts leave the incident (id) for a new one, which began when the first of them did. No rule puts them back.

    ``desk`` has the incident, with all its alerts. Recovered alerts move too, and if they fire again, they fire
    there. Raises Refused where nothing that fires would leave, or nothing would stay.
    """
    of_it = {key: alert for key, alert in desk.alerts.items() if alert.incident == incident}
    leaving = [of_it[key] for key in dict.fromkeys(fingerprints) if key in of_it]
    firing = [alert for alert in leaving if alert.counted]
    staying = [alert for key, alert in of_it.items() if alert.counted and alert not in leaving]
    if not firing or not staying:
        code = "incident.refused.none_leaves" if not firing else "incident.refused.none_stays"
        raise Refused(code, number=Subject.incident(incident).number)
    source = desk.case(desk.incidents[incident])
    target = _opened(desk, firing, why)
    _move(desk, source, target, leaving, why)
    source.taken_out = (*source.taken_out, *(alert.fingerprint for alert in leaving))
    _look_for_cause(desk, source, staying)
    taken = AlertsTakenOut(incident=incident, target=target.id, count=len(firing), why=why)
    desk.folds.append(taken)
    return _decided(desk)


def end(desk: Desk, reports: Sequence[Alert]) -> Standing:
    """What stands once these alerts are over, because a person said so."""
    for alert in reports:
        desk.end(alert, desk.now, Why(code="correlation.ended_by_hand"))
    report(desk)
    return desk.after()


def _decided(desk: Desk) -> Correlated:
    effects = tuple(report(desk))
    return Decision(after=desk.after(), effects=effects)


def _share_causes(desk: Desk, into: Case, other: Incident) -> None:
    """Causes named in both are joined. An inferred cause explains its own alerts alone; an incident without a place takes
    the other's causes."""
    if other.causes and not into.causes:
        _recause(desk, into, other.cause, dict(other.causes), inferred=other.inferred)
    elif other.causes and not into.inferred and not other.inferred:
        causes = {item: _worse(into.causes, other.causes, item) for item in {**into.causes, **other.causes}}
        desk.recause(into, into.cause, causes, at=into.caused_at or into.opened_at)


def _worse(mine: Mapping[str, Effect], theirs: Mapping[str, Effect], item: str) -> Effect:
    return max(mine.get(item, Effect.NONE), theirs.get(item, Effect.NONE), key=lambda effect: effect.rank)


def _opened(desk: Desk, firing: Sequence[Alert], why: Why) -> Case:
    """The incident of alerts that leave another: the most upstream of them is its cause, the first its beginning."""
    began = min(alert.state_at for alert in firing)
    placed = [alert for alert in firing if alert.item]
    if not placed:
        first = min(firing, key=lambda alert: alert.state_at)
        case = desk.open(why, kind=first.kind, at=began, source=first.source, subject=first.subject)
    else:
        causes, lead = _causes(desk, placed)
        case = desk.open(why, kind=lead.kind, at=began, cause=lead.item, causes=causes)
    case.by_hand = True
    return case


def _causes(desk: Desk, placed: Sequence[Alert]) -> tuple[dict[str, Effect], Alert]:
    """The items at fault among those of these alerts, and the alert that names the incident."""
    groups = explained(desk, of_rises(desk, [Rise(alert, alert.state_at) for alert in placed]))
    causes = Group([sign for group in groups for sign in group.roots]).causes
    named = (alert for alert in placed if alert.item in causes)
    return causes, min(
        named, key=lambda alert: (*desk.graph.rank(alert.item), -alert.effect.rank, alert.state_at)
    )


def _move(desk: Desk, source: Case, target: Case, leaving: Sequence[Alert], why: Why) -> None:
    for alert in leaving:
        if alert.counted:
            source.remove(alert.item or alert.subject, alert.effect)
            desk.join(target, Rise(alert, alert.state_at), why)
        desk.give(alert, target)
        if alert.flapping:
            source.flapping, target.flapping = max(0, source.flapping - 1), target.flapping + 1
    source.review = True


def _look_for_cause(desk: Desk, source: Case, staying: Sequence[Alert]) -> None:
    """The alert after which the incident was named has left: name it after an alert that stays."""
    if source.inferred or any(item in source.members for item in source.causes):
        return
    placed = [alert for alert in staying if alert.item]
    if placed:
        causes, lead = _causes(desk, placed)
        source.kind = lead.kind
        _recause(desk, source, lead.item, causes)
    elif source.subject not in source.members:
        first = min(staying, key=lambda alert: alert.state_at)
        source.source, source.subject, source.kind = first.source, first.subject, first.kind
        _recause(desk, source, "", {})


def _recause(
    desk: Desk, case: Case, cause: str, causes: dict[str, Effect], *, inferred: bool = False
) -> None:
    before = case.cause
    case.source, case.subject = ("", "") if cause else (case.source, case.subject)
    desk.recause(case, cause, causes, at=case.caused_at or case.opened_at, inferred=inferred)
    why = Why(code="correlation.cause_by_hand", facts={"before": before, "cause": cause})
    desk.notes.append(CauseFound(incident=case.id, before=before, cause=cause, kind=case.kind, why=why))
