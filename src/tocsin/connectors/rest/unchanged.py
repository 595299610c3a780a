"""Unchanged: asks for a page only if it changed since it was read (RFC 9110, 13): by ETag, else by Last-Modified."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from tocsin.connectors.rest.transport import Page, Request

_HEADERS = {"if-none-match", "if-modified-since"}
_MOST = 1000  # pages
_STRONG = timedelta(
    seconds=2
)  # a page that changed in the second in which it was read has the same Last-Modified


class Unchanged:
    """The pages that were read whole, of one counterpart. Forgotten at a restart: then they are read once more."""

    def __init__(self) -> None:
        self._known: dict[bytes, dict[str, str]] = {}

    def asking(self, request: Request) -> Request:
        """The request, with what makes its answer empty if nothing changed."""
        known = self._known.get(_identity(request), {})
        return request._replace(headers={**request.headers, **known}) if known else request

    def was_asked(self, request: Request) -> bool:
        """Whether the request may be answered that nothing changed."""
        return any(name.lower() in _HEADERS for name in request.headers)

    def read(self, request: Request, page: Page) -> None:
        """All items of this page were taken. ``request``: as it was before ``asking``."""
        if page.content is None:
            return
        identity = _identity(request)
        self._known.pop(identity, None)
        if validator := _validator(page.answer.headers):
            self._known[identity] = validator
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]


def _identity(request: Request) -> bytes:
    asked = (request.method, request.url, request.params, request.json, request.headers)
    return msgspec.json.encode(asked, order="deterministic")


def _validator(headers: Mapping[str, str]) -> dict[str, str]:
    if etag := headers.get("etag"):
        return {"If-None-Match": etag}
    modified, read_at = _instant(headers.get("last-modified")), _instant(headers.get("date"))
    if modified and read_at and read_at - modified >= _STRONG:
        return {"If-Modified-Since": headers["last-modified"]}
    return {}


def _instant(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
