"""What correlation must know, read from the database; kept in memory until another process changes it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.correlation.interventions import reach
from tocsin.core.correlation.values import Alert, Intervention, OpenIncident, Standing
from tocsin.core.impact.graph import Graph
from tocsin.core.organisation.values import Policies
from tocsin.store import alerts, standing

Kept = TypeVar("Kept", OpenIncident, Intervention)
Incidents = dict[int, OpenIncident]
Interventions = dict[int, Intervention]

_known: tuple[int, Incidents, Interventions] = (0, {}, {})


def of_batch(fingerprints: Iterable[str], corrected: Iterable[tuple[str, str]] = ()) -> Standing:
    """What stands for events of these fingerprints, and for the alerts (source, reference) that they correct, with what
    else is in their incidents. The incident lock must be held."""
    wrong = alerts.of_references(corrected)
    beside = alerts.of_incidents({alert.incident for alert in wrong.values() if alert.incident})
    return _with(wrong | beside | alerts.load(fingerprints))


def of_alerts(fingerprints: Iterable[str]) -> Standing:
    """What stands, with these alerts. The incident lock must be held."""
    return _with(alerts.load(fingerprints))


def of_time(graph: Graph, policy: Policies, now: datetime, unrepeated: Mapping[str, datetime]) -> Standing:
    """What stands, with the alerts that time alone may change. The incident lock must be held."""
    known = _with({})
    touched = reach(known, graph=graph, policy=policy, now=now)
    return replace(known, alerts=alerts.load_pending(touched, unrepeated))


def of_incidents(numbers: Sequence[int]) -> Standing:
    """What stands, with all the alerts of these incidents. The incident lock must be held.

    An incident that correlation had let go of, and that a person has reopened, stands again.
    """
    known = _with(alerts.of_incidents(numbers))
    gone = (standing.of_incident(number) for number in numbers if number not in known.incidents)
    back = {seen.id: seen for seen in gone if seen}
    return replace(known, incidents={**known.incidents, **back}) if back else known


def keep(before: Standing, after: Standing) -> None:
    """Write what changed of incidents and interventions; folded incidents no longer stand."""
    incidents = _changed(before.incidents, after.incidents)
    works = _changed(before.interventions, after.interventions)
    gone = [number for number in before.incidents if number not in after.incidents]
    if incidents or works or gone:
        standing.write(incidents, gone)
        standing.write_interventions(works)
        _remember(standing.advance(), dict(after.incidents), dict(after.interventions))


def resolve(number: int, at: datetime | None) -> None:
    """A person resolved this incident at that instant, or (None) reopened it."""
    seen = standing.of_incident(number)
    if seen is not None:
        standing.write([replace(seen, resolved_at=at)], [])
        standing.advance()


def let_go(over: Sequence[int]) -> None:
    """These interventions are over."""
    if over:
        standing.end_interventions(over)
        standing.advance()


def _changed(before: Mapping[int, Kept], after: Mapping[int, Kept]) -> list[Kept]:
    return [kept for number, kept in after.items() if kept is not before.get(number)]


def _with(known_alerts: Mapping[str, Alert]) -> Standing:
    version, incidents, interventions = _known
    if version == 0 or standing.version() != version:
        version, incidents, interventions = standing.version(), standing.incidents(), standing.interventions()
        _remember(version, incidents, interventions)
    return Standing(alerts=known_alerts, incidents=incidents, interventions=interventions)


def _remember(version: int, incidents: Incidents, interventions: Interventions) -> None:
    """Remember only what was committed: after a rollback the sequence is ahead, so all is read again."""

    def remember() -> None:
        global _known
        _known = (version, incidents, interventions)

    transaction.on_commit(remember)
