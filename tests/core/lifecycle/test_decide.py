"""What correlation's effects make of incidents: reopened when they fire, noted where they belong, written once."""

from msgspec.structs import replace

from tests.core.lifecycle.small import COMPANY, NOW, alert, incident, seen, standing
from tocsin.core.correlation import effects as e
from tocsin.core.correlation.values import Standing
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, State, TimelineEntry, Verb
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.decide import concerned, decide
from tocsin.core.lifecycle.effects import IncidentChanged

WHY = Why(code="correlation.joined_same_item", facts={"item": "srv"})


def joined(number: int) -> e.AlertsJoined:
    return e.AlertsJoined(incident=number, count=2, sample=(), why=WHY)


def folded(child: int, parent: int) -> e.IncidentFolded:
    return e.IncidentFolded(child=child, parent=parent, why=WHY)


def worsened(number: int) -> e.IncidentWorsened:
    return e.IncidentWorsened(
        incident=number, before=Effect.DEGRADED, effect=Effect.DOWN, criticality=Criticality.HIGH, why=WHY
    )


def written(
    *effects: e.CorrelationEffect, known: tuple[Incident, ...] = (), after: Standing | None = None
) -> list[object]:
    correlated = Decision(after=after or standing(*(incident.id for incident in known)), effects=effects)
    incidents = {incident.id: incident for incident in known}
    assert concerned(effects) == incidents.keys()
    return list(decide(Standing(), correlated, incidents, COMPANY, now=NOW).effects)


def entries(effects: list[object]) -> list[tuple[str, Verb]]:
    return [(effect.subject.number, effect.verb) for effect in effects if isinstance(effect, TimelineEntry)]


def test_an_incident_is_written_once_as_it_is_in_the_end():
    effects = written(joined(7), worsened(7), joined(7), known=(incident(7),))
    (changed,) = [effect.incident for effect in effects if isinstance(effect, IncidentChanged)]
    assert changed.alert_count == 5


def test_new_alerts_reopen_what_a_person_resolved():
    resolved = replace(incident(7), state=State.RESOLVED, resolved_at=NOW)
    assert entries(written(joined(7), known=(resolved,))) == [
        ("INC-7", Verb.REOPENED),
        ("INC-7", Verb.JOINED),
    ]


def test_what_joins_a_folded_incident_does_not_reopen_it():
    symptom = replace(incident(7), state=State.CLOSED, folded_into=8)
    assert entries(written(joined(7), known=(symptom,))) == [("INC-7", Verb.JOINED)]


def test_alerts_that_an_incident_was_opened_with_do_not_join_it():
    effects = written(e.IncidentOpened(incident=seen(7), why=WHY), joined(7), after=standing(7))
    assert Verb.JOINED not in [verb for _, verb in entries(effects)]
    (opened,) = [effect.incident for effect in effects if isinstance(effect, IncidentChanged)]
    assert opened.alert_count == 2


def test_what_was_worse_before_it_was_folded_in_the_same_batch_is_folded():
    """A batch that holds days is judged in spans: one made 7 worse, the next folded it, and the batch broke."""
    known = (incident(7), incident(8))
    effects = written(worsened(7), folded(7, 8), known=known, after=standing(8))
    assert entries(effects) == [("INC-7", Verb.FOLDED), ("INC-8", Verb.ABSORBED)]


def test_flapping_alerts_are_one_line_of_what_they_are_in():
    flapping = [e.AlertFlapping(fingerprint=name, why=Why(code="correlation.flapping")) for name in "abc"]
    alerts = (alert("a", incident=7), alert("b", incident=7), alert("c", muted_by=9))
    effects = written(*flapping, after=standing(7, alerts=alerts))
    assert entries(effects) == [("INC-7", Verb.FLAPPING), ("WRK-9", Verb.FLAPPING)]
    assert [effect.data for effect in effects if isinstance(effect, TimelineEntry)] == [
        {"count": 2},
        {"count": 1},
    ]


def test_the_history_of_works_is_theirs():
    raised = e.AlertsRaised(intervention=9, count=3, sample=(), why=Why(code="correlation.still_wrong"))
    (entry, _) = written(raised)
    assert isinstance(entry, TimelineEntry)
    assert (entry.subject, entry.verb, entry.data) == (Subject.intervention(9), Verb.RAISED, {"count": 3})
