"""Statements of a supplier with several sites: a third generator, unlike the other two.

What happens is regular: a nightly job that fails at the same place and minute, glitches of a few minutes, works of half
hours, long outages that run over midnight and over the month's ends. The supplier cuts lines at midnight, joins what a site
lost together, rounds outwards, files some lines under another day or late, names the wrong site, sends a line twice under
another number, and may keep a clock that does not change with the seasons. The same for the same seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.statement_files import Listed
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement.headings import heading_word
from tocsin.core.statement.values import Known

_SITES = ("LYS", "BER", "MAD")
_KINDS = {
    "power.lost": ("Netzausfall", "Corte de corriente", "Perte secteur", "Mains failure"),
    "device.down": ("Gerät nicht erreichbar", "Equipo caído", "Équipement muet", "Unit unreachable"),
    "backup.failed": ("Sicherung fehlgeschlagen", "Copia fallida", "Sauvegarde en échec", "Backup failed"),
    "works": ("Wartung", "Mantenimiento", "Travaux", "Maintenance"),
}
_HEADINGS = {  # German and Spanish ones are what a person says of them, once
    "de": ("Vorgang", "Beginn", "Ende", "Dauer", "Ort", "Art"),
    "es": ("Expediente", "Inicio", "Fin", "Duración", "Ubicación", "Tipo"),
    "fr": ("Réf.", "Début incident", "Fin incident", "Durée totale", "Site et baie", "Nature"),
    "en": ("Ticket no.", "Outage start", "Outage end", "Downtime", "Location", "Type"),
}
_FIELDS = ("reference", "start", "end", "duration", "place", "words")
_CLOCKS = (
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "UTC",
    "Etc/GMT-1",
    "Etc/GMT-2",
    "America/New_York",
)
_SPELLINGS = ("{site} {row}{rack:02}", "{site}-{row}{rack}", "{site} / rack {row}{rack:02}", "{row}{rack:02}")
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True)
class Habits:
    """How this supplier keeps its list."""

    language: str
    clock: str
    offset_s: int
    outwards_s: int
    midnight: bool
    joined: float
    refiled: float
    late: float
    swapped: float
    doubled: float
    numbered: float
    spelling: str


@dataclass(frozen=True)
class SitesFile:
    """A month: our incidents, the sheet, what a person said of its columns, and what each line truly means."""

    month: str
    known: list[Known]
    sheets: list[Sheet]
    columns: dict[str, str]
    listed: list[Listed]
    habits: Habits


def sites_file(seed: int) -> SitesFile:
    """A random month and its statement."""
    chance = random.Random(seed * 104_729 + 71)
    year, month = chance.choice([2025, 2026, 2027, 2028]), chance.randint(1, 12)
    begin = datetime(year, month, 1, tzinfo=UTC)
    habits = _habits(chance)
    happened = sorted(_happened(chance, begin), key=lambda found: found.start)
    known = [_known(number, found, chance) for number, found in enumerate(happened, start=1)]
    listed = sorted(_listed(chance, happened, habits, begin), key=lambda line: line.start)
    named = _HEADINGS[habits.language]
    rows = [named, *(_row(line, habits) for line in listed)]
    sheet = Sheet(name="1", rows=tuple(Row(number=at, cells=cells) for at, cells in enumerate(rows, start=1)))
    columns = {heading_word(name): field for name, field in zip(named, _FIELDS, strict=True)}
    return SitesFile(f"{year}-{month:02}", known, [sheet], columns, listed, habits)


def _habits(chance: random.Random) -> Habits:
    return Habits(
        language=chance.choice(list(_HEADINGS)),
        clock=chance.choice(_CLOCKS),
        offset_s=chance.choice([0, 0, 0, 0, 300, -600, 3600]),
        outwards_s=chance.choice([1, 60, 60, 300, 900]),
        midnight=chance.random() < 0.4,
        joined=chance.choice([0.0, 0.3, 0.6]),
        refiled=chance.choice([0.0, 0.01, 0.03]),
        late=chance.choice([0.0, 0.03, 0.1]),
        swapped=chance.choice([0.0, 0.01, 0.03]),
        doubled=chance.choice([0.0, 0.01, 0.02]),
        numbered=chance.choice([0.5, 0.8, 0.95]),
        spelling=chance.choice(_SPELLINGS),
    )  # fmt: skip


def _happened(chance: random.Random, begin: datetime) -> Iterator[Listed]:
    """Incidents of the month; some began before it, some last beyond it."""
    number, noted = chance.randint(10_000, 900_000), chance.choice([0.5, 0.8, 1.0])
    for found in (*_singles(chance, begin), *_nightly(chance, begin), *_site_losses(chance, begin)):
        number += chance.randint(1, 9)
        yield replace(found, number=f"{number}" if chance.random() < noted else "")


def _singles(chance: random.Random, begin: datetime) -> Iterator[Listed]:
    for _ in range(chance.choice([10, 40, 90, 200])):
        start = begin + timedelta(seconds=chance.randint(-_DAY, 31 * _DAY))
        lasts = chance.choice([
            chance.randint(60, 300), chance.randint(300, 2 * _HOUR), 1800 * chance.randint(1, 8),
            int(min(3 * _DAY, _HOUR * chance.paretovariate(1.2))),
        ])  # fmt: skip
        yield _at(chance, start, lasts, chance.choice(["power.lost", "device.down", "works"]))


def _nightly(chance: random.Random, begin: datetime) -> Iterator[Listed]:
    """A job that fails again and again, at its minute, for as long as it tries."""
    for _ in range(chance.randint(0, 3)):
        like = _at(chance, begin, chance.choice([600, 1800, 3600]), "backup.failed")
        at = timedelta(hours=chance.randint(0, 5), minutes=chance.choice([0, 15, 30]))
        assert like.end is not None
        lasts = like.end - like.start
        for day in range(28):
            if chance.random() < 0.3:
                start = begin + timedelta(days=day, seconds=chance.randint(0, 60)) + at
                end = start + lasts + timedelta(seconds=chance.randint(-30, 30))
                yield replace(like, start=start, end=end)


def _site_losses(chance: random.Random, begin: datetime) -> Iterator[Listed]:
    for _ in range(chance.randint(0, 2)):
        start = begin + timedelta(seconds=chance.randint(_DAY, 27 * _DAY))
        room, lasts = chance.randint(0, 2), chance.randint(1200, 4 * _HOUR)
        for _ in range(chance.randint(2, 6)):
            away = start + timedelta(seconds=chance.randint(0, 90))
            found = _at(chance, away, lasts + chance.randint(-200, 200), "power.lost")
            yield replace(found, room=room)


def _at(chance: random.Random, start: datetime, lasts: int, kind: str) -> Listed:
    return Listed(
        start=start.replace(microsecond=0),
        end=start + timedelta(seconds=lasts),
        room=chance.randint(0, 2),
        rack=chance.randint(1, 24),
        server=f"{chance.choice('ABCD')}",
        kind=kind,
    )


def _known(number: int, found: Listed, chance: random.Random) -> Known:
    assert found.end is not None
    lasts = int((found.end - found.start).total_seconds())
    return Known(
        incident=number,
        start=found.start,
        end=found.end,
        references=(found.number,) if found.number else (),
        places=(
            f"node{chance.randint(1, 400):03}",
            f"Rack {found.server}{found.rack:02}",
            _SITES[found.room],
        ),
        words=found.kind,
        kind=found.kind,
        lasted_s=(lasts, lasts),
    )


def _listed(
    chance: random.Random, happened: list[Listed], habits: Habits, begin: datetime
) -> Iterator[Listed]:
    after = (begin + timedelta(days=32)).replace(day=1)
    left = {
        at: replace(found, means=(at,))
        for at, found in enumerate(happened, start=1)
        if begin <= found.start < after or ((found.end or after) > begin and found.start < begin)
    }
    for at in list(left):
        found = left.pop(at, None)
        if found is None or chance.random() < 0.04:
            continue
        for line in _cut(_joined(chance, found, left, habits), habits):
            yield from _as_filed(chance, line, habits)
    for _ in range(round(len(happened) * 0.03)):
        invented = _at(
            chance,
            begin + timedelta(seconds=chance.randint(0, 27 * _DAY)),
            chance.randint(300, 9000),
            "works",
        )
        yield from _as_filed(
            chance, replace(invented, number=f"{chance.randint(1_000_000, 1_100_000)}"), habits
        )


def _joined(chance: random.Random, found: Listed, left: dict[int, Listed], habits: Habits) -> Listed:
    """What a site lost together, or one place twice within the hour, as one line."""
    for at, other in list(left.items()):
        together = other.room == found.room and abs((other.start - found.start).total_seconds()) < 120
        assert found.end is not None
        assert other.end is not None
        gap = (other.start - found.end).total_seconds()
        again = (other.room, other.rack, other.server) == (
            found.room,
            found.rack,
            found.server,
        ) and 0 < gap < _HOUR
        if (
            again or (together and found.kind == other.kind == "power.lost")
        ) and chance.random() < habits.joined:
            left.pop(at)
            means = (*found.means, *other.means)
            found = replace(found, end=max(found.end, other.end), means=means, placed=again and found.placed)
    return found


def _cut(line: Listed, habits: Habits) -> Iterator[Listed]:
    """At midnight of their clock, where they keep one line a day."""
    assert line.end is not None
    zone = ZoneInfo(habits.clock)
    start, end = line.start, line.end
    while habits.midnight and len(line.means) == 1:
        midnight = (
            (start.astimezone(zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0).astimezone(UTC)
        )
        if end <= midnight + timedelta(minutes=5) or midnight - start < timedelta(minutes=5):
            break
        yield replace(line, start=start, end=midnight)
        start = midnight
    yield replace(line, start=start, end=end)


def _as_filed(chance: random.Random, line: Listed, habits: Habits) -> Iterator[Listed]:
    """As it stands in the list: later by the ticket, under another day, at another site, or twice."""
    assert line.end is not None
    late, lasts = chance.randint(0, 120), int((line.end - line.start).total_seconds())
    if chance.random() < habits.late:
        late = chance.randint(0, lasts * 3 // 4)
    start = line.start + timedelta(seconds=late)
    end = max(line.end + timedelta(seconds=chance.randint(-60, 120)), start + timedelta(minutes=1))
    if chance.random() < habits.refiled:
        away = timedelta(days=chance.choice([-1, 1, 1, 2]))
        start, end = start + away, end + away
    room = (line.room + 1) % 3 if chance.random() < habits.swapped else line.room
    number = line.number if chance.random() < habits.numbered else ""
    filed = replace(line, start=start, end=end, room=room, number=number)
    yield filed
    if chance.random() < habits.doubled:
        yield replace(filed, number=f"{filed.number}-R" if filed.number else "", again=True)


def _row(line: Listed, habits: Habits) -> tuple[str, ...]:
    assert line.end is not None
    start, end = _floored(line.start, habits), _floored(line.end, habits, up=True)
    minutes = -(-int((line.end - line.start).total_seconds()) // 60)
    spelling = habits.spelling if line.placed else "{site}"
    place = spelling.format(site=_SITES[line.room], row=line.server, rack=line.rack)
    words = _KINDS[line.kind][list(_HEADINGS).index(habits.language)]
    return line.number, start, end, f"{minutes // 60}:{minutes % 60:02}", place, words


def _floored(at: datetime, habits: Habits, *, up: bool = False) -> str:
    stamp = int(at.timestamp()) + habits.offset_s
    grain = habits.outwards_s
    stamp = -(-stamp // grain) * grain if up else stamp // grain * grain
    local = datetime.fromtimestamp(stamp, UTC).astimezone(ZoneInfo(habits.clock))
    return f"{local:%d.%m.%Y %H:%M}" if habits.language == "de" else f"{local:%d/%m/%Y %H:%M}"
