"""A company with one device and nothing else, an incident on it as correlation sees it, and as people do."""

from datetime import UTC, datetime

from tocsin.core.company import Company
from tocsin.core.correlation.values import Alert, AlertState, OpenIncident, Standing
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.incident.opening import open_incident
from tocsin.core.incident.values import Incident
from tocsin.core.inventory.resolution import Resolver
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.weight import opening
from tocsin.core.organisation.objects import Concern
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Source
from tocsin.core.translation.formats import compile_formats

NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
_ITEMS = {"srv": Item(key="srv", type=ItemType.DEVICE, name="srv")}
_SOURCE = Source(key="s", label="s", channel="http", supplier="host")
_ORGANISATION = Organisation(items=_ITEMS, sources={"s": _SOURCE})
COMPANY = Company(
    versions=dict.fromkeys(Concern, 1),
    organisation=_ORGANISATION,
    graph=Graph.compile(_ITEMS, ()),
    formats=compile_formats({}, ()),
    resolver=Resolver.of(_ORGANISATION),
)


def seen(number: int) -> OpenIncident:
    """An incident that correlation knows."""
    return OpenIncident(
        id=number,
        cause="srv",
        kind="device.down",
        effect=Effect.DOWN,
        opened_at=NOW,
        last_at=NOW,
        causes={"srv": Effect.DOWN},
        members={"srv": {Effect.DOWN: 1}},
    )


def incident(number: int) -> Incident:
    """The same, as people see it."""
    why = Why(code="correlation.opened_alone", facts={"item": "srv"})
    begun = opening(seen(number), COMPANY, why=why, reporter="", alert_count=1, now=NOW)
    return open_incident(begun, now=NOW).after


def alert(fingerprint: str = "f", incident: int = 0, muted_by: int = 0) -> Alert:
    """An alert of it."""
    return Alert(
        fingerprint=fingerprint,
        source="s",
        kind="device.down",
        item="srv",
        subject="srv",
        criticality=Criticality.HIGH,
        state=AlertState.FIRING,
        effect=Effect.DOWN,
        first_at=NOW,
        last_at=NOW,
        state_at=NOW,
        incident=incident,
        muted_by=muted_by,
    )


def standing(*numbers: int, alerts: tuple[Alert, ...] = ()) -> Standing:
    """What stands: these incidents and alerts."""
    return Standing(
        alerts={alert.fingerprint: alert for alert in alerts},
        incidents={number: seen(number) for number in numbers},
    )
