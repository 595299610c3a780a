"""Drawing: the weeks to come as lanes of rooms, feeds and racks, with each window as a bar. Numbers for SVG; no colours."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.organisation import Organisation

LABEL, DAY, ROW, HEAD = 200, 130, 26, 26  # units of the drawing
WIDTH = LABEL + 7 * DAY
_LETTER = 6.6  # units that a letter takes
_LEAST = 8.0
_LANES = (ItemType.FEED, ItemType.RACK, ItemType.ROOM, ItemType.SITE, ItemType.CIRCUIT)
_SHOWN = 4  # lanes that one window is drawn in


class Window(NamedTuple):
    """Works as they are drawn. ``tone`` and ``collides`` say how; ``items`` where."""

    id: int
    title: str
    start: datetime
    end: datetime
    items: Sequence[str]
    tone: str
    ours: bool
    collides: bool


class Bar(NamedTuple):
    """One window in one lane of one week. Numbers are texts: a template would write them with a comma in French."""

    window: Window
    x: str
    y: str
    width: str
    text_x: str
    text_y: str
    text: str


class Lane(NamedTuple):
    """A place, and the bars in it. ``y`` is its upper edge."""

    name: str
    y: int
    text_y: int
    height: int
    bars: list[Bar]


class Week(NamedTuple):
    """Seven days from a Monday. ``now_x`` is where the present is, if it is in this week."""

    monday: date
    days: list[tuple[date, int, int, bool]]
    lanes: list[Lane]
    height: int
    now_x: str

    @property
    def width(self) -> int:
        """Of the drawing."""
        return WIDTH


def weeks(windows: Iterable[Window], organisation: Organisation, *, now: datetime, count: int) -> list[Week]:
    """The weeks from this one on; one without works is not drawn, but for the present one."""
    zone = ZoneInfo(organisation.settings.zone)
    today = now.astimezone(zone).date()
    first = today - timedelta(days=today.weekday())
    known = list(windows)
    made = [_week(first + timedelta(weeks=number), known, organisation, zone, now) for number in range(count)]
    return [week for number, week in enumerate(made) if week.lanes or number == 0]


def _week(
    monday: date, windows: list[Window], organisation: Organisation, zone: ZoneInfo, now: datetime
) -> Week:
    start, end = _midnight(monday, zone), _midnight(monday + timedelta(days=7), zone)
    lanes: dict[str, list[Window]] = {}
    for window in windows:
        if window.start < end and window.end > start:
            for key in lanes_of(window.items, organisation) or [""]:
                lanes.setdefault(key, []).append(window)
    drawn, y = [], HEAD
    for key in sorted(lanes, key=lambda key: _sorting(key, organisation)):
        lane = _lane(key, lanes[key], organisation, start, end, y)
        drawn.append(lane)
        y += lane.height
    days = [
        (monday + timedelta(days=day), LABEL + day * DAY, LABEL + day * DAY + 6, day >= 5) for day in range(7)
    ]
    present = f"{_x(now, start, end):.1f}" if start <= now < end else ""
    return Week(monday=monday, days=days, lanes=drawn, height=max(y, HEAD + ROW), now_x=present)


def lanes_of(items: Sequence[str], organisation: Organisation) -> list[str]:
    """The feeds, racks or rooms (keys) that these items are, or stand in."""
    found = (next((item.key for item in organisation.path(key) if item.type in _LANES), "") for key in items)
    return [key for key in dict.fromkeys(found) if key][:_SHOWN]


def _lane(
    key: str,
    windows: list[Window],
    organisation: Organisation,
    start: datetime,
    end: datetime,
    y: int,
) -> Lane:
    bars: list[Bar] = []
    free: list[float] = []  # how far each row of the lane is taken
    for window in sorted(windows, key=lambda window: (window.start, window.id)):
        left = _x(max(window.start, start), start, end)
        width = max(_x(min(window.end, end), start, end) - left, _LEAST)
        text, text_x, right = _text(window.title, left, width)
        row = next((number for number, taken in enumerate(free) if taken <= left), len(free))
        free[row : row + 1] = [right]
        top = y + row * ROW + 4
        bars.append(
            Bar(window, f"{left:.1f}", f"{top}", f"{width:.1f}", f"{text_x:.1f}", f"{top + 13}", text)
        )
    name = organisation.display_name(key) if key else "–"
    return Lane(name=name[:30], y=y, text_y=y + 18, height=ROW * max(len(free), 1), bars=bars)


def _text(title: str, left: float, width: float) -> tuple[str, float, float]:
    """What stands beside a bar (within it, where that is wide enough), where it begins, and where all of it ends."""
    room = WIDTH - left - width - 8
    if len(title) * _LETTER + 12 <= width:
        return title, left + 6, left + width + 4
    if room < 40:
        return "", left, left + width + 4
    letters = int(min(room / _LETTER, 34))
    text = title if len(title) <= letters else title[: letters - 1] + "…"
    return text, left + width + 5, left + width + 9 + len(text) * _LETTER


def _x(at: datetime, start: datetime, end: datetime) -> float:
    return LABEL + (at - start) / (end - start) * 7 * DAY


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _sorting(key: str, organisation: Organisation) -> tuple[str, ...]:
    """Rooms, each with its feeds and racks after it."""
    return tuple(item.key for item in reversed(list(organisation.path(key)))) or ("~",)
