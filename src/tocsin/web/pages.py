"""Pages of a long list: which rows, out of how many, and the addresses of the pages beside it."""

from typing import NamedTuple

from django.http import HttpRequest


class Pager(NamedTuple):
    """Rows ``first`` to ``last`` of ``total``; ``before`` and ``after`` are addresses, empty at the ends."""

    first: int
    last: int
    total: int
    pages: int
    before: str
    after: str


def pager(request: HttpRequest, page: int, size: int, total: int) -> Pager:
    """The pager of page ``page`` (from 1) of ``size`` rows."""
    pages = max(1, -(-total // size))
    return Pager(
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        total=total,
        pages=pages,
        before=_address(request, page - 1) if page > 1 else "",
        after=_address(request, page + 1) if page < pages else "",
    )


def asked(request: HttpRequest) -> int:
    """The page that the address asks for; 1 when it makes no sense."""
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 10_000) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"
