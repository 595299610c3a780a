"""Effects: everything that a decision about incidents or interventions may have to write. ``flow/apply`` writes each."""

from datetime import datetime

from tocsin.core.authorisation.values import AuthorisationChanged
from tocsin.core.correlation.effects import AlertsMoved, EventOutdated
from tocsin.core.correlation.values import Standing
from tocsin.core.impact.values import Hit
from tocsin.core.incident.values import Incident, NoticeDue, TimelineEntry
from tocsin.core.intervention.values import PlanChanged
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.major.values import MajorChanged
from tocsin.core.problem.record import ProblemChanged
from tocsin.core.userreport.values import UserReportChanged


class IncidentChanged(Value):
    """The incident, new or known, as it is after the decision."""

    incident: Incident


class HitsChanged(Value):
    """All that the incident hits now, each with the type of its item: it replaces what was known."""

    incident: int
    hits: tuple[tuple[Hit, ItemType], ...]


class AlertsGiven(Value):
    """Every alert of ``child`` belongs to ``parent``: the child was folded into it."""

    child: int
    parent: int


class AlertsCounted(Value):
    """``count`` more alerts were muted by the intervention."""

    intervention: int
    count: int


class AlertJudged(Value):
    """Why an alert flaps, or no longer does, while it is in no incident and under no works: kept with its newest event."""

    fingerprint: str
    why: Why


class StandingChanged(Value):
    """What correlation knows: all differences between ``before`` and ``after`` have to be written."""

    before: Standing
    after: Standing


class ResolutionSet(Value):
    """A person resolved the incident at that instant, or (None) reopened it: correlation must know."""

    incident: int
    at: datetime | None


class InterventionOver(Value):
    """The intervention mutes nothing any more, and correlation need not know it."""

    intervention: int


Effect = (
    TimelineEntry
    | NoticeDue
    | IncidentChanged
    | HitsChanged
    | AlertsGiven
    | AlertsMoved
    | AlertsCounted
    | StandingChanged
    | ResolutionSet
    | InterventionOver
    | EventOutdated
    | AlertJudged
    | AuthorisationChanged
    | PlanChanged
    | ProblemChanged
    | UserReportChanged
    | MajorChanged
    | MailDue
)
