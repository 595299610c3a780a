"""Walk: all pages of a resource since its increment, handed over page by page; at the end the increment moves."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from tocsin.connectors.rest import increments, paging, paths
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.settings import Incremental, Resource
from tocsin.connectors.rest.transport import Request, placed

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
    reached, incremental = since, resource.endpoint.incremental
    for items, cursors in _pages(resource, since, api):
        pages += 1
        new += take(items)
        known = [] if reached is None else [reached]
        reached = max([*cursors, *known], key=lambda at: increments.order(at, incremental), default=None)
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
    params, json = dict[str, Any](endpoint.params), endpoint.json
    if incremental:
        start = increments.start(incremental, since)
        if start is not None and not incremental.start_body_path:
            params[incremental.start_param] = start
        elif start is not None:
            json = placed(json, incremental.start_body_path, start)
    return Request(url=endpoint.path, method=endpoint.method, params=params, json=json)


def _selected(resource: Resource, content: Any, api: Api) -> list[Any]:
    """The items; an answer without the declared place of the items is an error, not an empty list."""
    found = paths.found(resource.endpoint.data_selector, content)
    if len(found) == 1 and isinstance(found[0], list):
        found = found[0]
    elif not found and not _is_empty(resource.endpoint.data_selector, content):
        raise api.refuse(f"{resource.name}: nothing at {resource.endpoint.data_selector}")
    if not all(isinstance(item, dict) for item in found):
        raise api.refuse(
            f"{resource.name}: what stands at {resource.endpoint.data_selector} is no list of objects"
        )
    return found


def _is_empty(selector: str, content: Any) -> bool:
    """Whether a path to all members of something leads to none because that is empty."""
    container = paths.container(selector)
    return bool(container) and paths.first(container, content) in ([], {})


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
    return found if isinstance(found, str | int | float) and found != "" else None
