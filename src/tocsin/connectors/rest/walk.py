"""Walk: all pages of a resource since its increment, handed over page by page; at the end the increment moves."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from tocsin.connectors.rest import paging, paths
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.settings import Incremental, Resource
from tocsin.connectors.rest.transport import Request

_ROUNDS = 3  # of a counted list that changes while we walk


class Item(NamedTuple):
    """An item of a resource: the key of its identity and state, and its JSON."""

    resource: str
    key: str
    body: bytes


class Walked(NamedTuple):
    """The result of a walk: how many items were new, and the increment reached (None: as before)."""

    new: int
    reached: Any


# Hands over the items of a page, and says how many were not known yet.
Take = Callable[[list[Item]], int]


def walk(resource: Resource, since: Any, api: Api, take: Take) -> Walked:
    """Read all pages. Raises Busy or Unavailable; what was taken until then stays, and the increment too.

    A list that is paged by number is walked again until a round finds nothing new: an item that changes meanwhile moves, and
    pushes another item off a page that was not read yet. If every round finds new items, the increment stays.
    """
    new = 0
    for _ in range(_ROUNDS):
        pages, found, reached = _round(resource, since, api, take)
        new += found
        if pages < 2 or not found or not paging.is_counted(resource.endpoint.paginator):
            return Walked(new, reached)
    return Walked(new, None)


def first_page(resource: Resource, api: Api) -> list[Item]:
    """The items of one page, for a person who tries the settings."""
    return next(_pages(resource, None, api), ([], []))[0]


def _round(resource: Resource, since: Any, api: Api, take: Take) -> tuple[int, int, Any]:
    pages = new = 0
    reached = since
    for items, cursors in _pages(resource, since, api):
        pages += 1
        new += take(items)
        reached = max([*cursors, *([] if reached is None else [reached])], key=_order, default=None)
    return pages, new, reached


def _pages(resource: Resource, since: Any, api: Api) -> Iterator[tuple[list[Item], list[Any]]]:
    """Each page's items, with their increments. Raises Unavailable for an unusable answer, or for the same page twice."""
    endpoint = resource.endpoint
    request: Request | None = paging.opening(_request(resource, since), endpoint.paginator)
    seen: set[tuple[str, ...]] = set()
    while request is not None and len(seen) < paging.MOST_PAGES:
        page = api.ask(request, endpoint.response_actions)
        if page.content is None:
            return
        found = _selected(resource, page.content, api)
        items = [_item(resource, item, api) for item in found]
        keys = tuple(item.key for item in items)
        if keys and keys in seen:
            raise api.refuse(f"{resource.name}: the same page comes again and again")
        seen.add(keys)
        cursors = [_cursor(endpoint.incremental, item) for item in found] if endpoint.incremental else []
        yield items, [at for at in cursors if at is not None]
        request = paging.following(
            request, endpoint.paginator, page.content, len(found), page.answer.headers, page.answer.url
        )


def _request(resource: Resource, since: Any) -> Request:
    endpoint, incremental = resource.endpoint, resource.endpoint.incremental
    params: dict[str, Any] = dict(endpoint.params)
    if incremental:
        start = incremental.initial_value if since is None else _less(since, incremental.lag)
        if start is not None:
            params[incremental.start_param] = _started(incremental, start)
    return Request(url=endpoint.path, method=endpoint.method, params=params, json=endpoint.json)


def _started(incremental: Incremental, start: Any) -> Any:
    plain = incremental.start_format == "{start}"
    return start if plain else incremental.start_format.replace("{start}", str(start))


def _selected(resource: Resource, content: Any, api: Api) -> list[Any]:
    """The items; an answer without the declared place of the items is an error, not an empty list."""
    found = paths.found(resource.endpoint.data_selector, content)
    if len(found) == 1 and isinstance(found[0], list):
        found = found[0]
    elif not found:
        raise api.refuse(f"{resource.name}: nothing at {resource.endpoint.data_selector}")
    if not all(isinstance(item, dict) for item in found):
        raise api.refuse(
            f"{resource.name}: what stands at {resource.endpoint.data_selector} is no list of objects"
        )
    return found


def _item(resource: Resource, item: Any, api: Api) -> Item:
    key = paths.first(resource.primary_key, item)
    if not isinstance(key, str | int) or key == "":
        raise api.refuse(f"{resource.name}: an item without {resource.primary_key}")
    body = msgspec.json.encode(item, order="deterministic")
    version = paths.first(resource.version_path, item) if resource.version_path else None
    state = version if isinstance(version, str | int) else blake2b(body, digest_size=12).hexdigest()
    return Item(resource.name, f"{resource.name}/{key}/{state}", body)


def _cursor(incremental: Incremental, item: Any) -> Any:
    found = paths.first(incremental.cursor_path, item)
    return found if isinstance(found, str | int) and found != "" else None


def _order(cursor: Any) -> tuple[int, float, str]:
    """Instants by time whatever their zone, numbers by size, anything else as text."""
    if isinstance(cursor, int):
        return 0, cursor, ""
    instant = _instant(cursor)
    return (1, instant.timestamp(), "") if instant else (2, 0.0, cursor)


def _less(cursor: Any, lag: timedelta | int) -> Any:
    """The increment, earlier by ``lag``, in the same notation."""
    if isinstance(cursor, int):
        return cursor - (lag if isinstance(lag, int) else int(lag.total_seconds()))
    written = _written(cursor)
    if written is None or not isinstance(lag, timedelta):
        return cursor
    earlier = (written - lag).isoformat(sep=cursor[10])
    return earlier.replace("+00:00", "Z") if cursor.endswith("Z") else earlier


def _instant(text: str) -> datetime | None:
    written = _written(text)
    return written.replace(tzinfo=UTC) if written and not written.tzinfo else written


def _written(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > len("2026-11-28") else None
    except ValueError:
        return None
