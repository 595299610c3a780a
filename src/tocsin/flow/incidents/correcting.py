"""What a person says of an incident's place, carried out: alerts end or fire again, incidents fold or open anew."""

from datetime import datetime

from tocsin.core.correlation.decide import Correlated, correct, restore
from tocsin.core.correlation.values import Standing
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.values import Correction, Incident, number_of
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.decide import concerned
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.flow.apply import apply
from tocsin.flow.journey import standing
from tocsin.flow.organisation import company
from tocsin.store import incidents
from tocsin.store.ids import Ids


def carry_out(incident: Incident, command: c.CorrectPlace | c.RestorePlace, by: str, now: datetime) -> None:
    """Do it, inside the caller's transaction and under its lock."""
    if isinstance(command, c.CorrectPlace):
        _correct(incident, command.right, by, now)
    elif incident.correction and incident.folded_into:
        _restore(incident, incident.correction, incident.folded_into, by, now)


def _correct(wrong: Incident, right: int, by: str, now: datetime) -> None:
    here, before = company(), standing.of_incidents([wrong.id, right])
    why = Why(
        code="correlation.corrected_by_person",
        facts={"person": by, "right": number_of(right), "before": wrong.cause or wrong.title.fr},
    )
    correlated = correct(
        before, wrong.id, right, graph=here.graph, kinds=here.organisation.kinds,
        policy=here.organisation.policies, ids=Ids(), now=now, why=why,
    )  # fmt: skip
    _follow(before, correlated, now)


def _restore(wrong: Incident, correction: Correction, parent: int, by: str, now: datetime) -> None:
    here, before = company(), standing.of_alerts(correction.ended)
    why = Why(code="correlation.place_restored", facts={"person": by, "number": wrong.number})
    correlated = restore(
        before, graph=here.graph, kinds=here.organisation.kinds, policy=here.organisation.policies,
        ids=Ids(), now=now, why=why,
    )  # fmt: skip
    _follow(before, correlated, now)
    after = correlated.after.alerts
    targets = {after[fingerprint].incident for fingerprint in correction.ended if fingerprint in after}
    _part(wrong, correction, parent, min(targets - {0, parent}, default=0), why, now)


def _part(wrong: Incident, correction: Correction, parent: int, target: int, why: Why, now: datetime) -> None:
    """Separate the two incidents again; nothing happens if no alert fires again."""
    if not target:
        return
    gone_on = c.GoOnAs(target=target, why=why)
    disowned = c.Disown(child=wrong, target=target, since=correction.since, why=why)
    known = incidents.load([wrong.id, parent])
    for number, fact in ((wrong.id, gone_on), (parent, disowned)):
        outcome = decide(known[number], fact, now=now)
        apply(effects_of(known[number], outcome, now=now), company(), now)


def _follow(before: Standing, correlated: Correlated, now: datetime) -> None:
    known = incidents.load(concerned(correlated.effects))
    apply(follow(before, correlated, known, company(), now=now).effects, company(), now)
