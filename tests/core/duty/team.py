"""A team with a duty, for the tests: Ada, Ben and Cleo take turns of a week in Paris."""

from datetime import UTC, date, datetime

from tocsin.core.duty.values import Absence, Cover, Roster
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, Label, Rotation

PARIS = Rotation(
    key="paris",
    team="ops",
    zone="Europe/Paris",
    starts=date(2026, 10, 5),  # a Monday
    handover="08:30",
    members=("ada", "ben", "cleo"),
)


def company(*rotations: Rotation, calendars: tuple[CalendarSpec, ...] = ()) -> Organisation:
    """A company of these rotations."""
    return Organisation(
        rotations={rotation.key: rotation for rotation in rotations or (PARIS,)},
        calendars={calendar.key: calendar for calendar in calendars},
    )


def at(text: str) -> datetime:
    """``2026-10-05 06:30``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def away(person: str, start: str, end: str | None = None, substitute: str = "") -> Absence:
    """An absence."""
    return Absence(1, person, at(start), at(end) if end else None, substitute)


def roster(*declared: Absence | Cover) -> Roster:
    """What people declared, in this order."""
    return Roster(
        absences=tuple(span for span in declared if isinstance(span, Absence)),
        covers=tuple(span for span in declared if isinstance(span, Cover)),
    )


def new_incident(opened: datetime, number: int = 1, team: str = "ops") -> Incident:
    """An incident that nobody has taken."""
    return Incident(
        id=number,
        kind=IncidentKind.OUTAGE,
        effect=Effect.DOWN,
        peak=Effect.DOWN,
        priority=Priority.P3,
        criticality=Criticality.HIGH,
        cause="x",
        cause_kind="power.lost",
        title=Label(fr="Panne", en="Outage"),
        owner_team=team,
        opened_at=opened,
        since=opened,
        last_at=opened,
    )
