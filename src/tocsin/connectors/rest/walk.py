"""Walk: all pages of a resource since its increment, handed over page by page; at the end the increment moves."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from tocsin.connectors.rest import beginnings, increments, paging, paths
from tocsin.connectors.rest.api import Api, quoted
from tocsin.connectors.rest.parents import Item
from tocsin.connectors.rest.selecting import Unselected, selected
from tocsin.connectors.rest.settings import Incremental, Resource, SinglePage
from tocsin.connectors.rest.transport import Page
from tocsin.core.kernel.errors import Unavailable

_LONGEST = 300  # characters of a reason
_ROUNDS = 3  # of a counted list that changes while we walk


class Walked(NamedTuple):
    """The result of a walk: how many items were new, and the increment reached (None: as before)."""

    new: int
    reached: Any


class _Leaf(NamedTuple):
    """What a page says: its items, their increments, and from where to go on, where the answer says that."""

    items: list[Item]
    cursors: list[Any]
    checkpoint: Any = None


# Hands over the items of a page, and says how many were not known yet.
Take = Callable[[list[Item]], int]


def walk(resource: Resource, since: Any, api: Api, take: Take, *, whole: bool = False) -> Walked:
    """Read all pages. Raises Busy or Unavailable; what was taken until then stays, and the increment too.

    A list that is paged by number is walked again until a round finds nothing new: an item that changes meanwhile moves, and
    pushes another item off a page that was not read yet. If every round finds new items, the increment stays.
    ``whole``: all items are wanted, even of a page that has not changed since.
    """
    new = 0
    for _ in range(_ROUNDS):
        pages, found, reached = _round(resource, since, api, take, whole)
        new += found
        if pages < 2 or not found or not paging.is_counted(resource.endpoint.paginator):
            return Walked(new, reached)
    return Walked(new, None)


def first_page(resource: Resource, api: Api) -> list[Item]:
    """The items of one page, for a person who tries the settings. Raises Unavailable, also if its increment can't work."""
    leaf = next(_pages(resource, None, api, whole=True), _Leaf([], []))
    incremental = resource.endpoint.incremental
    if incremental and incremental.cursor_path and leaf.items:
        if not leaf.cursors:
            raise _useless(resource, f"no item has {incremental.cursor_path}")
        if not increments.has_lag(leaf.cursors[0], incremental):
            raise _useless(
                resource, f"{leaf.cursors[0]!r} is no instant that we read, and lag is a length of time"
            )
    return leaf.items


def _useless(resource: Resource, reason: str) -> Unavailable:
    return Unavailable("error.rest.increment", resource=resource.name, reason=reason)


def _round(resource: Resource, since: Any, api: Api, take: Take, whole: bool) -> tuple[int, int, Any]:
    pages = new = 0
    reached, incremental = since, resource.endpoint.incremental
    for leaf in _pages(resource, since, api, whole=whole):
        pages += 1
        new += take(leaf.items)
        reached = (
            leaf.checkpoint if leaf.checkpoint is not None else _latest(leaf.cursors, reached, incremental)
        )
        if _is_at_known(leaf.cursors, incremental, since):
            break
    return pages, new, reached


def _latest(cursors: list[Any], reached: Any, incremental: Incremental | None) -> Any:
    known = [] if reached is None else [reached]
    return max([*cursors, *known], key=lambda at: increments.order(at, incremental), default=None)


def _is_at_known(cursors: list[Any], incremental: Incremental | None, since: Any) -> bool:
    """Whether a list that begins with the newest has come to what was read before."""
    if incremental is None or not incremental.is_data_feed or since is None:
        return False
    return any(increments.is_known(cursor, incremental, since) for cursor in cursors)


def _pages(resource: Resource, since: Any, api: Api, *, whole: bool) -> Iterator[_Leaf]:
    """Each page. Raises Unavailable for an unusable answer, or for the same page twice."""
    endpoint = beginnings.begun(resource.endpoint, since, api.now())
    request = paging.opening(beginnings.request_since(endpoint, since, api.now()), endpoint.paginator)
    conditional = isinstance(endpoint.paginator, SinglePage) and endpoint.method == "GET" and not whole
    seen: set[tuple[str, ...]] = set()
    for _ in range(paging.MOST_PAGES):
        asked = api.unchanged.asking(request) if conditional else request
        page = api.ask(asked, endpoint.response_actions)
        if page.content is None:
            return
        leaf = _leaf(resource, page, api)
        keys = tuple(item.key for item in leaf.items)
        if keys and keys in seen:
            raise api.refuse(f"{resource.name}: the same page comes again and again")
        seen.add(keys)
        yield leaf
        if conditional:
            api.unchanged.read(request, page)
        following = paging.following(
            request, endpoint.paginator, page.content, len(leaf.items), page.answer.headers, page.answer.url
        )
        if following is None or (not keys and following == request):
            return
        request = following


def _leaf(resource: Resource, page: Page, api: Api) -> _Leaf:
    incremental = resource.endpoint.incremental
    try:
        found = selected(resource, page.content)
    except Unselected as wrong:
        raise api.refuse(f"{resource.name}: {wrong}: {quoted(page.answer)}") from wrong
    items = [_item(resource, item, api) for item in found]
    if incremental is None:
        return _Leaf(items, [])
    cursors = [_cursor(incremental.cursor_path, item) for item in found] if incremental.cursor_path else []
    return _Leaf(items, [at for at in cursors if at is not None], _checkpoint(incremental, page))


def _checkpoint(incremental: Incremental, page: Page) -> Any:
    if incremental.checkpoint_header:
        return page.answer.headers.get(incremental.checkpoint_header.lower()) or None
    return _cursor(incremental.checkpoint_path, page.content) if incremental.checkpoint_path else None


def _item(resource: Resource, item: Any, api: Api) -> Item:
    identity = _identity(resource.primary_key, item)
    if not identity:
        has = ", ".join(item)
        raise api.refuse(f"{resource.name}: an item without {resource.primary_key}; it has {has}"[:_LONGEST])
    body = msgspec.json.encode(item, order="deterministic")
    version = paths.first(resource.version_path, item) if resource.version_path else None
    state = version if isinstance(version, str | int | float) else _digest(body)
    return Item(resource.name, f"{resource.name}/{identity}", f"{resource.name}/{identity}/{state}", body)


def _identity(primary_key: str | tuple[str, ...], item: Any) -> str:
    """What identifies an item; empty: a part of it is missing. An object counts by its content."""
    fields = (primary_key,) if isinstance(primary_key, str) else primary_key
    parts = [paths.first(field, item) for field in fields]
    if any(part in (None, "", {}, []) for part in parts):
        return ""
    return "/".join(
        _digest(msgspec.json.encode(part, order="deterministic"))
        if isinstance(part, dict | list)
        else str(part)
        for part in parts
    )


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()


def _cursor(path: str, item: Any) -> Any:
    found = paths.first(path, item)
    return found if isinstance(found, str | int | float) and found != "" else None
