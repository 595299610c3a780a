"""Every effect that a stage can return has its writer, in one place, and no reason is computed and dropped."""

import ast
from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from tests.architecture.source import SOURCE, parsed, where
from tests.core.lifecycle.small import COMPANY, NOW, alert, incident, seen, standing
from tocsin.core.correlation import effects as e
from tocsin.core.correlation.values import Intervention, Standing
from tocsin.core.impact.values import Effect
from tocsin.core.incident import commands, facts
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import codes
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle import effects as written
from tocsin.core.lifecycle.decide import concerned, decide
from tocsin.flow import sentences as sentences
from tocsin.web.incident import timeline

WHY = Why(code="correlation.the_reason")
WORKS = Intervention(id=9, source="s", reference="W1", start=NOW, end=NOW + timedelta(hours=1))
SAMPLES = {
    type(sample): sample
    for sample in (
        e.IncidentOpened(incident=seen(3), why=WHY),
        e.AlertsJoined(incident=1, count=2, sample=("f",), why=WHY),
        e.ReferencesGiven(incident=1, given=(("s", "T-1", NOW),), why=WHY),
        e.IncidentWorsened(
            incident=1, before=Effect.DEGRADED, effect=Effect.DOWN, criticality=Criticality.HIGH, why=WHY
        ),
        e.IncidentEased(incident=1, before=Effect.DOWN, effect=Effect.DEGRADED, why=WHY),
        e.CauseFound(incident=1, before="x", cause="srv", kind="device.down", why=WHY),
        e.IncidentFolded(child=1, parent=2, why=WHY),
        e.IncidentRecovered(incident=1, at=NOW, why=WHY),
        e.IncidentReopened(incident=1, at=NOW, why=WHY),
        e.AlertsMuted(intervention=9, count=2, sample=("f",), why=WHY),
        e.AlertsRaised(intervention=9, count=2, sample=("f",), why=WHY),
        e.AlertsEnded(incident=1, count=2, sample=("f",), why=WHY),
        e.AlertsMoved(incident=1, target=2, items={"srv": (Effect.DOWN,)}, count=2, why=WHY),
        e.AlertsTakenOut(incident=1, target=2, count=2, why=WHY),
        e.AlertFlapping(fingerprint="f", why=WHY),
        e.AlertStable(fingerprint="f", why=WHY),
        e.EventOutdated(fingerprint="f", sighting=0, why=WHY),
        e.InterventionDeclared(intervention=WORKS, why=WHY),
        e.InterventionChanged(intervention=WORKS, why=WHY),
        e.InterventionCancelled(intervention=WORKS, why=WHY),
    )
}
# Only flow/apply writes what a decision comes to; these are the functions of the store that do it.
WRITERS = {
    "write_entries",
    "write_hits",
    "refold",
    "move",
    "count_muted",
    "end_interventions",
    "write_interventions",
}
# An imported history is no decision: it is written as another program left it.
MAY_WRITE = {"flow/apply.py", "flow/journey/standing.py", "flow/histories/importing.py"}


def test_every_effect_of_correlation_is_tried_here():
    assert SAMPLES.keys() == set(get_args(e.CorrelationEffect))


@pytest.mark.parametrize("kind", get_args(e.CorrelationEffect), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "placed",
    [alert(incident=1), alert(muted_by=9), alert()],
    ids=["in an incident", "under works", "in neither"],
)
def test_the_reason_of_each_effect_ends_in_a_row(kind, placed):
    effect = SAMPLES[kind]
    known = {number: incident(number) for number in concerned([effect])}
    if kind is e.IncidentReopened:
        known = {1: msgspec.structs.replace(known[1], state="resolved", resolved_at=NOW)}
    if kind is e.ReferencesGiven:
        known = {1: msgspec.structs.replace(known[1], supplier="host")}
    after = standing(1, 2, 3, alerts=(placed,))
    correlated = Decision(after=after, effects=(effect,))
    followed = decide(Standing(), correlated, known, COMPANY, now=NOW)
    reasons = [getattr(effect, "why", None) for effect in followed.effects]
    assert WHY in reasons


def test_every_fact_has_its_rule_and_its_states():
    kinds = set(commands.Fact.__subclasses__())
    assert kinds == set(facts._RULES) == set(facts.STATES)


def test_every_effect_has_its_writer():
    tree = parsed(SOURCE / "flow" / "apply.py")
    taken = {ast.unparse(node.cls) for node in ast.walk(tree) if isinstance(node, ast.MatchClass)}
    assert taken == {kind.__name__ for kind in get_args(written.Effect)}
    assert any(
        isinstance(node, ast.Call) and ast.unparse(node.func) == "assert_never" for node in ast.walk(tree)
    )


def test_nobody_else_writes_what_a_decision_comes_to():
    others = [
        f"{where(module, node)} {ast.unparse(node.func)}"
        for module in (SOURCE / "flow").rglob("*.py")
        if str(module.relative_to(SOURCE)) not in MAY_WRITE
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS
    ]
    assert others == []


def test_the_flow_routes_no_effect_by_isinstance():
    effects = {kind.__name__ for kind in (*get_args(e.CorrelationEffect), *get_args(written.Effect))}
    routing = [
        where(module, node)
        for module in (SOURCE / "flow").rglob("*.py")
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance"
        if effects & {name.id for name in ast.walk(node.args[1]) if isinstance(name, ast.Name)}
    ]
    assert routing == []


def test_every_verb_of_a_timeline_has_its_look_and_its_words():
    """A verb without words was shown by its key, and printed as ``why.verb.ended {...}``."""
    assert set(timeline._LOOKS) == set(Verb)
    by_hand = {
        Verb.TAKEN, Verb.HANDED_OVER, Verb.ACCEPTED, Verb.SENT_BACK, Verb.COMMENTED, Verb.PAUSED, Verb.RESUMED, Verb.PASSED,
        Verb.REPORTED, Verb.RESOLVED, Verb.CLOSED,
    }  # fmt: skip  # what people do has no reason, and is no step of the chain
    assert {f"why.verb.{verb.value}" for verb in set(Verb) - by_hand} <= codes()
