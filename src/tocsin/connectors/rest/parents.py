"""Parents: a resource whose requests are filled from the items of another one. Asks nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from tocsin.connectors.kit.filling import filled_path, piece, replaced
from tocsin.connectors.rest import paths
from tocsin.connectors.rest.settings import Endpoint, Resolve, Resource

_BLANK = re.compile(r"\{resources\.([\w-]{1,60})\.([^{}]{1,200})\}")
_FILLED = ("path", "params", "headers", "json", "data")


class Item(NamedTuple):
    """An item of a resource: ``identity`` stays the same whatever its state, ``key`` has its state too; and its JSON."""

    resource: str
    identity: str
    key: str
    body: bytes


class NoField(Exception):
    """The parent's item has no such field, or one that can't stand in a request; says which."""


def parents_of(endpoint: Mapping[str, Any]) -> list[str]:
    """The resources that an endpoint, as it is declared, takes values from."""
    written = [name for field in _FILLED for name in _named(endpoint.get(field))]
    return sorted(set(written))


def parent_of(resource: Resource) -> str:
    """The name of the resource whose items this one is asked for; empty: it is asked for as it is."""
    return next(iter(parents_of(msgspec.to_builtins(resource.endpoint))), "")


def _named(declared: Any) -> Iterator[str]:
    if isinstance(declared, str):
        yield from (found[1] for found in _BLANK.finditer(declared))
    elif isinstance(declared, Mapping) and declared.get("type") == "resolve":
        yield str(declared.get("resource"))
    elif isinstance(declared, Mapping | list | tuple):
        for inner in declared.values() if isinstance(declared, Mapping) else declared:
            yield from _named(inner)


def bound(resource: Resource, parent: Item | None) -> Resource:
    """The resource as it is asked for one item of its parent. Raises NoField."""
    if parent is None:
        return resource
    fields, endpoint = msgspec.json.decode(parent.body), resource.endpoint
    resolved = {
        name: _value(value.field, fields)
        for name, value in endpoint.params.items()
        if isinstance(value, Resolve)
    }
    params = {name: value for name, value in endpoint.params.items() if name not in resolved}
    changed: Endpoint = replace(
        endpoint,
        path=_path(endpoint.path, fields, resolved),
        params=_filled(params, fields),
        headers=_filled(endpoint.headers, fields),
        json=_filled(endpoint.json, fields),
        data=_filled(endpoint.data, fields),
    )
    return replace(resource, endpoint=changed)


def belonging(items: list[Item], resource: Resource, parent: Item | None) -> list[Item]:
    """Items as those of their parent's item: two parents may have an item of the same key."""
    if parent is None:
        return items
    fields = msgspec.json.decode(parent.body)
    more = {f"_{parent.resource}_{name}": paths.first(name, fields) for name in resource.include_from_parent}
    return [
        item._replace(
            identity=f"{parent.identity}/{item.identity}",
            key=f"{parent.identity}/{item.key}",
            body=msgspec.json.encode({**msgspec.json.decode(item.body), **more}, order="deterministic"),
        )
        for item in items
    ]


def _path(declared: str, fields: Any, resolved: Mapping[str, Any]) -> str:
    """What fills a path is one piece of it."""
    whole = _BLANK.sub(lambda blank: piece(_value(blank[2], fields)), declared)
    return filled_path(whole, resolved) if resolved else whole


def _filled(declared: Any, fields: Any) -> Any:
    return replaced(declared, _BLANK, lambda blank: _value(blank[2], fields))


def _value(field: str, fields: Any) -> Any:
    found = paths.first(field, fields)
    if isinstance(found, dict | list) or found in (None, ""):
        raise NoField(field)
    return found
