"""Check of escalation policies: one fault a row, each with the field, what is wrong, and what to do about it."""

from typing import Any

import pytest

from tests.core.organisation.small import objects, specs
from tocsin.core.organisation.check import check
from tocsin.flow.channels import CHANNELS

STEP: dict[str, Any] = {"on": "unacknowledged", "to": ["team:systems"], "after": {"p1": 300, "p2": 900}}
EVERY = {f"p{number}": 900 for number in range(1, 6)}


def policy(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"order": 1, "steps": list(steps), **more}


def found(*policies: dict[str, Any]) -> tuple[list[str], list[str]]:
    declared = specs() | {f"escalation/{number}": spec for number, spec in enumerate(policies, 1)}
    faults, doubts = check(objects(declared), CHANNELS)
    return [str(fault) for fault in faults], [str(doubt) for doubt in doubts]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (policy(), "steps: the policy has no step", "write at least one step"),
    (policy(STEP | {"to": []}), "steps[0].to: the step asks nobody", "team"),
    (policy(STEP | {"to": ["everyone"]}), "steps[0].to[0]: a step never asks everyone", "owner"),
    (policy(STEP | {"to": ["ownr"]}), "steps[0].to[0]: 'ownr' names nobody", "owner"),
    (policy(STEP | {"to": ["team:sistems"]}), "steps[0].to[0]: unknown team 'sistems'", "systems"),
    (policy(STEP | {"to": ["person:bobb"]}), "steps[0].to[0]: unknown person 'bobb'", "bob"),
    (policy(STEP | {"after": {}}), "steps[0].after: no priority reaches this step", "p1: 5min"),
    (
        policy(STEP, STEP | {"after": {"p1": 240}}),
        "steps[1].after.p1: the step would come before the one above it",
        "order of their times",
    ),
    (policy(STEP | {"repeat": {"p1": 30}}), "steps[0].repeat.p1: less than a minute", "1min"),
    (policy(STEP, again={"p2": 59}), "again.p2: less than a minute", "1min"),
    (policy(STEP, acknowledgement={"p3": 1}), "acknowledgement.p3: less than a minute", "1min"),
    (policy(STEP | {"share": 0}), "steps[0].share: 0 per cent of a commitment makes no sense", "1 to 1000"),
    (policy(STEP | {"share": 1001}), "steps[0].share: 1001 per cent", "1 to 1000"),
    (
        policy(STEP | {"people": -1}),
        "steps[0]: times, people and applications are never negative",
        "0 or more",
    ),
    (policy(STEP | {"hours": "nights"}), "steps[0].hours: unknown calendar 'nights'", "declare it"),
    (
        policy(STEP | {"to": ["supplier:1"]}),
        "steps[0].channel: a rung of the supplier is called",
        "channel: phone",
    ),
    (policy(STEP | {"condition": "priority =="}), "steps[0].condition: ", "("),
    (policy(STEP, condition="prioritty == 'P1'"), "condition: ", "priority"),
    (policy(STEP | {"on": "opend"}), "steps[0].on: ", "opened"),
    (policy(STEP | {"after": {"p1": "soon"}}), "steps[0].after.p1: ", "("),
]


@pytest.mark.parametrize(("spec", "said", "remedy"), FAULTS, ids=[said for _, said, _ in FAULTS])
def test_a_fault_is_named_with_its_field_and_its_remedy(spec, said, remedy):
    faults, _ = found(spec)
    assert len(faults) == 1, faults
    assert said in faults[0]
    assert remedy in faults[0].partition(said)[2]
    assert faults[0].startswith("escalation.yaml:")


def test_all_faults_of_a_policy_are_said_at_once():
    faults, _ = found(policy(STEP | {"to": [], "share": 0, "people": -1}, again={"p1": 1}))
    assert len(faults) == 4


def test_two_policies_of_one_order_are_a_fault_that_names_the_other():
    faults, _ = found(policy(STEP), policy(STEP))
    assert len(faults) == 1
    assert "order: 1 has order 1 too (give another number)" in faults[0]


def test_priorities_that_nobody_is_asked_about_are_a_doubt():
    assert found(policy(STEP | {"after": EVERY})) == ([], [])
    _, doubts = found(policy(STEP))
    assert any("no step “unacknowledged” for P3, P4, P5" in doubt for doubt in doubts)


def test_conditions_without_a_last_policy_are_a_doubt():
    _, doubts = found(policy(STEP | {"after": EVERY}, condition="priority == 'P1'"))
    assert any("every policy has a condition" in doubt for doubt in doubts)
