"""Statements as files, of months whose incidents come in chains: a second generator, unlike ``statement_months``.

Racks fail in neighbourhoods and again and again; the supplier's clock, spelling, columns, rounding and form of file change
from file to file; lines are cut, merged, listed twice, left out and invented. The same for the same seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bench.statement_writing import Style, style_of, written
from tocsin.core.organisation.sheets import Sheet
from tocsin.core.statement.values import Known

_KINDS = ("power", "host", "heat", "link", "disk", "works")


@dataclass(frozen=True)
class Listed:
    """A line before it is written: its times as instants, and what it truly means. ``again``: it repeats another line."""

    start: datetime
    end: datetime | None
    room: int
    rack: int
    server: str
    kind: str
    means: tuple[int, ...] = ()
    number: str = ""
    lasted_s: int = 0
    again: bool = False
    placed: bool = True
    theirs: bool = True


@dataclass(frozen=True)
class StatementFile:
    """A month: our incidents, the sheets that were read of the file, and what each row truly means."""

    month: str
    known: list[Known]
    sheets: list[Sheet]
    listed: list[Listed]
    style: Style


def statement_file(seed: int) -> StatementFile:
    """A random month and its file."""
    chance = random.Random(seed * 7919 + 13)
    year, month = chance.choice([2025, 2026, 2027]), chance.choice([1, 2, 3, 3, 5, 7, 10, 10, 11, 12])
    style = style_of(chance)
    incidents = sorted(
        _incidents(chance, datetime(year, month, 1, tzinfo=UTC)), key=lambda found: found.start
    )
    known = [_known(chance, number, found) for number, found in enumerate(incidents, start=1)]
    lines = sorted(_lines(chance, incidents, style), key=lambda line: line.start)
    lines = [replace(line, placed=chance.random() < style.placed) for line in lines]
    return StatementFile(f"{year}-{month:02}", known, written(lines, style), lines, style)


def _incidents(chance: random.Random, begin: datetime) -> Iterator[Listed]:
    """Alone, again at the same place, along a row of racks, or in a whole room."""
    rooms, racks = chance.choice([1, 2, 4]), chance.choice([8, 20, 60])
    wanted, number = chance.choice([8, 25, 60, 150, 350]), chance.randint(100, 60_000)
    prefix, noted = chance.choice(["VAL-", "I2610", "INC00", "SR ", "#"]), chance.choice([0.3, 0.6, 0.9, 1.0])
    made = 0
    while made < wanted:
        first = _single(chance, begin, rooms, racks)
        for found in _chain(chance, first, racks):
            made, number = made + 1, number + chance.choice([1, 1, 2, 10])
            shown = f"{prefix}{number:05}" if chance.random() < noted else ""
            yield replace(found, number=shown, theirs=chance.random() < 0.95)


def _single(chance: random.Random, begin: datetime, rooms: int, racks: int) -> Listed:
    start = begin + timedelta(seconds=chance.randint(7200, 27 * 86_400))
    if chance.random() < 0.3:  # most things happen by day
        start = start.replace(hour=chance.randint(7, 16))
    lasted = (
        chance.choice([300, 420, 900, 3600])
        if chance.random() < 0.3
        else int(chance.lognormvariate(7.8, 1.3))
    )
    lasted = min(max(lasted + chance.randint(-40, 40), 60), 3 * 86_400)
    room, rack = chance.randint(1, rooms), chance.randint(1, racks)
    sort, use = chance.choice(["srv", "esx", "db", "lb"]), chance.choice(["crm", "pay", "web", "erp"])
    server = f"{sort}-{use}-{chance.randint(1, 24):02}"
    return Listed(start, start + timedelta(seconds=lasted), room, rack, server, chance.choice(_KINDS))


def _chain(chance: random.Random, first: Listed, racks: int) -> Iterator[Listed]:
    yield first
    fate = chance.random()
    if fate < 0.08:  # flaps
        for _ in range(chance.randint(1, 4)):
            first = _later(chance, first, chance.randint(300, 7200), chance.randint(60, 1800))
            yield first
    elif fate < 0.14:  # along the row
        for beside in range(1, chance.randint(2, 4)):
            moved = replace(
                first, rack=(first.rack + beside - 1) % racks + 1, server=f"{first.server}-{beside}"
            )
            yield _moved(chance, moved, 180)
    elif fate < 0.16:  # the room
        for rack in chance.sample(range(1, racks + 1), min(racks, chance.randint(3, 8))):
            yield _moved(chance, replace(first, rack=rack, server=f"{first.server}-{rack}"), 60)


def _later(chance: random.Random, before: Listed, after_s: int, lasted_s: int) -> Listed:
    assert before.end is not None
    start = before.end + timedelta(seconds=after_s)
    return replace(before, start=start, end=start + timedelta(seconds=lasted_s))


def _moved(chance: random.Random, like: Listed, within_s: int) -> Listed:
    assert like.end is not None
    away, longer = chance.randint(0, within_s), chance.randint(-300, 600)
    start = like.start + timedelta(seconds=away)
    return replace(
        like, start=start, end=max(like.end + timedelta(seconds=longer), start + timedelta(seconds=60))
    )


def _known(chance: random.Random, number: int, found: Listed) -> Known:
    assert found.end is not None
    lasts = int((found.end - found.start).total_seconds())
    return Known(
        incident=number,
        start=found.start,
        end=found.end,
        references=(found.number,) if found.number else (),
        places=(found.server, f"Baie R{found.rack:02}", f"Salle S{found.room}", "PAR1"),
        words=found.kind,
        kind=found.kind,
        theirs=found.theirs,
        lasted_s=(lasts, lasts),
    )


def _lines(chance: random.Random, incidents: list[Listed], style: Style) -> Iterator[Listed]:
    left = {at: replace(found, means=(at,)) for at, found in enumerate(incidents, start=1)}
    for at in list(left):
        found = left.pop(at, None)
        if found is not None and chance.random() < (0.96 if found.theirs else 0.3):
            yield from _line(chance, found, left, style)
    for _ in range(round(len(incidents) * chance.choice([0, 0.03, 0.08]))):
        like = chance.choice(incidents)
        start = like.start + timedelta(seconds=chance.choice([-1, 1]) * chance.randint(20_000, 10 * 86_400))
        if start.month == like.start.month:
            invented = replace(
                like, start=start, end=start + timedelta(seconds=chance.randint(300, 9000)), means=()
            )
            yield _noticed(chance, replace(invented, number=f"Z{chance.randint(10_000, 99_999)}"), style)


def _line(chance: random.Random, found: Listed, left: dict[int, Listed], style: Style) -> Iterator[Listed]:
    fate = chance.random()
    assert found.end is not None
    lasts = (found.end - found.start).total_seconds()
    following = next((at for at, other in left.items() if _one_trouble(found, other)), None)
    if following is not None and fate < 0.3 and style.ends:
        other = left.pop(following)
        assert other.end is not None
        end = max(found.end, other.end)
        yield _noticed(chance, replace(found, end=end, means=(*found.means, *other.means)), style)
    elif fate < 0.02 and lasts > 5400 and style.ends:
        middle = found.start + timedelta(seconds=int(lasts * chance.uniform(0.35, 0.65)))
        yield _noticed(chance, replace(found, end=middle), style)
        yield _noticed(
            chance, replace(found, start=middle, number=found.number and f"{found.number}-2"), style
        )
    else:
        line = _noticed(chance, found, style)
        yield line
        if fate > 0.985:
            yield replace(line, again=True)


def _one_trouble(first: Listed, other: Listed) -> bool:
    assert first.end is not None
    gap = (other.start - first.end).total_seconds()
    same = (first.room, first.rack, first.server) == (other.room, other.rack, other.server)
    return same and first.theirs and other.theirs and 0 < gap < 7200


def _noticed(chance: random.Random, found: Listed, style: Style) -> Listed:
    """When they noticed its beginning and its end, and how long they say that it lasted."""
    assert found.end is not None
    late = int(chance.expovariate(1 / 90)) if chance.random() < 0.95 else chance.randint(300, 2400)
    early = chance.choice([0, 0, 0, 60, 150])
    start = found.start + timedelta(seconds=late - early)
    end = max(found.end + timedelta(seconds=int(chance.gauss(0, 60))), start + timedelta(seconds=60))
    if len(found.means) < 2 and chance.random() < 0.05:
        end = start + (end - start) * chance.uniform(0.3, 0.9)  # they count another time
    number = found.number if chance.random() < style.numbered else ""
    if number and chance.random() < 0.02:
        at = chance.randrange(len(number) - 3, len(number))
        number = number[:at] + str(chance.randint(0, 9)) + number[at + 1 :]
    lasted = int((end - start).total_seconds())
    shown = replace(found, start=start, end=end, number=number, lasted_s=lasted)
    return replace(shown, rack=found.rack + 1) if chance.random() < 0.015 else shown
