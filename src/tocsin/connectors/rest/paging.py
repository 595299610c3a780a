"""Paging: which request comes after an answer. Pure; guesses nothing, and always ends."""

import re
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
from tocsin.connectors.rest.transport import Request, in_body, of_body

_DIGITS = re.compile(r"\d+")
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
        case PageNumber() | Offset() | Cursor() | JsonLink() if _is_last(paginator, content):
            return None
        case PageNumber():
            return _next_number(request, paginator, _total(paginator, content, headers), items)
        case Offset():
            return _next_offset(request, paginator, _total(paginator, content, headers), items)
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


def _is_last(paginator: PageNumber | Offset | Cursor | JsonLink, content: Any) -> bool:
    """Whether the answer says that it is the last page; one that says nothing is not."""
    more = paths.first(paginator.has_more_path, content) if paginator.has_more_path else None
    last = paths.first(paginator.is_last_path, content) if paginator.is_last_path else None
    return str(more).lower() in _NO or str(last).lower() in _YES


def _after(request: Request, param: str, body_path: str, cursor: Any) -> Request | None:
    return _asking(request, param, body_path, cursor) if cursor not in (None, "") else None


def _next_number(request: Request, paginator: PageNumber, total: int | None, items: int) -> Request | None:
    asked = of_body(request, paginator.page_body_path) if paginator.page_body_path else None
    number = int(request.params[paginator.page_param] if asked is None else asked) + 1
    pages = number - paginator.base_page
    if not items or (total is not None and pages >= total) or number > paginator.maximum_page:
        return None
    return _asking(request, paginator.page_param, paginator.page_body_path, number)


def _next_offset(request: Request, paginator: Offset, total: int | None, items: int) -> Request | None:
    offset = _offset(request, paginator) + items
    read = offset - paginator.offset  # the first may be number 1
    if not items or (total is not None and read >= total) or offset > paginator.maximum_offset:
        return None
    return _at_offset(request, paginator, offset)


def _limited(request: Request, paginator: Offset) -> Request:
    if not paginator.limit_param and not paginator.limit_body_path:
        return request
    return _asking(request, paginator.limit_param, paginator.limit_body_path, paginator.limit)


def _at_offset(request: Request, paginator: Offset, offset: int) -> Request:
    written: int | str = offset
    if paginator.offset_format != "{offset}":
        blanks = {"limit": paginator.limit, "last": offset + paginator.limit - 1, "offset": offset}
        written = _written(paginator.offset_format, blanks)
    if paginator.offset_header:
        return request._replace(headers={**request.headers, paginator.offset_header: str(written)})
    return _asking(request, paginator.offset_param, paginator.offset_body_path, written)


def _written(form: str, blanks: Mapping[str, int]) -> str:
    for name, value in blanks.items():
        form = form.replace("{" + name + "}", str(value))
    return form


def _offset(request: Request, paginator: Offset) -> int:
    """From where the request asks, as ``_at_offset`` wrote it."""
    before = _written(paginator.offset_format.partition("{offset}")[0], {"limit": paginator.limit})
    found = _DIGITS.match(_asked(request, paginator), len(before))
    return int(found[0]) if found else 0


def _asked(request: Request, paginator: Offset) -> str:
    if paginator.offset_header:
        return request.headers[paginator.offset_header]
    if paginator.offset_body_path:
        return str(of_body(request, paginator.offset_body_path))
    return str(request.params[paginator.offset_param])


def _total(paginator: PageNumber | Offset, content: Any, headers: Mapping[str, str]) -> int | None:
    """How many there are, as the answer says, or its header: ``25``, or ``items 0-9/25`` (RFC 9110, 14.4)."""
    if paginator.total_header:
        found: Any = headers.get(paginator.total_header.lower(), "").rpartition("/")[2].strip()
    else:
        found = paths.first(paginator.total_path, content) if paginator.total_path else None
    return int(found) if isinstance(found, int | str) and str(found).isdecimal() else None


def _asking(request: Request, param: str, body_path: str, value: Any) -> Request:
    """The request with a value in its query, or in its body where a path there is declared."""
    if body_path:
        return in_body(request, body_path, value)
    return request._replace(params={**request.params, param: value})


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
