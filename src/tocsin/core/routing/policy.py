"""Policy: which escalation policy an incident follows, frozen at its opening; and the group's team for a kind of trouble."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.conditions import Condition, ConditionFailedError
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import (
    AGAIN,
    ANYBODY,
    EscalationPolicy,
    FrozenPolicy,
    Line,
    Step,
    Waits,
)
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Untaken
from tocsin.core.routing.route import scope_of
from tocsin.core.sla.clocks import SIDES

STANDARD = "standard"  # the key of the policy of whoever declares none
_RUNGS = 3  # managers above whom the standard policy may ask


class Matter(Value):
    """What a condition may ask about an incident: keys and words, as they are now."""

    priority: Priority
    criticality: Criticality
    effect: Effect
    kind: str
    cause: str
    team: str
    supplier: str = ""
    regions: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    reporters: int = 0  # users who reported it


def matter_of(incident: Incident) -> Matter:
    """An incident as conditions see it."""
    return Matter(
        priority=incident.priority,
        criticality=incident.criticality,
        effect=incident.effect,
        kind=incident.cause_kind,
        cause=incident.cause,
        team=incident.owner_team,
        supplier=incident.supplier,
        regions=incident.regions,
        applications=incident.applications,
        reporters=incident.reporters,
    )


def names_of(matter: Matter, organisation: Organisation) -> dict[str, Any]:
    """The names of a condition (``organisation.escalation.NAMES``) with their values."""
    kind = organisation.kinds.get(matter.kind)
    return {
        "priority": matter.priority.value,
        "criticality": matter.criticality.value,
        "effect": matter.effect.value,
        "kind": matter.kind,
        "domain": kind.domain if kind else "",
        "scope": scope_of(matter.regions),
        "regions": list(matter.regions),
        "team": matter.team,
        "supplier": matter.supplier,
        "cause": matter.cause,
        "applications": list(matter.applications),
        "people": max(people_hit(matter.applications, organisation), matter.reporters),
    }


def people_hit(applications: Iterable[str], organisation: Organisation) -> int:
    """How many people use these applications (keys), as the organisation declares it."""
    found = (organisation.applications.get(key) for key in applications)
    return sum(application.users for application in found if application)


def holds(condition: str, names: dict[str, Any]) -> bool:
    """Whether it is true. A condition that fails holds: rather ask people once too often than not at all."""
    if not condition:
        return True
    try:
        return _compiled(condition).holds(names)
    except ConditionFailedError:
        return True


@lru_cache(maxsize=256)
def _compiled(source: str) -> Condition:
    return Condition(source)


def freeze_policy(matter: Matter, organisation: Organisation) -> FrozenPolicy:
    """The first policy that holds, else the standard one, with the calendars that its steps name."""
    names = names_of(matter, organisation)
    chosen = next(
        (
            policy
            for policy in organisation.escalation
            if policy.scope in ("", names["scope"]) and holds(policy.condition, names)
        ),
        None,
    )
    if chosen is None:
        return FrozenPolicy(policy=standard(organisation))
    named = {step.hours for step in chosen.steps} & organisation.calendars.keys()
    return FrozenPolicy(policy=chosen, calendars={key: organisation.calendars[key] for key in sorted(named)})


def policy_of(incident: Incident, organisation: Organisation) -> FrozenPolicy:
    """The policy that was frozen when it opened, with the last resort; the one in force for incidents that are older than
    policies."""
    frozen = incident.policy or freeze_policy(matter_of(incident), organisation)
    resort = _last_resort(organisation.policies.untaken)
    return replace(frozen, policy=replace(frozen.policy, steps=(*frozen.policy.steps, resort)))


def is_last_resort(step: Step) -> bool:
    """Whether the step is ours: it asks the nearest who are there, where the policy has reached nobody."""
    return step.to == (ANYBODY,)


@lru_cache(maxsize=16)
def _last_resort(untaken: Untaken) -> Step:
    """By ``policies.untaken``; where that never asks, as late as an acknowledgement expires."""
    waits = {priority.value.lower(): untaken.of(priority) or AGAIN.of(priority) for priority in Priority}
    return Step(on="unacknowledged", to=(ANYBODY,), after=Waits(**waits))


def standard(organisation: Organisation) -> EscalationPolicy:
    """The policy of whoever declares none: by ``policies.untaken`` the team again, then each manager above; the managers
    above when a commitment is at risk or missed. P3 to P5 wait in the working time of their team."""
    return _standard(organisation.policies.untaken, organisation.policies.at_risk_percent)


@lru_cache(maxsize=16)
def _standard(untaken: Untaken, at_risk: int) -> EscalationPolicy:
    urgent = (Priority.P1, Priority.P2)
    others = (Priority.P3, Priority.P4, Priority.P5)
    steps: list[Step] = []
    for number in range(_RUNGS + 1):
        to = (f"manager:{number}",) if number else ("team",)
        line: Line = "hierarchical" if number else "functional"
        for hours, priorities in (("", urgent), ("team", others)):
            after = _times(untaken, number + 1, priorities)
            if after != Waits():
                steps.append(Step(on="unacknowledged", to=to, line=line, after=after, hours=hours))
    promises = [
        Step(
            on="commitment",
            party=side,
            share=share,
            to=_above(rungs),
            line="hierarchical",
            priorities=priorities,
        )
        for side in SIDES
        for share, rungs, priorities in ((at_risk, 1, (Priority.P1,)), *_MISSED)
    ]
    return EscalationPolicy(key=STANDARD, order=0, steps=(*steps, *promises))


# How many managers above are asked when a commitment is missed, by priority.
_MISSED: tuple[tuple[int, int, tuple[Priority, ...]], ...] = (
    (100, 3, (Priority.P1,)),
    (100, 2, (Priority.P2,)),
    (100, 1, (Priority.P3, Priority.P4, Priority.P5)),
)


def _above(rungs: int) -> tuple[str, ...]:
    return tuple(f"manager:{rung}" for rung in range(1, rungs + 1))


def _times(untaken: Untaken, number: int, priorities: tuple[Priority, ...]) -> Waits:
    """``number`` times the wait, for these priorities; none where nothing is ever announced."""
    waits = {
        priority.value.lower(): wait * number for priority in priorities if (wait := untaken.of(priority))
    }
    return Waits(**waits)
