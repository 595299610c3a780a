"""Pages of a long list: which rows, out of how many, the addresses of the pages beside it, numbers in an address."""

from typing import NamedTuple

from django.http import HttpRequest, QueryDict


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
        before=address(request, page=page - 1) if page > 1 else "",
        after=address(request, page=page + 1) if page < pages else "",
    )


def asked(request: HttpRequest) -> int:
    """The page that the address asks for; 1 when it makes no sense."""
    return min(number_in(request.GET, "page") or 1, 10_000)


def number_in(asked: QueryDict, name: str) -> int | None:
    """A number in an address or a form, no larger than an id; None if there is none."""
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def address(request: HttpRequest, **changed: int | None) -> str:
    """The same address, with other places in its lists; None: at the beginning."""
    query = request.GET.copy()
    for name, place in changed.items():
        query.pop(name, None)
        if place is not None:
            query[name] = str(place)
    return f"{request.path}?{query.urlencode()}"
