"""The impact drawn: from the cause to devices to applications, as lines and boxes with their places. No colours here."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import ngettext

from tocsin.core.organisation.organisation import Organisation
from tocsin.store.read.incident import HitRow
from tocsin.web.names import Names

_ROWS = 9  # boxes in a column; the others are counted
_RANK = {"down": 0, "degraded": 1, "redundancy_lost": 2, "none": 3}
_PLACES = ("site", "circuit", "room", "cooling_unit", "ups", "rack", "feed", "pdu", "outlet")
_HOSTS = ("device", "cluster", "virtual_machine")  # share a column; its rest is keyed "device"
_BOX, _STEP, _TOP = 26, 34, 6
_BEND = 14  # how far an arc between boxes of one column swings out


class Box(NamedTuple):
    """One item, or the count of those not shown (``rest``; ``item`` is then their type). Lines meet at ``middle``.

    ``short`` is as much of the name as fits the box.
    """

    item: str
    name: str
    short: str
    effect: str
    x: int
    y: int
    width: int
    middle: int
    cause: bool
    rest: bool


class Drawing(NamedTuple):
    """Boxes and the lines between them, in the units of ``width`` x ``height``."""

    width: int
    height: int
    box: int
    boxes: list[Box]
    lines: list[tuple[str, str]]  # path, effect


class _Sheet(NamedTuple):
    """A paper size: how wide, how far apart the columns are, how many characters a box holds."""

    width: int
    gap: int
    characters: int


WIDE = _Sheet(width=720, gap=72, characters=24)
NARROW = _Sheet(width=340, gap=22, characters=12)


def draw(hits: list[HitRow], cause: str, organisation: Organisation, sheet: _Sheet) -> Drawing | None:
    """The drawing on this sheet; None when there is nothing between a cause and itself to draw."""
    columns = [column for column in _columns(hits, cause) if column]
    if len(columns) < 2:
        return None
    names = Names(organisation)
    width = (sheet.width - _BEND - sheet.gap * (len(columns) - 1)) // len(columns)
    boxes = [
        box
        for number, column in enumerate(columns)
        for box in _boxes(
            column, number * (width + sheet.gap), width, cause, names, sheet.characters * 3 // len(columns)
        )
    ]
    height = max(box.y for box in boxes) + _BOX + _TOP
    boxes = _centred(boxes, height)
    return Drawing(sheet.width, height, _BOX, boxes, list(_lines(boxes, hits, cause, organisation)))


def _columns(hits: list[HitRow], cause: str) -> tuple[list[HitRow], list[HitRow], list[HitRow]]:
    places = [hit for hit in hits if hit.type in _PLACES and (hit.item == cause or hit.type == "rack")]
    devices = [hit for hit in hits if hit.type in _HOSTS]
    applications = [hit for hit in hits if hit.type == "application"]
    used = {key for hit in applications for key in hit.via}
    return (
        _cut(places, lambda hit: (hit.item != cause, hit.item)),
        _cut(devices, lambda hit: (hit.item != cause, _RANK[hit.effect], hit.item not in used, hit.item)),
        _cut(applications, lambda hit: (hit.item != cause, _RANK[hit.effect])),
    )


def _cut(hits: list[HitRow], order: Callable[[HitRow], tuple[Any, ...]]) -> list[HitRow]:
    """The first rows; the last of them stands for the others when there are more (its item is empty)."""
    ordered = sorted(hits, key=order)
    totals = {hit.type: hit.total for hit in hits}
    total = sum(totals.values()) if hits and hits[0].type not in _PLACES else len(hits)
    if total <= _ROWS:
        return ordered
    rest = HitRow(
        item="", type=_column(hits[0].type), effect="none", via=[], label="", total=total - (_ROWS - 1)
    )
    return [*ordered[: _ROWS - 1], rest]


def _column(type_: str) -> str:
    return "device" if type_ in _HOSTS else type_


def _boxes(
    column: list[HitRow], x: int, width: int, cause: str, names: Names, characters: int
) -> Iterable[Box]:
    for row, hit in enumerate(column):
        rest = not hit.item
        name = _more(hit.total) if rest else _name(hit.item, cause, names)
        y = _TOP + row * _STEP
        key = hit.type if rest else hit.item
        short = _short(name, characters)
        cause_box = hit.item == cause
        yield Box(key, name, short, hit.effect, x, y, width, y + _BOX // 2, cause_box, rest)


def _name(key: str, cause: str, names: Names) -> str:
    """The cause is named with its place; what it hits needs no place."""
    return names.placed(key) if key == cause else names.item(key)


def _more(count: int) -> str:
    return ngettext("+ %(count)s more", "+ %(count)s more", count) % {"count": count}


def _centred(boxes: list[Box], height: int) -> list[Box]:
    """Each column in the middle of the sheet."""
    lowest = {x: max(box.y for box in boxes if box.x == x) + _BOX for x in {box.x for box in boxes}}
    shift = {x: (height - low - _TOP) // 2 for x, low in lowest.items()}
    return [box._replace(y=box.y + shift[box.x], middle=box.middle + shift[box.x]) for box in boxes]


def _short(name: str, characters: int) -> str:
    return name if len(name) <= characters else name[: characters - 1].rstrip() + "…"


def _lines(
    boxes: list[Box], hits: list[HitRow], cause: str, organisation: Organisation
) -> Iterable[tuple[str, str]]:
    drawn = {box.item: box for box in boxes if not box.rest}
    rest = {box.item: box for box in boxes if box.rest}
    via = {hit.item: hit.via for hit in hits}
    for key, box in drawn.items():
        parents = {_shown(parent, drawn, rest, cause, organisation) for parent in via.get(key, ())}
        for parent in sorted(
            parents - {None, box},
            key=lambda above: (above.x, above.y) if above else (0, 0),
        ):
            if parent is not None:
                yield _line(parent, box), box.effect


def _shown(
    key: str, drawn: dict[str, Box], rest: dict[str, Box], cause: str, organisation: Organisation
) -> Box | None:
    """The box that stands for a lost parent: itself, what contains it (an outlet's rack), the rest of its
    column, else the cause.
    """
    if key in drawn:
        return drawn[key]
    item = organisation.items.get(key)
    if item and _column(item.type.value) in rest:
        return rest[_column(item.type.value)]
    around = next((place.key for place in organisation.path(key) if place.key in drawn), cause)
    return drawn.get(around)


def _line(start: Box, end: Box) -> str:
    """A curve from right side to left side; between boxes of one column, an arc on its right."""
    if start.x == end.x:
        x, bend = start.x + start.width, _BEND
        return f"M{x} {start.middle} C{x + bend} {start.middle} {x + bend} {end.middle} {x} {end.middle}"
    first, last = (start, end) if start.x < end.x else (end, start)
    x1, x2 = first.x + first.width, last.x
    half = (x1 + x2) // 2
    return f"M{x1} {first.middle} C{half} {first.middle} {half} {last.middle} {x2} {last.middle}"
