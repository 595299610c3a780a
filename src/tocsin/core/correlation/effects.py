"""Effects: what correlation asks the flow to write. Alerts themselves are upserted from ``after.alerts``."""

from collections.abc import Mapping
from datetime import datetime

from tocsin.core.correlation.values import Intervention, OpenIncident
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class IncidentOpened(Value):
    """A new incident, as it is at the end of the batch."""

    incident: OpenIncident
    why: Why


class AlertsJoined(Value):
    """Alerts that joined an incident in this batch for one reason; ``sample`` holds some fingerprints. ``since``: when the
    first of them began to fire, by its source."""

    incident: int
    count: int
    sample: tuple[str, ...]
    why: Why
    since: datetime | None = None


class ReferencesGiven(Value):
    """Alerts of the incident bear numbers of their sources that they did not bear before, as (source, number, when)."""

    incident: int
    given: tuple[tuple[str, str, datetime], ...]
    why: Why


class IncidentWorsened(Value):
    """The effect, or the criticality, is worse than it was."""

    incident: int
    before: Effect
    effect: Effect
    criticality: Criticality
    why: Why


class IncidentEased(Value):
    """The effect is milder than it was; something still fires."""

    incident: int
    before: Effect
    effect: Effect
    why: Why


class CauseFound(Value):
    """An alert names the cause that was inferred, or a better cause: the incident keeps its number."""

    incident: int
    before: str
    cause: str
    kind: str
    why: Why


class IncidentFolded(Value):
    """``child`` is explained by ``parent``: its alerts are the parent's from now on, its history stays.

    ``corrected``: the alerts (fingerprints) that ended because the child named a wrong place; empty: it was a symptom.
    """

    child: int
    parent: int
    why: Why
    corrected: tuple[str, ...] = ()


class AlertsMoved(Value):
    """Alerts of these items, with these effects, move to another incident (``target``).

    Recovered alerts move too; ``count`` is how many fire.
    """

    incident: int
    target: int
    items: Mapping[str, tuple[Effect, ...]]
    count: int
    why: Why


class AlertsTakenOut(Value):
    """A person took ``count`` firing alerts out of the incident; another (``target``) was opened for them."""

    incident: int
    target: int
    count: int
    why: Why


class IncidentRecovered(Value):
    """Nothing fires in it any more. A person, or the policy, resolves it."""

    incident: int
    at: datetime
    why: Why


class IncidentReopened(Value):
    """It recovered, and fires again."""

    incident: int
    at: datetime
    why: Why


class AlertsMuted(Value):
    """Alerts that a declared intervention explains: counted, in no incident."""

    intervention: int
    count: int
    sample: tuple[str, ...]
    why: Why


class AlertsRaised(Value):
    """Alerts still firing when the intervention that muted them is over: they are placed like new alerts."""

    intervention: int
    count: int
    sample: tuple[str, ...]
    why: Why


class AlertsEnded(Value):
    """Alerts that are over although their source did not report it; others of the incident still fire."""

    incident: int
    count: int
    sample: tuple[str, ...]
    why: Why


class AlertFlapping(Value):
    """The alert flaps: it changes nothing until it is stable."""

    fingerprint: str
    why: Why


class AlertStable(Value):
    """An alert that flapped is stable again, and counts in its present state."""

    fingerprint: str
    why: Why


class EventOutdated(Value):
    """An event older than the newest event of its alert: recorded, without consequence."""

    fingerprint: str
    sighting: int
    why: Why


class InterventionDeclared(Value):
    """A works notice of a new reference."""

    intervention: Intervention
    why: Why


class InterventionChanged(Value):
    """A newer revision of a known works notice."""

    intervention: Intervention
    why: Why


class InterventionCancelled(Value):
    """The works do not take place: what was muted is raised at the next tick if still wrong."""

    intervention: Intervention
    why: Why


# What happens to the alerts of an incident, to the incident itself, to an intervention, to one alert or event.
AlertsEffect = AlertsJoined | ReferencesGiven | AlertsMoved | AlertsTakenOut | AlertsEnded
IncidentEffect = (
    IncidentOpened
    | IncidentWorsened
    | IncidentEased
    | CauseFound
    | IncidentFolded
    | IncidentRecovered
    | IncidentReopened
)
InterventionEffect = (
    AlertsMuted | AlertsRaised | InterventionDeclared | InterventionChanged | InterventionCancelled
)
AlertEffect = AlertFlapping | AlertStable | EventOutdated
CorrelationEffect = IncidentEffect | AlertsEffect | InterventionEffect | AlertEffect
