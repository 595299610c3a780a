"""An incident of the CRM in France, and a report, as these tests change them."""

from datetime import UTC, datetime

from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.values import Label
from tocsin.core.userreport.judging import Candidate
from tocsin.core.userreport.values import UserReport

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def incident(number: int = 1, **changes: object) -> Incident:
    """One that began at noon."""
    crm = Incident(
        id=number, kind=IncidentKind.OUTAGE, effect=Effect.DOWN, peak=Effect.DOWN, priority=Priority.P2,
        criticality=Criticality.HIGH, cause="srv-crm-01", cause_kind="device.down",
        title=Label(fr="CRM arrêté", en="CRM down"), owner_team="systems", opened_at=NOON, since=NOON, last_at=NOON,
        applications=("crm",), regions=("fr",),
    )  # fmt: skip
    return replace(crm, **changes)


def candidate(number: int = 1, **changes: object) -> Candidate:
    """The incident as reports are compared with it."""
    known = incident(number, **changes)
    return Candidate(
        incident=known,
        items=frozenset({known.cause, *known.applications}),
        wording=(known.title.fr, known.title.en),
    )


def report(**changes: object) -> UserReport:
    """One that names nothing, written at noon."""
    written = UserReport(
        id=7, channel="mail", reporter="lea@x.example", address="lea@x.example", text="...", at=NOON, by="lea@x.example"
    )  # fmt: skip
    return replace(written, **changes)
