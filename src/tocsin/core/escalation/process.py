"""Process: a policy as the lanes of a picture: who is asked in which lane, in the order in which it comes. Draws nothing."""

from typing import Literal

from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import EscalationPolicy, Step, target_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.routing.policy import standard

Lane = Literal["regional", "group", "provider", "management"]
LANES: tuple[Lane, ...] = ("regional", "group", "provider", "management")


class Stage(Value):
    """A step of the picture: its lane, and when it comes: ``after_s`` the opening (or the silence), or at a ``share``."""

    lane: Lane
    step: Step
    after_s: int | None = None
    share: int | None = None


def policies_of(organisation: Organisation) -> tuple[EscalationPolicy, ...]:
    """The policies in force: those declared, else the standard one."""
    return organisation.escalation or (standard(organisation),)


def stages(policy: EscalationPolicy, organisation: Organisation, priority: Priority) -> tuple[Stage, ...]:
    """What an incident of this priority goes through: by time, then by share of a commitment, then the rest."""
    found = [_stage(step, policy, organisation, priority) for step in policy.steps if step.concerns(priority)]
    return tuple(sorted(found, key=_order))


def _order(stage: Stage) -> tuple[int, int]:
    if stage.step.on in ("unacknowledged", "opened"):
        return 0, stage.after_s or 0
    return (1, stage.share or 0) if stage.step.on == "commitment" else (2, 0)


def _stage(step: Step, policy: EscalationPolicy, organisation: Organisation, priority: Priority) -> Stage:
    share = step.share if step.on == "commitment" else None
    return Stage(
        lane=_lane(step, policy, organisation), step=step, after_s=step.after.of(priority), share=share
    )


def _lane(step: Step, policy: EscalationPolicy, organisation: Organisation) -> Lane:
    target = target_of(step.to[0]) if step.to else None
    if target and target.kind == "supplier":
        return "provider"
    if step.line == "hierarchical":
        return "management"
    team = organisation.teams.get(target.key) if target else None
    if team:
        return "regional" if team.scope == "regional" else "group"
    is_group = policy.scope != "regional" or (target is not None and target.kind == "group")
    return "group" if is_group else "regional"
