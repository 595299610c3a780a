"""Proposing: whether an incident meets a criterion of its plan. A person declares it; nothing is declared by itself."""

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.majors import Criterion, plan_for
from tocsin.core.organisation.organisation import Organisation


def proposed(incident: Incident, organisation: Organisation) -> Why | None:
    """Why the incident should be led as a major incident; None: no criterion holds, or it is over."""
    if not incident.open or incident.folded_into is not None or incident.recovered_at is not None:
        return None
    plan = plan_for(organisation.majors, incident.regions)
    met = next((criterion for criterion in plan.propose if _holds(criterion, incident)), None)
    return _why(met, incident) if met else None


def _holds(criterion: Criterion, incident: Incident) -> bool:
    wanted = criterion.criticality
    return (
        (wanted is None or incident.criticality.rank >= wanted.rank)
        and (criterion.priority is None or incident.priority.value <= criterion.priority.value)
        and incident.reporters >= criterion.people
        and len(incident.applications) >= criterion.applications
    )


def _why(criterion: Criterion, incident: Incident) -> Why:
    facts = {
        "criticality": incident.criticality.value,
        "priority": incident.priority.value,
        "people": incident.reporters,
        "applications": len(incident.applications),
    }
    return Why(code="major.proposed", facts=facts)
