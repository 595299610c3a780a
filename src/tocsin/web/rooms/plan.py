"""The geometry of a rack plan, in units of the drawing: where each rack, unit, outlet and cord lies.

A room is one or more lines of racks; rows stand side by side while they fit. Feed A runs above a line and
down the left PDU of each rack; feed B runs below and up the right one. Under the racks stand UPS, cooling units
and lines. It knows places, no colours or words.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tocsin.core.impact.equipment import Equipment
from tocsin.core.impact.rooms import Cord, Device, Feed, Pdu, Rack, Room
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.value import Value

UNIT = 12  # a rack unit
_DEVICE_WIDTH = 104
_GUTTER = 15  # where the cords run
_PDU_WIDTH = 11
_FRAME = 4
RACK_WIDTH = _DEVICE_WIDTH + 2 * (_GUTTER + _PDU_WIDTH + _FRAME)
_BETWEEN = 10  # neighbours
_AISLE = 34  # rows side by side
_HEAD = 30  # a rack's name
_FOOT = 20  # a rack's summary
_BUS = 36  # from a feed's line to its racks
_WALL = 44  # where the plates of the feeds hang
_MARGIN = 16
_RACKS_A_LINE = 8
_NAME_CHARS = 18  # of a device, in its width
_MARK = 10
_EQUIPMENT_WIDTH, _EQUIPMENT_HEIGHT, _EQUIPMENT_CHARS = 190, 34, 24


class Box(Value):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


class DrawnCord(Value):
    """A cord as a curve; ``side`` is left or right."""

    path: str
    feed: str
    dead: bool


class DrawnDevice(Value):
    """A device in its units; ``label`` is its name as far as it fits."""

    device: Device
    box: Box
    text_y: float
    label: str


class DrawnPdu(Value):
    """A PDU, its outlets as three paths of squares (so that a rack of 48 outlets is six elements)."""

    pdu: Pdu
    box: Box
    free: str
    used: str
    lost: str


class Mark(Value):
    """A sign under a rack and how many devices it stands for. ``sign``: an effect, or ``mis_cabled``."""

    sign: str
    count: int
    x: float


class DrawnRack(Value):
    """A rack: the frame, the bay in which devices sit, what it holds, and the signs under it."""

    rack: Rack
    frame: Box
    bay: Box
    link: Box
    sign: Box
    foot_y: float
    marks: tuple[Mark, ...]
    devices: tuple[DrawnDevice, ...]
    pdus: tuple[DrawnPdu, ...]
    cords: tuple[DrawnCord, ...]


class Bus(Value):
    """A feed along one line of racks: its plate on the wall, its line, and its drops into the PDUs."""

    feed: Feed
    plate: Box
    path: str
    drops: str
    dead_drops: str


class DrawnEquipment(Value):
    """A UPS, a cooling unit or a line along the wall; ``label`` is its name as far as it fits."""

    equipment: Equipment
    box: Box
    label: str


class RowLabel(Value):
    """The name of a row, over its first rack."""

    name: str
    x: float
    y: float


class Plan(Value):
    """The whole drawing."""

    width: float
    height: float
    racks: tuple[DrawnRack, ...]
    buses: tuple[Bus, ...]
    rows: tuple[RowLabel, ...]
    aisles: tuple[Box, ...]
    equipment: tuple[DrawnEquipment, ...] = ()


def plan_of(room: Room, equipment: Sequence[Equipment] = ()) -> Plan:
    """The drawing of a room."""
    lines = list(_lines(room.racks))
    y = float(_MARGIN)
    racks: list[DrawnRack] = []
    buses: list[Bus] = []
    rows: list[RowLabel] = []
    aisles: list[Box] = []
    for line in lines:
        top = y + _BUS + _HEAD
        drawn, labels, gaps, height = _line(line, top)
        racks += drawn
        rows += labels
        aisles += gaps
        buses += _buses(room.feeds, drawn, y + 10, top + height + _FOOT + _BUS - 12)
        y = top + height + _FOOT + _BUS + _MARGIN
    right = max((drawn_rack.frame.x + drawn_rack.frame.width for drawn_rack in racks), default=0.0)
    along = _along_the_wall(equipment, y, right) if equipment else ()
    return Plan(
        width=right + _WALL, height=max([y, *(piece.box.y + piece.box.height + _MARGIN for piece in along)]),
        racks=tuple(racks), buses=tuple(buses), rows=tuple(rows), aisles=tuple(aisles), equipment=along,
    )  # fmt: skip


def _along_the_wall(equipment: Sequence[Equipment], y: float, right: float) -> tuple[DrawnEquipment, ...]:
    """Side by side under the racks, in as many lines as it takes."""
    step, height = _EQUIPMENT_WIDTH + _BETWEEN, _EQUIPMENT_HEIGHT + _BETWEEN
    a_line = max(1, int((right - _WALL + _BETWEEN) // step))
    return tuple(
        DrawnEquipment(
            equipment=piece,
            box=Box(
                x=_WALL + number % a_line * step, y=y + number // a_line * height,
                width=_EQUIPMENT_WIDTH, height=_EQUIPMENT_HEIGHT,
            ),
            label=piece.name if len(piece.name) <= _EQUIPMENT_CHARS else piece.name[: _EQUIPMENT_CHARS - 1] + "…",
        )
        for number, piece in enumerate(equipment)
    )  # fmt: skip


def elevation_of(rack: Rack) -> tuple[DrawnRack, Box]:
    """One rack by itself, and the box that holds it."""
    drawn = _rack(rack, 0.5, 0.5)
    return drawn, Box(x=0, y=0, width=RACK_WIDTH + 1, height=drawn.frame.height + 1)


def _lines(racks: Iterable[Rack]) -> Iterator[list[list[Rack]]]:
    """Rows side by side while they fit; a row is never broken."""
    line: list[list[Rack]] = []
    for _, group in groupby(racks, key=lambda rack: rack.row):
        row = list(group)
        if line and sum(map(len, line)) + len(row) > _RACKS_A_LINE:
            yield line
            line = []
        line.append(row)
    if line:
        yield line


def _line(rows: list[list[Rack]], top: float) -> tuple[list[DrawnRack], list[RowLabel], list[Box], float]:
    height = max(rack.height for row in rows for rack in row) * UNIT + 2 * _FRAME
    x = float(_WALL)
    racks: list[DrawnRack] = []
    labels: list[RowLabel] = []
    aisles: list[Box] = []
    for number, row in enumerate(rows):
        if number:
            x += _AISLE - _BETWEEN
            aisles.append(Box(x=x - _AISLE + 6, y=top - _HEAD, width=_AISLE - 12, height=height + _HEAD))
        labels.append(RowLabel(name=row[0].row, x=x, y=top - _HEAD + 3))
        for rack in row:
            racks.append(_rack(rack, x, top + height - rack.height * UNIT - 2 * _FRAME))
            x += RACK_WIDTH + _BETWEEN
    return racks, labels, aisles, height


def _rack(rack: Rack, x: float, y: float) -> DrawnRack:
    height = rack.height * UNIT
    frame = Box(x=x, y=y, width=RACK_WIDTH, height=height + 2 * _FRAME)
    bay = Box(x=x + _FRAME + _PDU_WIDTH + _GUTTER, y=y + _FRAME, width=_DEVICE_WIDTH, height=height)
    devices = tuple(_device(device, bay) for device in rack.devices if _fits(device, rack))
    pdus = tuple(_pdu(pdu, frame, _is_left(pdu.feed)) for pdu in rack.pdus)
    return DrawnRack(
        rack=rack, frame=frame, bay=bay, devices=devices, pdus=pdus, cords=tuple(_cords(devices, pdus, bay)),
        link=Box(x=x - 3, y=y - _HEAD, width=RACK_WIDTH + 6, height=frame.height + _HEAD + _FOOT - 2),
        sign=Box(x=x + RACK_WIDTH / 2 - 36, y=y + height * 0.7, width=72, height=72),
        foot_y=y + frame.height + 6, marks=tuple(_marks(rack, x + _FRAME)),
    )  # fmt: skip


def _marks(rack: Rack, x: float) -> Iterator[Mark]:
    counts = rack.counts
    signs = {
        "down": counts.down, "degraded": counts.degraded, "redundancy_lost": counts.reduced,
        "mis_cabled": counts.mis_cabled,
    }  # fmt: skip
    for sign, count in signs.items():
        if count:
            yield Mark(sign=sign, count=count, x=x)
            x += _MARK + 8 + 6 * len(str(count))


def _fits(device: Device, rack: Rack) -> bool:
    return device.u is not None and device.u + device.height - 1 <= rack.height


def _device(device: Device, bay: Box) -> DrawnDevice:
    lowest = bay.y + bay.height - (device.u or 1) * UNIT
    y = lowest - (device.height - 1) * UNIT
    box = Box(x=bay.x, y=y + 0.5, width=bay.width, height=device.height * UNIT - 1)
    marked = device.effect is not Effect.NONE or device.mis_cabled
    room = _NAME_CHARS - 3 if marked else _NAME_CHARS
    label = device.name if len(device.name) <= room else device.name[: room - 1] + "…"
    return DrawnDevice(device=device, box=box, text_y=y + device.height * UNIT / 2, label=label)


def _pdu(pdu: Pdu, frame: Box, left: bool) -> DrawnPdu:
    x = frame.x + _FRAME if left else frame.x + frame.width - _FRAME - _PDU_WIDTH
    box = Box(x=x, y=frame.y + _FRAME, width=_PDU_WIDTH, height=frame.height - 2 * _FRAME)
    every = range(1, pdu.outlets + 1)
    lost = set(every) if pdu.dead else pdu.lost
    return DrawnPdu(
        pdu=pdu, box=box,
        free=_squares(box, pdu, (number for number in every if number not in pdu.used | lost)),
        used=_squares(box, pdu, (number for number in every if number in pdu.used and number not in lost)),
        lost=_squares(box, pdu, lost & (pdu.used | pdu.lost)),
    )  # fmt: skip


def _outlet_y(box: Box, pdu: Pdu, number: int) -> float:
    return box.y + box.height * (number - 0.5) / max(pdu.outlets, 1)


def _squares(box: Box, pdu: Pdu, numbers: Iterable[int]) -> str:
    side = min(6.0, box.height / max(pdu.outlets, 1) - 1)
    x = box.x + (box.width - side) / 2
    return "".join(
        f"M{x:.1f} {_outlet_y(box, pdu, number) - side / 2:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z"
        for number in sorted(numbers)
    )


def _cords(devices: Iterable[DrawnDevice], pdus: Iterable[DrawnPdu], bay: Box) -> Iterator[DrawnCord]:
    known = {pdu.pdu.key: pdu for pdu in pdus}
    for drawn in devices:
        here = [cord for cord in drawn.device.cords if cord.pdu in known]
        for number, cord in enumerate(here):
            yield _cord(drawn, cord, known[cord.pdu], bay, _spread(number, len(here), drawn.box.height))


def _spread(number: int, count: int, height: float) -> float:
    """Where on the device's edge a cord ends, away from its middle."""
    return 0 if count < 3 else (number - (count - 1) / 2) * min(4.0, height / count)


def _cord(drawn: DrawnDevice, cord: Cord, pdu: DrawnPdu, bay: Box, off: float) -> DrawnCord:
    left = pdu.box.x < bay.x
    start = pdu.box.x + (_PDU_WIDTH - 2 if left else 2)
    end = bay.x if left else bay.x + bay.width
    middle = (start + end) / 2
    y1, y2 = _outlet_y(pdu.box, pdu.pdu, cord.outlet), drawn.text_y + off
    path = f"M{start:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    return DrawnCord(path=path, feed=cord.feed, dead=cord.dead or pdu.pdu.dead)


def _buses(feeds: Iterable[Feed], racks: list[DrawnRack], above: float, below: float) -> Iterator[Bus]:
    left = _MARGIN
    right = max(drawn_rack.frame.x + drawn_rack.frame.width for drawn_rack in racks)
    for number, feed in enumerate(feeds):
        top = _is_left(feed.letter)
        y = (above if top else below) + 5 * (number // 2)
        fed = [pdu for rack in racks for pdu in rack.pdus if pdu.pdu.feed_key == feed.key]
        yield Bus(
            feed=feed,
            plate=Box(x=left - 6, y=y - 11, width=26, height=22),
            path=f"M{left + 20} {y:.1f}H{right:.1f}",
            drops=_drops((cord for cord in fed if not cord.pdu.dead), y, top),
            dead_drops=_drops((cord for cord in fed if cord.pdu.dead), y, top),
        )


def _drops(pdus: Iterable[DrawnPdu], y: float, top: bool) -> str:
    return "".join(
        f"M{pdu.box.x + pdu.box.width / 2:.1f} {y:.1f}V{pdu.box.y if top else pdu.box.y + pdu.box.height:.1f}"
        for pdu in pdus
    )


def _is_left(letter: str) -> bool:
    """A, C ... stand on the left and run above; B, D ... on the right and below."""
    return not letter or (ord(letter[0].upper()) - ord("A")) % 2 == 0
