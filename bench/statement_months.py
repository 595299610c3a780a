"""Months of incidents, and the statement that a supplier might send of each: with its clock, its spelling and its mistakes.

Random, and the same for the same seed. What each line truly means is known, so that the matching can be graded.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.sla.calendar import Calendar
from tocsin.core.statement.values import Known

Cells = tuple[str, ...]
_KINDS = {
    "power.lost": "Perte d'alimentation électrique",
    "host.down": "Serveur injoignable",
    "temperature.high": "Température élevée",
    "link.down": "Lien réseau coupé",
    "fan.failed": "Défaut ventilateur",
}
_HOME = "Europe/Paris"
_OPEN = ("08:00-18:00",)
_SERVICE = Calendar.compile(
    CalendarSpec(
        key="service",
        zone=_HOME,
        week={"monday": _OPEN, "tuesday": _OPEN, "wednesday": _OPEN, "thursday": _OPEN, "friday": _OPEN},
    ),
    range(2025, 2029),
)


@dataclass
class Entry:
    """A line before it is written: what it says, and the incidents that it truly means."""

    start: datetime
    end: datetime
    place: Known
    means: tuple[int, ...]
    reference: str = ""
    lasted_s: int = 0


@dataclass
class MonthFile:
    """A month: our incidents, the supplier's sheet, and the truth by row."""

    month: str
    known: list[Known]
    sheet: Sheet
    truth: dict[int, tuple[int, ...]]
    noise: dict[str, object] = field(default_factory=dict)


def month_file(seed: int, *, incidents: int | None = None) -> MonthFile:
    """A random month and its statement."""
    chance = random.Random(seed)
    first = date(2026, chance.randint(1, 12), 1)
    known = _incidents(chance, first, incidents or chance.choice([15, 40, 120, 300]))
    noise = _noise(chance)
    entries = list(_entries(chance, known, noise, first))
    rows, truth = _written(chance, entries, noise)
    sheet = Sheet(
        name="statement", rows=tuple(Row(number=at, cells=cells) for at, cells in enumerate(rows, start=1))
    )
    return MonthFile(f"{first:%Y-%m}", known, sheet, truth, noise)


def _incidents(chance: random.Random, first: date, count: int) -> list[Known]:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    racks = chance.choice([6, 12, 40])
    numbers = chance.randint(1000, 80_000)
    noted = chance.choice([0.5, 0.8, 1.0])  # how often we have the supplier's number
    found: list[Known] = []
    while len(found) < count:
        start = begin + timedelta(seconds=chance.randint(3600, 27 * 86_400))
        storm = chance.random() < 0.015
        for _ in range(chance.randint(4, 30) if storm else 1):
            at = start + timedelta(seconds=chance.randint(0, 59) if storm else 0)
            numbers += chance.randint(1, 3)
            found.append(_incident(chance, len(found) + 1, at, racks, numbers, noted, begin))
    return found


def _incident(
    chance: random.Random,
    number: int,
    at: datetime,
    racks: int,
    reference: int,
    noted: float,
    begin: datetime,
) -> Known:
    lasts = int(min(30 * 3600, max(60, chance.lognormvariate(7.6, 1.1))))
    rack = chance.randint(1, racks)
    room = 1 + rack % 3
    kind = chance.choice(list(_KINDS))
    service = _service_s(at, at + timedelta(seconds=lasts))
    return Known(
        incident=number,
        start=at,
        end=at + timedelta(seconds=lasts),
        references=(f"VAL-{begin:%Y}-{reference:06}",) if chance.random() < noted else (),
        places=(
            f"srv-{chance.choice('abcdef')}{chance.randint(1, 60):02}",
            f"Baie R{rack:02}",
            f"Salle S{room}",
        ),
        words=kind,
        kind=kind,
        lasted_s=(lasts, service),
    )


def _service_s(start: datetime, end: datetime) -> int:
    """Seconds from 8 to 18 on working days, without holidays."""
    return _SERVICE.elapsed(start, end)


def lengths(start: datetime, end: datetime) -> tuple[int, ...]:
    """On the wall, and in service hours."""
    return int((end - start).total_seconds()), _service_s(start, end)


def _noise(chance: random.Random) -> dict[str, object]:
    return {
        "zone": chance.choice([_HOME, _HOME, _HOME, "UTC", "America/New_York", "Asia/Kolkata"]),
        "offset_s": chance.choice([0, 0, 0, 3600, -3600, 420, -180]),
        "grain_s": chance.choice([1, 60, 60, 60, 300, 900]),
        "numbered": chance.choice([0.4, 0.75, 0.95]),
        "placed": chance.choice([0.7, 0.9, 1.0]),
        "lasting": chance.choice(["h:mm", "decimal", "words", "minutes", "none"]),
        "ends": chance.random() < 0.7,
        "dates": chance.choice(
            ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %Hh%M", "%d.%m.%y %H:%M"]
        ),
        "english": chance.random() < 0.4,
        "service": chance.random() < 0.15,
        "spelling": chance.choice(["R{:02}", "r{}", "Baie {:02}", "baie n° {}", "RACK-{}", "R {:02}"]),
    }


def _entries(
    chance: random.Random, known: list[Known], noise: dict[str, object], first: date
) -> Iterator[Entry]:
    ordered = sorted(known, key=lambda incident: incident.start)
    taken: set[int] = set()
    for at, incident in enumerate(ordered):
        if incident.incident in taken:
            continue
        assert incident.end is not None
        fate = chance.random()
        following = next((other for other in ordered[at + 1 :] if _may_merge(incident, other)), None)
        if noise["service"] and not noise["ends"]:
            following = None  # no end, and no working time: nothing would tell
        if fate < 0.05:
            continue
        if fate < 0.25 and following is not None and following.incident not in taken:
            taken.add(following.incident)
            assert following.end is not None
            end = max(incident.end, following.end)
            yield _entry(
                chance, incident, incident.start, end, (incident.incident, following.incident), noise
            )
        elif fate < 0.08 and incident.lasted_s[0] > 3600:
            middle = incident.start + (incident.end - incident.start) * chance.uniform(0.3, 0.7)
            yield _entry(chance, incident, incident.start, middle, (incident.incident,), noise)
            yield _entry(chance, incident, middle, incident.end, (incident.incident,), noise)
        else:
            yield _entry(chance, incident, incident.start, incident.end, (incident.incident,), noise)
    for number in range(round(len(known) * 0.04)):
        like = chance.choice(known)
        start = datetime(first.year, first.month, 1, tzinfo=UTC) + timedelta(
            seconds=chance.randint(3600, 27 * 86_400)
        )
        entry = _entry(chance, like, start, start + timedelta(minutes=chance.randint(5, 300)), (), noise)
        entry.reference = f"VAL-{first:%Y}-{chance.randint(90_000, 99_999):06}" if entry.reference else ""
        del number
        yield entry


def _may_merge(first: Known, other: Known) -> bool:
    """The same rack, soon after the first is over."""
    assert first.end is not None
    gap = (other.start - first.end).total_seconds()
    return other.places[1] == first.places[1] and 0 < gap < 4 * 3600


def _entry(
    chance: random.Random,
    incident: Known,
    start: datetime,
    end: datetime,
    means: tuple[int, ...],
    noise: dict[str, object],
) -> Entry:
    late = timedelta(seconds=chance.choice([0, 0, 20, 45, 90, 240]))
    reference = (
        incident.references[0] if incident.references else f"VAL-2026-{chance.randint(100_000, 200_000)}"
    )
    if chance.random() < 0.03:
        at = chance.randrange(len(reference) - 4, len(reference))
        reference = reference[:at] + str(chance.randint(0, 9)) + reference[at + 1 :]
    shown = reference if chance.random() < float(str(noise["numbered"])) else ""
    lasted = int((end - start).total_seconds())
    if noise["service"]:
        lasted = _service_s(start, end)
    if len(means) == 1 and chance.random() < 0.06:  # they count another time
        end = start + (end - start) * chance.uniform(0.4, 0.8)
        lasted = int((end - start).total_seconds())
    return Entry(start + late, end + late, incident, means, shown, lasted)


def _written(
    chance: random.Random, entries: list[Entry], noise: dict[str, object]
) -> tuple[list[Cells], dict[int, tuple[int, ...]]]:
    english = noise["english"]
    header = (
        ("Ticket", "Start", "End", "Duration", "Rack", "Description")
        if english
        else (
            "N° de dossier",
            "Date/heure de début",
            "Date/heure de fin",
            "Durée",
            "Localisation",
            "Nature de l'incident",
        )
    )
    rows: list[Cells] = [("Relevé mensuel des incidents", "", "", "", "", ""), header]
    truth = {}
    for entry in sorted(entries, key=lambda entry: entry.start):
        rows.append(_cells(chance, entry, noise))
        truth[len(rows)] = entry.means
        if len(rows) % 45 == 0:
            rows.append(header)  # the next page
    rows.append(("Total", "", "", str(len(entries)), "", ""))
    return rows, truth


def _cells(chance: random.Random, entry: Entry, noise: dict[str, object]) -> Cells:
    place = ""
    if chance.random() < float(str(noise["placed"])):
        rack = int(entry.place.places[1][-2:])
        if chance.random() < 0.03:
            rack = chance.randint(1, 40)
        place = str(noise["spelling"]).format(rack)
    end = _time(entry.end, noise) if noise["ends"] else ""
    lasting = str(noise["lasting"]) if noise["ends"] else (str(noise["lasting"]).replace("none", "words"))
    return (
        entry.reference,
        _time(entry.start, noise),
        end,
        _length(entry.lasted_s, lasting),
        place,
        _KINDS[entry.place.kind],
    )


def _time(at: datetime, noise: dict[str, object]) -> str:
    grain = int(str(noise["grain_s"]))
    stamp = (at.timestamp() + int(str(noise["offset_s"]))) // grain * grain
    local = datetime.fromtimestamp(stamp, UTC).astimezone(ZoneInfo(str(noise["zone"])))
    return local.strftime(
        str(noise["dates"]) + (":%S" if grain == 1 and "h" not in str(noise["dates"])[6:] else "")
    )


def _length(seconds: int, form: str) -> str:
    minutes = round(seconds / 60)
    if form == "h:mm":
        return f"{minutes // 60}:{minutes % 60:02}"
    if form == "decimal":
        return f"{seconds / 3600:.2f}".replace(".", ",") + " h"
    if form == "words":
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        parts = (
            [f"{days} j"] * bool(days)
            + [f"{hours} h"] * bool(hours)
            + [f"{rest} min"] * bool(rest or not minutes // 60)
        )
        return " ".join(parts)
    return str(minutes) if form == "minutes" else ""
