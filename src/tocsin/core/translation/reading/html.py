"""HTML: a page as the text that a person would read, and its tables. Runs no script, fetches nothing."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tocsin.core.kernel.value import Value
from tocsin.core.translation import limits
from tocsin.core.translation.reading.document import Row, Table, Unreadable, over
from tocsin.core.translation.reading.markup import BLOCKS, STRUCK, bare
from tocsin.core.translation.text import clean

_NOT_NESTING = frozenset({"p", "li", "dt", "dd", "td", "th", "tr", "br", "hr", "tbody", "thead", "tfoot"})
_NAME = re.compile(r"<(/?[a-z][a-z0-9]*)(?: (?:row|col)span=\d+)*(?: hidden)?>")
_MAX_SPANNING = 50  # columns in which a cell may span rows, or that one may span
_TO_THE_END = 1_000  # rows
_MAX_NESTED_CELLS = 30  # deeper, a cell is read as a line: its text would be copied once for each level


_Cell = tuple[str, int, int]  # its text, and how many rows and columns it spans


class Page(Value):
    """An HTML page: two-cell rows read ``name: value``, longer rows ``a | b | c``."""

    text: str
    tables: tuple[Table, ...] = ()


def read_html(content: str) -> Page:
    """The text and tables of a page. Raises Unreadable over a limit."""
    if len(content) > limits.MAX_HTML_BYTES:
        raise over("characters of HTML", len(content), limits.MAX_HTML_BYTES)
    tags = content.count("<")
    if tags > limits.MAX_HTML_TAGS:
        raise over("tags of HTML", tags, limits.MAX_HTML_TAGS)
    plain = bare(content)
    _guard_depth(plain)
    try:
        body = LexborHTMLParser(plain).body
    except (SelectolaxError, ValueError) as error:
        raise Unreadable(reason=f"HTML: {error}") from error
    return _Walk().page(body) if body is not None else Page(text="")


def _guard_depth(page: str) -> None:
    """The parser is quadratic in nesting: elements left open are counted beforehand."""
    opened: Counter[str] = Counter()
    depth = 0
    for name in _NAME.findall(page):
        if name.startswith("/"):
            if opened[name[1:]]:
                opened[name[1:]] -= 1
                depth -= 1
        elif name not in _NOT_NESTING:
            opened[name] += 1
            depth += 1
            if depth > limits.MAX_HTML_DEPTH:
                raise over("depth of HTML", depth, limits.MAX_HTML_DEPTH)


class _Walk:
    """A walk of the tree without recursion: a page may be nested 100,000 deep."""

    def __init__(self) -> None:
        self._texts: list[list[str]] = [[]]
        self._rows: list[list[_Cell]] = []
        self._carried: list[dict[int, _Cell]] = []  # of each open table: cells that reach into the next row
        self._tables: list[list[Row]] = []
        self._done: list[Table] = []
        self._cells: list[bool] = []  # does this open cell have a buffer of its own?

    def page(self, body: LexborNode) -> Page:
        path: list[LexborNode] = []
        node: LexborNode | None = self._enter(body)
        while True:
            if node is None:
                if not path:
                    break
                left = path.pop()
                self._leave(left)
                node = left.next
            else:
                path.append(node)
                node = self._enter(node)
        return Page(text=_tidy("".join(self._texts[0])), tables=tuple(self._done))

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Note what begins here; then the nodes to visit inside."""
        tag = node.tag
        if tag == "-text":
            self._texts[-1].append((node.text_content or "").replace("\n", " "))
            return None
        if (tag or "-").startswith(("-", "!", "_")) or _is_unread(node):
            return None
        if tag == "br":
            self._texts[-1].append("\n")
        elif tag in BLOCKS:
            self._break()
        if tag == "table":
            self._tables.append([])
            self._carried.append({})
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._cells.append(len(self._texts) <= _MAX_NESTED_CELLS)
            if self._cells[-1]:
                self._texts.append([])
        return node.child

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if _is_unread(node):
            return
        if tag in ("td", "th") and self._cells and self._cells.pop():
            cell = _tidy("".join(self._texts.pop()))
            if self._rows:
                self._rows[-1].append((cell, _span(node, "rowspan"), _span(node, "colspan")))
        elif tag == "tr" and self._rows:
            self._leave_row(self._rows.pop())
        elif tag == "table" and self._tables:
            rows = self._tables.pop()
            self._carried.pop()
            if rows:
                self._done.append(tuple(rows))
        if tag in BLOCKS:
            self._break()
            if tag == "p":
                self._texts[-1].append("\n")

    def _break(self) -> None:
        """A new line, unless one has just begun."""
        texts = self._texts[-1]
        if texts and not texts[-1].endswith("\n"):
            texts.append("\n")

    def _leave_row(self, cells: list[_Cell]) -> None:
        if self._tables:
            self._tables[-1].append(self._spanned(cells))
        self._break()
        self._texts[-1].append(_line(tuple(cell for cell, _, _ in cells)) + "\n")

    def _spanned(self, cells: list[_Cell]) -> Row:
        """The row with the cells of rows above that reach into it. What spans columns stands in the first of them."""
        carried, self._carried[-1] = self._carried[-1], {}
        own = iter([single for cell in cells for single in _singles(cell)])
        row: list[str] = []
        while (taken := carried.get(len(row)) or next(own, None)) is not None:
            cell, rows, _ = taken
            if rows > 1 and len(row) < _MAX_SPANNING:
                self._carried[-1][len(row)] = (cell, rows - 1, 1)
            row.append(cell)
        return tuple(row)


def _is_unread(node: LexborNode) -> bool:
    """Whether a person does not read this as what the page says: it is hidden, or struck out."""
    return node.tag in STRUCK or "hidden" in node.attributes


def _singles(cell: _Cell) -> list[_Cell]:
    """A cell for each column that it spans."""
    text, rows, columns = cell
    return [(text, rows, 1), *[("", rows, 1)] * min(columns - 1, _MAX_SPANNING)]


def _span(node: LexborNode, which: str) -> int:
    """How many rows or columns a cell spans. ``0`` reaches to the end of the table."""
    span = node.attributes.get(which) or ""
    if not span.isdecimal() or len(span) > 3:
        return 1
    return int(span) or (_TO_THE_END if which == "rowspan" else 1)


def _line(row: Row) -> str:
    """A row as a line: a layout table, whose cells hold lines, stays lines."""
    if any("\n" in cell for cell in row):
        return "\n".join(row)
    if len(row) == 2:
        name = row[0].rstrip(" :")
        return f"{name}: {row[1]}" if name else row[1]
    return " | ".join(row)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
