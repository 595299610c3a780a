"""Delimited text in any encoding and with any delimiter that a spreadsheet exports, as one sheet. Knows no meaning."""

import csv
import io
from collections import Counter

from tocsin.connectors.spreadsheet.values import Sheets
from tocsin.core.organisation.sheets import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Sheet

_DELIMITERS = ";,\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_EIGHT_BITS = ("cp1252", "cp850", "mac_roman")  # Windows, DOS, old Macs; of equals the first
_USUAL = frozenset("éèêëàâäçùûüîïôöœÉÈÊÀÂÇÙÛÎÔÖŒßñá°«»’…–€µ \xa0")
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1a")  # what no text holds
_LOOKED_AT = 20  # rows, to find the delimiter


def delimited(content: bytes, name: str) -> Sheets:
    """The file as one sheet; rows are numbered by the line on which they begin."""
    text = decoded(content)
    if text is None:
        return Sheets(wrong="fault.sheet.no_text")
    csv.field_size_limit(len(text) + 1)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 1
    for cells in reader:
        kept = tuple(cell.strip()[:MAX_CELL] for cell in cells[:MAX_COLUMNS])
        if any(kept):
            rows.append(Row(number=line, cells=kept))
        if len(rows) > MAX_ROWS:
            return Sheets(wrong="fault.sheet.too_many_rows", facts={"limit": MAX_ROWS})
        line = reader.line_num + 1
    return Sheets(sheets=(Sheet(name=name, rows=tuple(rows)),))


def decoded(content: bytes) -> str | None:
    """The text, by its byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows, DOS or an
    old Mac writes; None: no text."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "") or _guessed(content)
    try:
        text = content.decode(encoding, errors="replace" if encoding in _EIGHT_BITS else "strict")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS & set(text) else text.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(content: bytes) -> str:
    head = content[:4000]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return max(_EIGHT_BITS, key=lambda name: _likeness(content, name))
    return "utf-8"


def _likeness(content: bytes, encoding: str) -> int:
    """How many of the letters beyond ASCII are those of French words, less those that no word holds."""
    odd = [letter for letter in content.decode(encoding, errors="replace") if letter > "\x7f"]
    return sum(1 if letter in _USUAL else -1 for letter in odd)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, more than one."""
    head = "\n".join(text.split("\n", 200)[:200])
    if head[:4].lower() == "sep=" and head[5:6] == "\n":  # Excel writes it for itself
        return head[4]
    return max(_DELIMITERS, key=lambda delimiter: _agreement(head, delimiter))


def _agreement(head: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row, _ in zip(rows, range(_LOOKED_AT), strict=False) if len(row) > 1)
    width, count = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return count, width
