"""Works: a planned intervention as correlation knows works, by which alerts are muted. Knows no row."""

from tocsin.core.correlation.interventions import CANCELLED, COMPLETED, TENTATIVE
from tocsin.core.correlation.values import Intervention
from tocsin.core.intervention.values import Plan, PlannedIntervention, PlanState

_STATUS = {
    PlanState.DRAFT: TENTATIVE,
    PlanState.DECLARED: "confirmed",
    PlanState.ACKNOWLEDGED: "confirmed",
    PlanState.REFUSED: CANCELLED,
    PlanState.ENDED: COMPLETED,
    PlanState.CANCELLED: CANCELLED,
}


def works_of(
    number: int, plan: Plan, items: tuple[str, ...], state: PlanState = PlanState.DECLARED
) -> Intervention:
    """The plan as works on these items. A draft is tentative: it mutes nothing."""
    return Intervention(
        id=number,
        source="",
        reference=f"WRK-{number}",
        start=plan.start,
        end=plan.end,
        items=items,
        status=_STATUS[state],
        summary=plan.what,
    )


def muting(planned: PlannedIntervention) -> Intervention:
    """The works that mute what the plan says, and nothing else."""
    return works_of(planned.id, planned.plan, planned.plan.mutes, planned.state)
