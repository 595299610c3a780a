"""Paging: which request comes after an answer. Pure; guesses nothing, and always ends."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.settings import (
    Cursor,
    HeaderLink,
    JsonLink,
    Offset,
    PageNumber,
    Paginator,
    SinglePage,
)
from tocsin.connectors.rest.transport import Request

MOST_PAGES = 1000  # in one walk; the next walk goes on


def opening(request: Request, paginator: Paginator) -> Request:
    """The request of the first page."""
    match paginator:
        case PageNumber():
            return _asking(request, {paginator.page_param: paginator.base_page})
        case Offset():
            return _asking(
                request,
                {paginator.offset_param: paginator.offset, paginator.limit_param: paginator.limit},
            )
        case _:
            return request


def following(
    request: Request, paginator: Paginator, content: Any, items: int, headers: Mapping[str, str], url: str
) -> Request | None:
    """The request of the next page; None: that was the last one. ``items``: how many the answer held, before any filter."""
    match paginator:
        case SinglePage():
            return None
        case PageNumber():
            return _next_number(request, paginator, content, items)
        case Offset():
            return _next_offset(request, paginator, content, items)
        case Cursor():
            found = paths.first(paginator.cursor_path, content)
            return _asking(request, {paginator.cursor_param: found}) if found not in (None, "") else None
        case HeaderLink():
            return _at(request, _link(headers.get("link", ""), paginator.links_next_key), url)
        case JsonLink():
            found = paths.first(paginator.next_url_path, content)
            return _at(request, found if isinstance(found, str) else "", url)


def is_counted(paginator: Paginator) -> bool:
    """Whether pages are counted from the first: then an item that moves during the walk makes us miss another."""
    return isinstance(paginator, PageNumber | Offset)


def _next_number(request: Request, paginator: PageNumber, content: Any, items: int) -> Request | None:
    number = int(request.params[paginator.page_param]) + 1
    total = _number(paginator.total_path, content)
    pages = number - paginator.base_page
    if not items or (total is not None and pages >= total) or number > paginator.maximum_page:
        return None
    return _asking(request, {paginator.page_param: number})


def _next_offset(request: Request, paginator: Offset, content: Any, items: int) -> Request | None:
    offset = int(request.params[paginator.offset_param]) + items
    total = _number(paginator.total_path, content)
    if not items or (total is not None and offset >= total) or offset > paginator.maximum_offset:
        return None
    return _asking(request, {paginator.offset_param: offset})


def _number(path: str, content: Any) -> int | None:
    found = paths.first(path, content) if path else None
    return int(found) if isinstance(found, int | str) and str(found).isdecimal() else None


def _asking(request: Request, params: Mapping[str, Any]) -> Request:
    return request._replace(params={**request.params, **params})


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
