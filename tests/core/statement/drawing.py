"""Drawing: a statement and our incidents, one line of text each, compared with each other."""

from datetime import UTC, datetime, timedelta

from tocsin.core.organisation.contracts import Contract, Measure, PenaltyStep
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.sla.calendar import Calendar
from tocsin.core.sla.measures import Trouble
from tocsin.core.statement.check import Basis, Checked, checked
from tocsin.core.statement.classifying import Entry
from tocsin.core.statement.decisions import InForce
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Known

HEADER = "Dossier | Début | Fin | Durée | Baie | Nature | Exclu"
MONTH = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
NOW = datetime(2026, 11, 5, tzinfo=UTC)
OPEN = ("08:00-18:00",)
SERVICE = Calendar.compile(
    CalendarSpec(
        key="service",
        zone="UTC",
        week={"monday": OPEN, "tuesday": OPEN, "wednesday": OPEN, "thursday": OPEN, "friday": OPEN},
    ),
    range(2025, 2028),
)
CALENDARS = {"": Calendar([], *MONTH, always=True), "service": SERVICE}
CONTRACT = Contract(
    number="C-1",
    fee=100_000,
    measures=(
        Measure(key="fast", figure="interruption", target_s=3600, penalties=(PenaltyStep(amount=5_000),)),
        Measure(
            key="up",
            figure="availability",
            availability=99.0,
            penalties=(PenaltyStep(below=99.0, percent=10),),
        ),
        Measure(key="slow", figure="interruption", target_s=36_000, calendar="service"),
    ),
)


def incident(number: int, drawn: str, **more: object) -> Known:
    """``12 08:00-09:30 R07 VAL-1234``: the day of October, from when to when, the rack, the supplier's number, if noted."""
    day, span, rack, *references = drawn.split()
    start, end = (_at(day, clock) for clock in span.split("-"))
    lasted = int((end - start).total_seconds())
    known = {
        "incident": number,
        "start": start,
        "end": end,
        "references": tuple(references),
        "places": (f"srv-{number:02}", f"Baie {rack}", "Salle S1"),
        "kind": "device.down",
        "lasted_s": (lasted, lasted, SERVICE.elapsed(start, end)),
    }
    return Known(**(known | more))


def _at(day: str, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 10, int(day), tzinfo=UTC) + timedelta(hours=int(hour), minutes=int(minute))


def check(
    lines: str,
    *known: Known,
    settled: InForce | None = None,
    header: str = HEADER,
    names: tuple[str, ...] = (),
) -> Checked:
    """The lines, cells between bars, beside the incidents; the supplier writes in UTC. ``names`` are ours."""
    rows = [tuple(cell.strip() for cell in row.split("|")) for row in (header, *lines.strip().splitlines())]
    sheet = Sheet(name="1", rows=tuple(Row(number=at, cells=cells) for at, cells in enumerate(rows, start=1)))
    troubles = {
        own.incident: Trouble(incident=own.incident, start=own.start, end=own.end)
        for own in known
        if own.theirs
    }
    return checked(
        statement_of([sheet], Month.of("2026-10"), {}), list(known), troubles,
        Basis(contracts=(CONTRACT,), zones=("UTC", "Europe/Paris"), month=MONTH, names=names),
        CALENDARS, settled or InForce(), now=NOW,
    )  # fmt: skip


def found_in(found: Checked) -> list[tuple[tuple[int, ...], tuple[int, ...], str]]:
    """Rows, incidents and finding of each entry."""
    return [(rows(found, entry), entry.match.incidents, entry.finding.value) for entry in found.entries]


def rows(found: Checked, entry: Entry) -> tuple[int, ...]:
    """The lines of an entry by their order, from 1."""
    return entry.match.lines


# Twelve incidents of an ordinary month: what makes the others of a test likely or not.
ORDINARY = [
    incident(
        100 + day, f"{day} {8 + day % 9}:{day:02}-{9 + day % 9}:{day + 20:02} R{10 + day % 7} VAL-90{day:02}"
    )
    for day in range(1, 25, 2)
]


def ordinary_lines() -> str:
    """The lines that list them rightly."""
    return "\n".join(
        f"{known.references[0]} | {known.start:%d/%m/%Y %H:%M} | {known.end:%d/%m/%Y %H:%M} | | {known.places[1]} | |"
        for known in ORDINARY
        if known.end
    )
