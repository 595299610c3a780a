"""Selecting: the items of an answer, as a resource declares their place. An answer of another form is no empty list."""

from collections.abc import Sequence
from typing import Any

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.settings import Endpoint, Resource


class Unselected(ValueError):
    """The answer has not the declared form; says how."""


def selected(resource: Resource, content: Any) -> list[dict[str, Any]]:
    """The items. Raises Unselected, for an answer without the place of the items too, unless it says that it has none."""
    endpoint = resource.endpoint
    if endpoint.decoder == "xml" and paths.is_of_names(endpoint.data_selector):
        found = _elements(endpoint, content)
    else:
        found = _members(endpoint, content)
    if endpoint.columns_path:
        found = _as_objects(found, paths.found(endpoint.columns_path, content))
    if not all(isinstance(item, dict) for item in found):
        raise Unselected(f"what stands at {endpoint.data_selector} is no list of objects")
    return found


def _elements(endpoint: Endpoint, content: Any) -> list[Any]:
    found = paths.elements(endpoint.data_selector, content)
    if found is None and not _says_none(endpoint, content):
        raise Unselected(f"nothing at {endpoint.data_selector}")
    return [item if isinstance(item, dict) else {"#text": item} for item in found or ()]


def _members(endpoint: Endpoint, content: Any) -> list[Any]:
    named = paths.located(endpoint.data_selector, content)
    found = [value for _, value in named]
    if len(found) == 1 and isinstance(found[0], list) and not endpoint.columns_path:
        return _keyed([(named[0][0], _as_object(item)) for item in found[0]], endpoint.key_field)
    if len(found) == 1 and endpoint.columns_path and _is_table(found[0]):
        return list(found[0])
    if (
        not found
        and not paths.is_empty(endpoint.data_selector, content)
        and not _says_none(endpoint, content)
    ):
        raise Unselected(f"nothing at {endpoint.data_selector}")
    return _keyed(named, endpoint.key_field)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)


def _says_none(endpoint: Endpoint, content: Any) -> bool:
    count = paths.first(endpoint.count_path, content) if endpoint.count_path else None
    return str(count) == "0"


def _keyed(named: Sequence[tuple[str, Any]], field: str) -> list[Any]:
    if not field:
        return [value for _, value in named]
    return [
        {**value, field: name} if isinstance(value, dict) else value
        for name, value in ((name, _as_object(value)) for name, value in named)
    ]


def _as_object(item: Any) -> Any:
    """A text or a number in a list, or under a name, is the ``value`` of an item."""
    return {"value": item} if isinstance(item, str | int | float) else item


def _as_objects(rows: list[Any], columns: list[Any]) -> list[Any]:
    """Rows of values as objects."""
    names = columns[0] if len(columns) == 1 and isinstance(columns[0], list) else columns
    if rows and not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        raise Unselected(f"rows of another length than their {len(names)} columns")
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]
