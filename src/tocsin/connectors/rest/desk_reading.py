"""Desk reading: the comments and files of a ticket, as the answers of a desk say them. Asks nothing."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.desk_settings import FilePaths, RemarkPaths
from tocsin.core.exchange.ticket import Remark, RemoteFile
from tocsin.core.translation.reading.document import Unreadable
from tocsin.core.translation.reading.html import read_html

_MOST = 2000  # comments, or files, of a ticket
_NO = ("", "false", "0", "no")


def text_at(path: str, content: Any) -> str:
    """The text or number that a path leads to; empty: none."""
    found = paths.first(path, content) if path else None
    return "" if found is None or isinstance(found, dict | list) else str(found)


def remarks(where: RemarkPaths | None, answers: Any) -> tuple[Remark, ...]:
    """The comments, the oldest first. What notes a change among them, without a text, is none."""
    if where is None:
        return ()
    items = paths.found(where.selector, answers)[:_MOST]
    shared = _shared(where, answers)
    found = [_remark(where, pieces, shared) for pieces in _entries(where, items)]
    return tuple(sorted((remark for remark in found if remark.text), key=lambda remark: remark.at))


def _entries(where: RemarkPaths, items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """The pieces of each comment."""
    if not where.belongs_to:
        return ([item] for item in items)

    def entry(item: Any) -> str:
        return text_at(where.belongs_to, item)

    def place(item: Any) -> tuple[str, int, str]:
        number = text_at(where.id, item)
        return entry(item), len(number), number

    return (list(pieces) for _, pieces in groupby(sorted(items, key=place), entry))


def _remark(where: RemarkPaths, pieces: Sequence[Any], shared: set[str] | None) -> Remark:
    first = pieces[0]
    flagged = text_at(where.internal, first).lower() not in _NO
    return Remark(
        id=text_at(where.id, first),
        author=text_at(where.author, first),
        text=_joined(where, pieces),
        at=text_at(where.at, first),
        internal=flagged or not _is_shared(where.belongs_to, first, shared),
    )


def _joined(where: RemarkPaths, pieces: Sequence[Any]) -> str:
    html = ["html" in text_at(where.media_type, piece) for piece in pieces]
    plain = [piece for piece, is_html in zip(pieces, html, strict=True) if not is_html]
    texts = [text_at(where.text, piece) for piece in plain]
    if not any(texts):
        marked = (piece for piece, is_html in zip(pieces, html, strict=True) if is_html)
        texts = [_unmarked(text_at(where.text, piece)) for piece in marked]
    return "\n\n".join(filter(None, texts))


def _unmarked(html: str) -> str:
    """HTML as a person reads it; what can't be read so stays as it came."""
    try:
        return read_html(html).text
    except Unreadable:
        return html


def files(where: FilePaths | None, answers: Any) -> tuple[RemoteFile, ...]:
    """The files, without those that are internal to the desk."""
    if where is None:
        return ()
    shared = _shared(where, answers)
    items = paths.found(where.selector, answers)[:_MOST]
    return tuple(_file(where, item) for item in items if _is_shared(where.belongs_to, item, shared))


def _file(where: FilePaths, item: Any) -> RemoteFile:
    size = text_at(where.size, item)
    return RemoteFile(
        id=text_at(where.id, item),
        name=text_at(where.name, item),
        size=int(size) if size.isdecimal() else 0,
        author=text_at(where.author, item),
        media_type=text_at(where.media_type, item),
    )


def _shared(where: RemarkPaths | FilePaths, answers: Any) -> set[str] | None:
    """The entries that are for us; None: the desk makes no difference."""
    return set(map(str, paths.found(where.shared, answers))) if where.shared else None


def _is_shared(belongs_to: str, item: Any, shared: set[str] | None) -> bool:
    return shared is None or text_at(belongs_to, item) in shared
