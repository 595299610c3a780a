"""Listed: the resources that a supplier asks for, as many as it asks for, and how many there are."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tocsin.core.tmf.apis import Api
from tocsin.core.tmf.listing import Query, matches, only, ordered
from tocsin.flow.tmf.showing import shown
from tocsin.store import tmf as rows

Fits = Callable[[dict[str, Any]], bool]


class Page(NamedTuple):
    """Some of the resources, and how many fit the query."""

    resources: list[dict[str, Any]]
    total: int


def listed(supplier: str, api: Api, kind: str, query: Query, fits: Fits | None = None) -> Page:
    """The latest first, unless another order is asked for. ``fits``: a further condition."""
    if query.plain and fits is None:
        found = [shown(row, api) for row in rows.listed(supplier, kind, query.offset, query.limit)]
        total = rows.count(supplier, kind)
    else:
        known = (shown(row, api) for row in rows.listed(supplier, kind))
        fitting = (
            resource
            for resource in known
            if matches(resource, query.conditions) and (not fits or fits(resource))
        )
        whole = ordered(fitting, query)
        found, total = whole[query.offset : query.offset + query.limit], len(whole)
    return Page([only(resource, query.fields) for resource in found], total)
