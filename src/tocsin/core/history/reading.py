"""Reading: one row of an incident history as its mapping understands it, or why it is refused. Knows no other row."""

import re
from collections.abc import Mapping as Mapped
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import unescape

from msgspec.structs import replace

from tocsin.core.event.values import Precision
from tocsin.core.history.mapping import Mapping
from tocsin.core.history.moments import end_of_day, length_of, read_exported, says_nothing
from tocsin.core.history.values import Record, Refusal, Remark
from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.filling import Filled, Slot
from tocsin.core.translation.language.pieces import Piece
from tocsin.core.translation.language.times import Moment
from tocsin.core.translation.reading.document import Document, Unreadable
from tocsin.core.translation.reading.html import read_html
from tocsin.core.translation.text import clean, word

Cells = Mapped[str, str]  # by ``header_word`` of their heading
_AHEAD = timedelta(days=1)  # clocks differ; what is later has not happened
_MOST_REFERENCE = 200
_CELLS = 20_000  # cells that are remembered: most columns repeat few texts
_ESSENTIAL = frozenset({"state", "change.state", "kind", "ours.overrun", "supplier_side.overrun"})
_BEGINNINGS = ("opened_at", "began_at")
_LENGTHS = ("lasted", "ours.target", "supplier_side.target")
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|strong|em|a|ul|ol|li|table|tr|td|font|img|h[1-6]|html|body|pre)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_FORMULA = re.compile(r'="([^"]*)"')  # keeps zeros at the beginning of a number
_SPREADSHEET_ERROR = re.compile(r"#(?:n/?[abdv]|[^\W\d]{2,9}[!?]|div/0!)", re.IGNORECASE)
_NO_DOCUMENT = Document(source="", media_type="", received_at=datetime.min.replace(tzinfo=UTC), text="")


class Reader:
    """Reads rows by a mapping. ``now`` settles a year that is missing, and what lies in the future."""

    def __init__(self, mapping: Mapping, now: datetime) -> None:
        self._mapping, self._now = mapping, now
        self.remarks: list[Remark] = []
        self._longest = 2 * max(map(len, mapping.missing), default=0)  # spaces are no part of a word
        self._said = lru_cache(_CELLS)(self._meant)

    def read(self, row: Cells, line: int) -> Record | Refusal | None:
        """The row in our words; None: the mapping leaves it aside. Words that tables lack are added to ``remarks``."""
        filled = Filled(self._taken(row, line), self._mapping.tables)
        filled.names = {**filled.taken, "received_at": self._now, "json": None}
        condition = self._mapping.condition
        if condition and not condition.holds(filled.names, filled.why):
            return None
        return _RowReading(self._mapping, filled, line, self._now, self.remarks).record()

    def _taken(self, row: Cells, line: int) -> dict[str, str]:
        known = {name: text for name, cell in row.items() if (text := self._said(cell))}
        piece = Piece(_NO_DOCUMENT, frozenset(), "", row=known)
        taken = {"line": str(line)}
        for field in self._mapping.fields:
            taken[field.name] = field.take(piece, taken)
        for where, pattern in self._mapping.patterns:
            groups = pattern.search(taken.get(where, "")) or {}
            for name in pattern.groups:
                taken[name] = groups.get(name) or taken.get(name, "")
        return taken

    def _meant(self, cell: str) -> str:
        """The text of a cell; empty if it says that there is nothing."""
        text = _as_read(clean(cell).strip())
        return "" if len(text) <= self._longest and word(text) in self._mapping.missing else text


class _RowReading:
    """One row being read: stops at its first refusal."""

    def __init__(
        self, mapping: Mapping, filled: Filled, line: int, now: datetime, remarks: list[Remark]
    ) -> None:
        self._mapping, self._filled, self._line, self._now = mapping, filled, line, now
        self._remarks = remarks
        self._refused: Refusal | None = None

    def record(self) -> Record | Refusal | None:
        texts = {slot.name: text for slot in self._mapping.texts if (text := self._text(slot))}
        if self._filled.skipped:
            return None
        reference = texts.pop("reference", "")[:_MOST_REFERENCE]
        if not reference:
            self._refuse("reference", "history.refused.no_reference")
        times = self._times()
        if self._mapping.logs and "change.at" not in times:
            self._refuse("change.at", "history.refused.no_change")
        place = {slot.name: text for slot in self._mapping.place if (text := slot.fill(self._filled))}
        details = {slot.name: text for slot in self._mapping.details if (text := slot.fill(self._filled))}
        self._check_numbers(texts)
        if self._refused:
            return replace(self._refused, reference=reference)
        return Record(
            reference=reference, line=self._line, texts=texts, times=times, place=place, details=details
        )

    def _text(self, slot: Slot) -> str:
        """Our word or their text; a word that we do not know refuses the row where it decides what the row says."""
        before = len(self._filled.unknown)
        text = slot.fill(self._filled)
        if len(self._filled.unknown) > before:
            return self._unknown(slot.name, self._filled.unknown[-1].word)
        known = self._mapping.known[slot.name]
        if text and known and text not in known and not self._filled.skipped:
            return self._unknown(slot.name, text)
        return text

    def _unknown(self, field: str, text: str) -> str:
        if field in _ESSENTIAL:
            self._refuse(field, "history.refused.word", text)
        else:
            self._remarks.append(Remark(line=self._line, field=field, text=text))
        return ""

    def _instant(self, slot: Slot) -> Moment | None:
        text = slot.fill(self._filled)
        if not text or says_nothing(text):
            return None
        moment = read_exported(text, self._mapping.times, near=self._now)
        if moment is None:
            self._refuse(slot.name, "history.refused.time", text)
        elif moment.at > self._now + _AHEAD and not slot.name.endswith("due_at"):
            self._refuse(slot.name, "history.refused.future", text)
        return moment

    def _times(self) -> dict[str, datetime]:
        """What is due on a day is due until its end; what ended on the day of its beginning did not end before it."""
        moments = {slot.name: found for slot in self._mapping.instants if (found := self._instant(slot))}
        times = {name: found.at for name, found in moments.items()}
        begun = min((times[name] for name in _BEGINNINGS if name in times), default=None)
        for name in (name for name, found in moments.items() if found.precision is Precision.DAY):
            midnight = end_of_day(times[name], self._mapping.times)
            if name.endswith("due_at"):
                times[name] = midnight
            elif begun and times[name] < begun < midnight and name not in _BEGINNINGS:
                times[name] = begun
        return times

    def _check_numbers(self, texts: dict[str, str]) -> None:
        if (text := texts.get("reopened")) and not _is_count(text):
            self._refuse("reopened", "history.refused.count", text)
        for name in _LENGTHS:
            if (text := texts.get(name)) and length_of(text) is None:
                self._refuse(name, "history.refused.duration", text)

    def _refuse(self, field: str, code: str, text: str = "") -> None:
        facts = {"text": text[:120]} if text else {}
        self._refused = self._refused or Refusal(
            line=self._line,
            field=field,
            why=Why(code=code, facts=facts),
            text=text[:200],
        )


def _as_read(text: str) -> str:
    """A cell as a person reads it: HTML as its text, ``="001"`` as 001, a spreadsheet's error (``#REF!``) as nothing."""
    if written := _FORMULA.fullmatch(text):
        return written[1]
    if "<" in text and _TAG.search(text):
        try:
            return read_html(text).text.strip()
        except Unreadable:  # over a limit: as it is written
            return text
    if "&" in text and _ENTITY.search(text):
        return clean(unescape(text)).strip()
    return "" if text.startswith("#") and _SPREADSHEET_ERROR.fullmatch(text) else text


def _is_count(text: str) -> bool:
    number = text.removesuffix(".0")
    return number.isdecimal() and len(number) < 7
