"""Every event has a stage, every stage its work, and the history keeps what no stage makes anything of."""

import ast

import pytest

from tests.architecture.source import SOURCE, parsed
from tests.core.correlation.world import event
from tocsin.core.dispatch import Stage, stage_of
from tocsin.core.event.values import EventState
from tocsin.flow.pipeline import STAGES


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (EventState.FIRING, Stage.CORRELATION),
        (EventState.RESOLVED, Stage.CORRELATION),
        (EventState.PLANNED, Stage.INTERVENTIONS),
        (EventState.INFO, Stage.HISTORY),
    ],
)
def test_where_an_event_goes(state, stage):
    assert stage_of(event("down s1.r1.e1", state=state)) is stage


@pytest.mark.parametrize("state", EventState)
def test_no_event_is_without_a_stage(state):
    assert stage_of(event("down s1.r1.e1", state=state)) in Stage


def test_every_stage_has_its_work():
    assert STAGES.keys() == set(Stage)


def test_the_stages_work_is_named_in_one_place():
    """A new stage is a line in the registry and a function: nobody else asks which stage an event goes to."""
    askers = {
        str(module.relative_to(SOURCE))
        for module in SOURCE.rglob("*.py")
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "stage_of"
    }
    assert askers == {"flow/pipeline.py", "core/correlation/decide.py"}
