"""Reading: sheets of a supplier's file become the lines of its statement. Knows neither our incidents nor its clock."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from msgspec.structs import replace

from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement import lengths
from tocsin.core.statement.carried import Carried, carried, is_total, only_text
from tocsin.core.statement.heading_names import is_excluding
from tocsin.core.statement.headings import FIELDS, Table, tables_of
from tocsin.core.statement.moments import (
    Moment,
    clock_with_points,
    day_of,
    days_on,
    has_clock,
    has_date,
    is_day,
    moment_of,
)
from tocsin.core.statement.references import parts
from tocsin.core.statement.values import Heading, Line, Statement, Unread
from tocsin.core.translation.text import word

_BESIDE = timedelta(days=2)  # before and after the month: what a statement of it may still list
_GRAINS = (3600, 1800, 900, 600, 300, 60)
_ENOUGH = 5
_MOSTLY = 0.9  # of the times of a file: a few odd times do not show how they are rounded
_UNITS = (60, 3600, 86_400, 1)  # of bare numbers, the likeliest first
_YES_WORD = re.compile(r"^(?:oui|yes|exclue?s?|excluded|[oyx1✓]|vrai|true|ok)(?!\w)", re.IGNORECASE)
_PERIOD = re.compile(  # du 12/10/2026 08:00 au 12/10/2026 09:30; 12/10/2026 08:00 - 09:30
    r"(?:du |from )?(?P<first>.*\d ?[:h].*?) +(?:[-–—→>]+|au|à|to|until) +(?P<last>.*\d ?[:h].*)",
    re.IGNORECASE,
)
_SEVERAL_CELLS = 3  # of a row that may have spoken of an incident
_SWAPPED_S = 450
_CLOCK_CHANGE = timedelta(
    hours=1
)  # an end may be so far before its beginning in the night when clocks go back
_NO_DATE = ("", "-", "n/a", "na", "en cours", "ongoing", "open", "ouvert", "non resolu")
_YES = frozenset(["oui", "yes", "o", "y", "x", "vrai", "true", "1", "exclu", "excluded", "✓", "ok"])
_NO = frozenset(["non", "no", "n", "faux", "false", "0", "-", "neant", "none"])


class Month(Value):
    """A month of a statement, as dates: the first day, and the first of the next."""

    first: date
    next: date

    @classmethod
    def of(cls, text: str) -> "Month":
        """``2026-10``. Raises BadInput."""
        try:
            first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
        except ValueError as wrong:
            raise BadInput([fault("fault.statement.month", field="month", said=text)]) from wrong
        return cls(first=first, next=(first + timedelta(days=32)).replace(day=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def middle(self) -> datetime:
        """Noon of a day in the middle."""
        return datetime.combine(self.first, time(12), UTC) + timedelta(days=14)

    def holds(self, at: datetime) -> bool:
        """Whether a time as written lies in the month, or so near that a statement may still list it."""
        start = datetime.combine(self.first, time(), UTC)
        return start - _BESIDE <= at < datetime.combine(self.next, time(), UTC) + _BESIDE


def statement_of(sheets: Sequence[Sheet], month: Month, declared: Mapping[str, str]) -> Statement:
    """The statement in these sheets. ``declared``: what a person said of headings. Raises BadInput for none."""
    tables = [table for sheet in sheets for table in tables_of(sheet, declared) if table.rows]
    if not tables:
        seen = next(
            (row.cells for sheet in sheets for row in sheet.rows if sum(map(bool, row.cells)) > 2), ()
        )
        raise BadInput(
            [fault("fault.statement.no_table", known=list(FIELDS), seen=[cell for cell in seen if cell][:12])]
        )
    read = [_Reading(table, month) for table in tables]
    lines = list(_by_day([line for reading in read for line in reading.lines()]))
    return Statement(
        lines=tuple(replace(line, number=number) for number, line in enumerate(lines, start=1)),
        unread=(*(unread for reading in read for unread in reading.unread), *_outside(sheets, tables)),
        headings=_headings(tables),
        month_first=any(reading.month_first for reading in read),
        grain_s=_grain(
            int(at.timestamp()) for line in lines if not line.day_only for at in (line.start, line.end) if at
        ),
        length_grain_s=_grain(length for line in lines if (length := line.duration_s or line.counted_s)),
    )


def _outside(sheets: Sequence[Sheet], tables: Sequence[Table]) -> Iterator[Unread]:
    """The rows of several cells that no table holds: those of other sheets, and those above a header."""
    for sheet in sheets:
        own = [table for table in tables if table.sheet == sheet.name]
        inside = {row.number for table in own for row in table.rows} | {
            number for table in own for number in table.header
        }
        for row in sheet.rows:
            if row.number not in inside and sum(map(bool, row.cells)) >= _SEVERAL_CELLS:
                yield _unread(row, sheet.name, "above" if own else "no_table")


def _unread(row: Row, sheet: str, why: str) -> Unread:
    return Unread(row=row.number, sheet=sheet, cells=row.cells, why=why)


def _headings(tables: Iterable[Table]) -> tuple[Heading, ...]:
    found = {heading.name: heading for table in tables for heading in table.headings}
    return tuple(found.values())


def _by_day(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; where every time of the file is a midnight, it only says days."""
    whole = len(lines) > 1 and all(line.start is None or line.start.time() == time() for line in lines)
    for line in lines:
        yield replace(line, day_only=True, end=None) if line.day_only or (whole and line.start) else line


def _grain(found: Iterable[int]) -> int:
    """What most times or lengths of a file are rounded to, in seconds; a few that are round by chance do not show it."""
    seconds = list(found)
    for grain in _GRAINS if len(seconds) >= _ENOUGH else _GRAINS[-1:]:
        if seconds and sum(not each % grain for each in seconds) >= _MOSTLY * len(seconds):
            return grain
    return 1 if seconds else 60


class _Reading:
    """One table being read: in the order of day and month, and the unit of bare numbers, that fit most of its rows."""

    def __init__(self, table: Table, month: Month) -> None:
        self._table, self._month = table, month
        self.unread: list[Unread] = []

    def lines(self) -> Iterator[Line]:
        """The rows that speak of an incident; the others are in ``unread``."""
        for row in self._table.rows:
            line = self._line(row)
            total = is_total(row) and (line.start is None or line.day_only)
            if not total and not only_text(row) and (line.start or parts(line.reference)):
                yield line
            elif any(row.cells):
                full = sum(map(bool, row.cells)) >= _SEVERAL_CELLS and not only_text(row)
                why = "total" if total else "unreadable" if full else "remark"
                self.unread.append(_unread(row, self._table.sheet, why))

    @cached_property
    def _carried(self) -> dict[int, Carried]:
        columns = self._table.columns
        days = [column.place for column in columns if column.field in ("date", "start")]
        return carried(self._table.rows, columns[0].place, days, self._is_day)

    def _is_day(self, text: str) -> bool:
        read = (self._moment(text, month_first=first) for first in (False, True)) if is_day(text) else ()
        return any(moment and self._month.holds(moment.at) for moment in read)

    @cached_property
    def month_first(self) -> bool:
        """Whether more of its dates fall into the month when the month is read first."""
        fits = Counter(
            {
                first: sum(self._fits(row, month_first=first) for row in self._table.rows)
                for first in (False, True)
            }
        )
        return fits[True] > fits[False]

    @cached_property
    def _unit(self) -> int:
        """What a bare number of the duration counts, by the times beside it."""
        pairs = [pair for row in self._table.rows if (pair := self._bare_and_lasting(row))]
        fits = {
            unit: sum(abs(float(bare) * unit - lasting) <= 450 for bare, lasting in pairs) for unit in _UNITS
        }
        best = max(_UNITS, key=lambda unit: fits[unit])
        if fits[best]:
            return best
        return 3600 if any("." in bare for bare, _ in pairs) else 60

    def _bare_and_lasting(self, row: Row) -> tuple[str, float] | None:
        text = self._first(row, "duration") or self._first(row, "counted")
        started = self._moment_in_month(self._text(row, "start", "start_time"))
        end = self._end(row, started) if started and lengths.is_bare(text) else None
        if not started or not end:
            return None
        return word(text).replace(",", ".").replace(" ", ""), (end - started.at).total_seconds()

    def _fits(self, row: Row, *, month_first: bool) -> bool:
        text = self._text(row, "start", "start_time")
        moment = self._moment(text, month_first=month_first) if text else None
        return moment is not None and self._month.holds(moment.at)

    def _line(self, row: Row) -> Line:
        started, end = self._times(row)
        words = self._all(row, "words")
        excluded, exclusion = self._exclusion(row)
        above = self._carried[row.number]
        return Line(
            number=0,
            row=row.number,
            sheet=self._table.sheet,
            reference=" / ".join(text for _, text in self._cells(row, "reference")),
            start=started.at if started else None,
            end=end,
            absolute=started is not None and started.absolute,
            day_only=started is not None and started.day_only,
            duration_s=self._length(row, "duration"),
            counted_s=self._length(row, "counted"),
            place=", ".join(filter(None, (self._all(row, "place", named=True), above.title))),
            client=self._first(row, "client") or above.client,
            words=words,
            excluded=excluded,
            exclusion=exclusion,
            overrun=_answer(self._first(row, "overrun")),
            cells=row.cells,
        )

    def _times(self, row: Row) -> tuple[Moment | None, datetime | None]:
        """The beginning and the end; the other way round where the end is as long before it as the line says it lasted."""
        started = self._moment_in_month(self._text(row, "start", "start_time"))
        end = self._end(row, started) if started else None
        lasted = self._length(row, "duration") or self._length(row, "counted")
        if started and end and end < started.at and lasted:
            turned = abs((started.at - end).total_seconds() - lasted) <= _SWAPPED_S
            if turned and (started.at - end) > _CLOCK_CHANGE:
                return replace(started, at=end), started.at
        if started and end and lasted and not has_date(self._text(row, "end", "end_time", own_date=False)):
            end += _whole_days((started.at + timedelta(seconds=lasted)) - end)
        return started, end

    def _exclusion(self, row: Row) -> tuple[bool | None, str]:
        """Whether the row says that it is excluded, and with which words."""
        reason = self._first(row, "exclusion")
        excluded, liable = self._first(row, "excluded"), _answer(self._first(row, "liable"))
        answer = _answer(excluded)
        own = _YES_WORD.sub("", excluded).strip(" -:,;()")
        if answer is not False and own:
            return True, reason or own  # a reason in place of a yes, or behind it
        if answer is None and liable is not None:
            answer = not liable
        if answer is None and reason and _answer(reason) is None:
            answer = True
        if answer is None and is_excluding(self._carried[row.number].title):
            answer = True
        return answer, reason if answer else ""

    def _length(self, row: Row, field: str) -> int | None:
        text = self._first(row, field)
        if not text:
            return None
        unit = next((column.unit_s for column in self._table.columns if column.field == field), 0)
        return lengths.seconds(text, unit or (self._unit if lengths.is_bare(text) else 60))

    def _end(self, row: Row, started: Moment) -> datetime | None:
        """An end without a date is the first such time after the beginning; one without a time of day says nothing."""
        text = days_on(self._text(row, "end", "end_time", own_date=False), started.at)
        return self._after(text, started.at) if text and word(text) not in _NO_DATE else None

    def _after(self, text: str, start: datetime) -> datetime | None:
        """The end: read as the file writes dates, else the other way; never before the beginning where it can be after."""
        read = [
            self._moment(text, month_first=first, after=start)
            for first in (self.month_first, not self.month_first)
        ]
        ends = [moment.at for moment in read if moment and not moment.day_only]
        later = [end for end in ends if end >= start - timedelta(hours=2)]
        return min(later, default=None) if later else (ends[0] if ends else None)

    def _moment_in_month(self, text: str) -> Moment | None:
        """The time as the file writes dates; the other way where only that lies in the month (a spreadsheet has turned
        the days up to the 12th into months)."""
        if not text:
            return None
        read = [self._moment(text, month_first=first) for first in (self.month_first, not self.month_first)]
        found = [moment for moment in read if moment]
        inside = [moment for moment in found if self._month.holds(moment.at)]
        return next(iter(inside or found), None)

    def _moment(self, text: str, *, month_first: bool, after: datetime | None = None) -> Moment | None:
        return moment_of(text, near=self._month.middle, month_first=month_first, after=after)

    def _text(self, row: Row, whole: str, clock: str, *, own_date: bool = True) -> str:
        """The text of a time: of its own column, or of the date's and the clock's together, with the column's zone."""
        zone = next((c.zone for c in self._table.columns if c.field in (whole, clock) and c.zone), "")
        text, hour = self._of_period(row, whole), clock_with_points(self._first(row, clock))
        if text and hour and not has_clock(text):
            text = f"{day_of(text)} {hour}"
        text = text or hour
        if own_date and not has_date(text):
            day = day_of(self._first(row, "date")) or (
                self._carried[row.number].day if any(map(str.isdigit, text)) else ""
            )
            text = f"{day} {text}".strip()
        return f"{text} {zone}".strip() if text else ""

    def _of_period(self, row: Row, whole: str) -> str:
        """The text of a time; of a column that says from when to when, its part."""
        text = self._first(row, whole)
        if whole == "end" and not text:
            parted = _PERIOD.fullmatch(self._first(row, "start"))
            return parted["last"] if parted else ""
        parted = _PERIOD.fullmatch(text) if whole == "start" else None
        return parted["first"] if parted else text

    def _cells(self, row: Row, field: str) -> Iterator[tuple[str, str]]:
        for column in self._table.columns:
            if column.field == field and column.place < len(row.cells) and row.cells[column.place]:
                yield column.name, row.cells[column.place]

    def _first(self, row: Row, field: str) -> str:
        return next((text for _, text in self._cells(row, field)), "")

    def _all(self, row: Row, field: str, *, named: bool = False) -> str:
        """All columns of this kind; ``named``: a bare number says what it numbers by its heading (Baie: 7)."""
        texts = (
            f"{name} {text}" if named and text.isdecimal() else text for name, text in self._cells(row, field)
        )
        return ", ".join(texts)


def _whole_days(missing: timedelta) -> timedelta:
    """The days that an end without a date is early by; nothing where what is missing is no whole days."""
    days = timedelta(days=round(missing / timedelta(days=1)))
    return max(days, timedelta()) if abs((missing - days).total_seconds()) <= _SWAPPED_S else timedelta()


def _answer(text: str) -> bool | None:
    plain = word(text)
    if plain in _YES or plain.startswith(("oui", "yes")):
        return True
    return False if plain in _NO or plain.startswith(("non ", "no ")) else None
