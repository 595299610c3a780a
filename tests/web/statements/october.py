"""Two incidents of October in the host's hands, and lines of its statement about them."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tests.web import seed
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Holder, State, SupplierReference, Turn
from tocsin.core.organisation.values import Label
from tocsin.flow import clock
from tocsin.store import incidents, models

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
SEVEN = "VDC-100007;06/10/2026 10:00;06/10/2026 11:30;Baie R07;"
STRANGE = "VDC-555555;20/10/2026 10:00;20/10/2026 10:10;Baie R20;"


def october() -> None:
    """7 in rack R07, with its number; 8 in rack R05, without."""
    with clock.moved(NOW):
        seed.incidents(seed.organisation(), NOW)
        keep(7, "par1.s1.r07", datetime(2026, 10, 6, 8, tzinfo=UTC), 90, "VDC-100007")
        keep(8, "par1.s2.r05", datetime(2026, 10, 13, 8, tzinfo=UTC), 60)


def keep(number: int, rack: str, began: datetime, minutes: int, *references: str) -> None:
    """A power loss of the rack that is over, with the host's numbers of it."""
    over = began + timedelta(minutes=minutes)
    like = incidents.load([47])[47]
    incident = replace(
        like, id=number, title=_title(rack), cause=rack, cause_kind="power.lost", supplier="valmont",
        since=began, opened_at=began, last_at=over,
        peak=Effect.DOWN, state=State.CLOSED, recovered_at=over, resolved_at=over, closed_at=over,
        references=tuple(SupplierReference(text=text, by="x", at=began) for text in references),
        turns=(Turn(at=began, holder=Holder.SUPPLIER), Turn(at=over, holder=Holder.SUPPLIER, over=True)),
    )  # fmt: skip
    incidents.write([incidents.Kept(incident=incident, clocks=(), next_deadline_at=None)])
    models.Incident.objects.filter(id=number).update(stands=False)  # correlation does not know it


def _title(rack: str) -> Label:
    name = rack.rpartition(".")[2].upper()
    return Label(fr=f"Baie {name} sans alimentation", en=f"Rack {name} without power")
