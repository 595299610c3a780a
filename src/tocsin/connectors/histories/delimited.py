"""Delimited text of any size: a first pass finds its encoding and delimiter, a second reads its rows. Knows no meaning."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from tocsin.connectors.histories.values import Headings, Unreadable
from tocsin.core.history.mapping import FileOptions
from tocsin.core.history.values import Row
from tocsin.core.kernel.why import Why

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ";,\t|"
_BLOCK = 2**20
_LOOKED_AT = 30  # rows, to find the delimiter
_SAMPLE = 200_000  # characters of them
_SAID = re.compile(r'"?sep=([^\r\n])"?\r?\n', re.IGNORECASE)  # Excel writes it for itself
_ESCAPED_QUOTE = re.compile(r'[^\\",;|\t]\\"(?![,;|\t\r\n]|$)')  # as MySQL writes it; "C:\logs\" is none
_NULL = re.compile(r"(?:(?<=[,;|\t])|^)\\N(?=[,;|\t\r\n]|$)")  # MySQL's, where a backslash escapes
_END_OF_DOS = "\x1a"
_MAX_FIELD = 2**21  # characters of a cell: a quote that is never closed swallows no more


def delimited(content: IO[bytes], options: FileOptions) -> Iterator[Row]:
    """The rows below the header, each with the line on which it begins."""
    encoding = options.encoding or _encoding(content)
    content.seek(0)
    text = io.TextIOWrapper(
        content, encoding, errors="replace" if options.encoding == "" else "strict", newline=""
    )
    try:
        sample = text.read(_SAMPLE)
        if not sample.strip():
            raise Unreadable("fault.history.empty")
        said = _SAID.match(sample)
        delimiter = options.delimiter or (said[1] if said else _delimiter(sample))
        text.seek(0)
        dialect = {"delimiter": delimiter, "escapechar": "\\" if _ESCAPED_QUOTE.search(sample) else None}
        yield from _rows(text, dialect, options.header + bool(said))
    except UnicodeError as wrong:
        raise Unreadable("fault.history.no_text", encoding=encoding) from wrong
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, dialect: dict[str, Any], header: int) -> Iterator[Row]:
    csv.field_size_limit(_MAX_FIELD)
    lines = (line.replace("\0", "").replace(_END_OF_DOS, "") for line in text)
    if dialect["escapechar"]:
        lines = (_NULL.sub("", line) for line in lines)
    reader = csv.reader(lines, skipinitialspace=True, **dialect)
    headings: Headings | None = None
    line, number = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield Row(line, {}, (), Why(code="history.refused.unreadable", facts={"reason": str(wrong)}))
            line = reader.line_num + 1
            continue
        filled = any(cell.strip() for cell in cells)
        number += filled
        if headings is None and filled and number == header:
            headings = Headings(cells)
        elif headings is not None and filled:
            yield headings.row(line, cells)
        line = reader.line_num + 1


def _encoding(content: IO[bytes]) -> str:
    """By its mark; UTF-16 by its zeros; UTF-8 if most of what is not ASCII is; else Windows-1252."""
    head = content.read(4_000)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    right = torn = 0
    while block := content.read(_BLOCK):
        text = decoder.decode(block)
        if not text.isascii():
            broken = text.count("�")
            torn, right = torn + broken, right + len(text) - len(text.encode("ascii", "ignore")) - broken
    return "utf-8" if right >= torn else "cp1252"


def _delimiter(sample: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, more than one."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return count, width
