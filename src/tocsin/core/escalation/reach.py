"""Reach: which steps of the policies in force would reach nobody, when, and why: before it happens. Knows no incident."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from tocsin.core.duty.foreseen import Foreseen
from tocsin.core.duty.foreseen import foreseen as of_duties
from tocsin.core.duty.turns import turns
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.ladder import managers
from tocsin.core.escalation.steps import is_above_all
from tocsin.core.escalation.targets import reached
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import EscalationPolicy, Step, target_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label, Team
from tocsin.core.routing.policy import standard


class Unreached(Value):
    """From ``start`` until ``end``, this step of a policy (keys, place) reaches nobody for incidents of the team (key).

    ``absent``: who is away, without a substitute who is there. ``to``: whom the step means.
    """

    policy: str
    step: int
    team: str
    to: tuple[str, ...]
    start: datetime
    end: datetime
    absent: tuple[str, ...] = ()


def foreseen(start: datetime, end: datetime, organisation: Organisation, roster: Roster) -> list[Foreseen]:
    """Everything between these instants that somebody can still put right, the nearest first: duties and absences without
    anybody, and steps that would reach nobody."""
    gaps = unreached(organisation, roster, start, end)
    found = [Foreseen(start=gap.start, end=gap.end, why=_why(gap)) for gap in gaps]
    return sorted([*of_duties(start, end, organisation, roster), *found], key=lambda trouble: trouble.start)


def _why(gap: Unreached) -> Why:
    code = "escalation.unreached.absent" if gap.absent else "escalation.unreached"
    facts = {"policy": gap.policy, "team": gap.team, "targets": list(gap.to), "absent": list(gap.absent)}
    return Why(code=code, facts=facts)


def unreached(
    organisation: Organisation, roster: Roster, start: datetime, end: datetime
) -> tuple[Unreached, ...]:
    """Every step that reaches nobody at some instant of the span, each span once; in order of time.

    Steps to whoever has the incident, and rungs above the last manager, are no gaps; nor is what conditions leave out. But
    where nothing else is asked about what nobody takes, a rung that there is not leaves it to nobody.
    """
    edges = _edges(organisation, roster, start, end)
    found = [
        gap
        for policy in organisation.escalation or (standard(organisation),)
        for team in _teams(policy, organisation)
        for gap in _gaps_of(policy, _probe(team, organisation, start), organisation, roster, edges)
    ]
    return tuple(sorted(found, key=lambda gap: (gap.start, gap.policy, gap.step, gap.team)))


def _gaps_of(
    policy: EscalationPolicy,
    probe: Incident,
    organisation: Organisation,
    roster: Roster,
    edges: list[datetime],
) -> Iterator[Unreached]:
    rungs = len(managers(organisation, probe))
    asked = {place for place, step in enumerate(policy.steps) if _is_asked(step, rungs)}
    waiting = {place for place, step in enumerate(policy.steps) if step.on == "unacknowledged"}
    for place in sorted(asked if asked & waiting else asked | waiting):
        yield from _gaps(policy, place, probe, organisation, roster, edges)


def _gaps(
    policy: EscalationPolicy,
    place: int,
    probe: Incident,
    organisation: Organisation,
    roster: Roster,
    edges: list[datetime],
) -> Iterator[Unreached]:
    step = policy.steps[place]
    open_: Unreached | None = None
    for left, right in pairwise(edges):
        whom = reached(step, probe, organisation, roster, left)
        if whom.to:
            if open_:
                yield open_
            open_ = None
            continue
        began = open_.start if open_ and open_.absent == whom.absent else left
        if open_ and began == left:
            yield open_
        open_ = Unreached(
            policy=policy.key,
            step=place,
            team=probe.owner_team,
            to=step.to,
            start=began,
            end=right,
            absent=whom.absent,
        )
    if open_:
        yield open_


def _is_asked(step: Step, rungs: int) -> bool:
    targets = [target for text in step.to if (target := target_of(text))]
    if all(target.kind in ("owner", "supplier") for target in targets):
        return False
    return not is_above_all(step, rungs)


def _teams(policy: EscalationPolicy, organisation: Organisation) -> list[Team]:
    """The teams whose incidents may follow the policy: regional ones, the group's, or all."""
    regional = {"regional": (True,), "group": (False,)}.get(policy.scope, (True, False))
    routed = {rule.team for rule in organisation.routing}
    teams = [team for team in organisation.teams.values() if not routed or team.key in routed]
    return [team for team in teams if (team.scope == "regional") in regional]


def _edges(organisation: Organisation, roster: Roster, start: datetime, end: datetime) -> list[datetime]:
    """The instants at which who is reached may change."""
    found = {start, end}
    for team in organisation.teams:
        found.update(turn.start for turn in turns(team, start, end, organisation, roster))
    for absence in roster.absences:
        found.update(at for at in (absence.start, absence.end) if at is not None)
    return sorted(at for at in found if start <= at <= end)


def _probe(team: Team, organisation: Organisation, at: datetime) -> Incident:
    """An incident of the team that nobody has taken."""
    return Incident(
        id=0,
        kind=IncidentKind.OUTAGE,
        effect=Effect.DOWN,
        peak=Effect.DOWN,
        priority=Priority.P1,
        criticality=Criticality.CRITICAL,
        cause="",
        cause_kind=next(iter(organisation.kinds), ""),
        title=Label(fr=team.name, en=team.name),
        owner_team=team.key,
        opened_at=at,
        since=at,
        last_at=at,
        regions=(team.region,) if team.region else (),
        supplier=team.supplier,
    )
