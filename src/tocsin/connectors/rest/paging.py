"""Paging: which request comes after an answer. Pure; guesses nothing, and always ends."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.settings import (
    Cursor,
    HeaderCursor,
    HeaderLink,
    JsonLink,
    Offset,
    PageNumber,
    Paginator,
    SinglePage,
)
from tocsin.connectors.rest.transport import Request, placed

_NO, _YES = ("false", "0", "no"), ("true", "1", "yes")  # XML and some others write them as text
MOST_PAGES = 1000  # in one walk; the next walk goes on


def opening(request: Request, paginator: Paginator) -> Request:
    """The request of the first page."""
    match paginator:
        case PageNumber():
            return _asking(request, paginator.page_param, paginator.page_body_path, paginator.base_page)
        case Offset():
            return _at_offset(_limited(request, paginator), paginator, paginator.offset)
        case _:
            return request


def following(
    request: Request, paginator: Paginator, content: Any, items: int, headers: Mapping[str, str], url: str
) -> Request | None:
    """The request of the next page; None: that was the last one. ``items``: how many the answer held, before any filter."""
    match paginator:
        case SinglePage():
            return None
        case PageNumber() | Offset() | Cursor() if _is_last(paginator, content):
            return None
        case PageNumber():
            return _next_number(request, paginator, content, items)
        case Offset():
            return _next_offset(request, paginator, content, items)
        case Cursor():
            found = paths.first(paginator.cursor_path, content)
            return _after(request, paginator.cursor_param, paginator.cursor_body_path, found)
        case HeaderCursor():
            return _after(request, paginator.cursor_param, "", headers.get(paginator.cursor_key.lower()))
        case HeaderLink():
            return _at(request, _link(headers.get("link", ""), paginator.links_next_key), url)
        case JsonLink():
            found = paths.first(paginator.next_url_path, content)
            return _at(request, found if isinstance(found, str) else "", url)


def is_counted(paginator: Paginator) -> bool:
    """Whether pages are counted from the first: then an item that moves during the walk makes us miss another."""
    return isinstance(paginator, PageNumber | Offset)


def _is_last(paginator: PageNumber | Offset | Cursor, content: Any) -> bool:
    """Whether the answer says that it is the last page; one that says nothing is not."""
    more = paths.first(paginator.has_more_path, content) if paginator.has_more_path else None
    last = paths.first(paginator.is_last_path, content) if paginator.is_last_path else None
    return str(more).lower() in _NO or str(last).lower() in _YES


def _after(request: Request, param: str, body_path: str, cursor: Any) -> Request | None:
    return _asking(request, param, body_path, cursor) if cursor not in (None, "") else None


def _next_number(request: Request, paginator: PageNumber, content: Any, items: int) -> Request | None:
    number = int(_asked(request, paginator.page_param, paginator.page_body_path)) + 1
    total = _number(paginator.total_path, content)
    pages = number - paginator.base_page
    if not items or (total is not None and pages >= total) or number > paginator.maximum_page:
        return None
    return _asking(request, paginator.page_param, paginator.page_body_path, number)


def _next_offset(request: Request, paginator: Offset, content: Any, items: int) -> Request | None:
    offset = _offset(request, paginator) + items
    total = _number(paginator.total_path, content)
    if not items or (total is not None and offset >= total) or offset > paginator.maximum_offset:
        return None
    return _at_offset(request, paginator, offset)


def _limited(request: Request, paginator: Offset) -> Request:
    if not paginator.limit_param and not paginator.limit_body_path:
        return request
    return _asking(request, paginator.limit_param, paginator.limit_body_path, paginator.limit)


def _at_offset(request: Request, paginator: Offset, offset: int) -> Request:
    if paginator.offset_format == "{offset}":
        return _asking(request, paginator.offset_param, paginator.offset_body_path, offset)
    written = paginator.offset_format.replace("{limit}", str(paginator.limit))
    written = written.replace("{offset}", str(offset))
    return _asking(request, paginator.offset_param, paginator.offset_body_path, written)


def _offset(request: Request, paginator: Offset) -> int:
    """From where the request asks, as ``_at_offset`` wrote it."""
    asked = str(_asked(request, paginator.offset_param, paginator.offset_body_path))
    before, _, after = paginator.offset_format.replace("{limit}", str(paginator.limit)).partition("{offset}")
    return int(asked.removeprefix(before).removesuffix(after))


def _number(path: str, content: Any) -> int | None:
    found = paths.first(path, content) if path else None
    return int(found) if isinstance(found, int | str) and str(found).isdecimal() else None


def _asking(request: Request, param: str, body_path: str, value: Any) -> Request:
    """The request with a value in its query, or in its JSON where a path there is declared."""
    if body_path:
        return request._replace(json=placed(request.json, body_path, value))
    return request._replace(params={**request.params, param: value})


def _asked(request: Request, param: str, body_path: str) -> Any:
    return paths.first(body_path, request.json) if body_path else request.params[param]


def _at(request: Request, link: str, url: str) -> Request | None:
    """The link holds all parameters itself."""
    return request._replace(url=urljoin(url, link), params={}) if link else None


def _link(header: str, relation: str) -> str:
    """The address with this relation in a Link header (RFC 8288)."""
    for part in header.split(","):
        address, _, rest = part.strip().partition(";")
        relations = {
            value.strip().strip('"').lower()
            for name, _, value in (parameter.partition("=") for parameter in rest.split(";"))
            if name.strip().lower() == "rel"
        }
        if any(relation.lower() in value.split() for value in relations) and address.startswith("<"):
            return address.strip()[1:-1]
    return ""
