"""Tree: the resources of a source, each before those that are asked for its items. Knows no pace."""

from collections.abc import Callable
from typing import Any

from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.parents import Item, NoField, belonging, bound, parent_of
from tocsin.connectors.rest.settings import Resource
from tocsin.connectors.rest.walk import Take, first_page, walk

_MOST_PARENTS = 5_000  # items whose own increments are kept, for each resource that is asked for them
Position = dict[str, Any]


class Tree:
    """The resources, and how far each was read: its increment, or one for each item (its identity) of its parent.

    ``keep`` is called whenever an increment has moved in ``position``.
    """

    def __init__(
        self,
        resources: tuple[Resource, ...],
        position: Position,
        api: Api,
        take: Take,
        keep: Callable[[], None],
    ) -> None:
        self._position, self._api, self._take, self._keep = position, api, take, keep
        self._below: dict[str, list[Resource]] = {}
        for resource in resources:
            self._below.setdefault(parent_of(resource), []).append(resource)

    def read(self) -> int:
        """Read all of them; how many items were new. A failure ends it: the counterpart is the same for all."""
        return sum(self._read(resource, None) for resource in self._below[""])

    def first_items(self) -> list[Item]:
        """The first page of each resource; of one that hangs on another, for its first item."""
        return [item for resource in self._below[""] for item in self._first(resource, None)]

    def _first(self, resource: Resource, parent: Item | None) -> list[Item]:
        items = belonging(first_page(self._bound(resource, parent), self._api), resource, parent)
        below = self._below.get(resource.name, ()) if items else ()
        hanging = [item for child in below for item in self._first(child, items[0])]
        return [*items, *hanging] if resource.selected else hanging

    def _read(self, resource: Resource, parent: Item | None) -> int:
        """The increment moves when what hangs on its items was read too: they would not come again."""
        below = self._below.get(resource.name, ())
        items: dict[str, Item] = {}

        def take(page: list[Item]) -> int:
            mine, before = belonging(page, resource, parent), len(items)
            if below:
                items.update((item.identity, item) for item in mine)
            return self._take(mine) if resource.selected else len(items) - before

        since = self._since(resource, parent)
        found = walk(self._bound(resource, parent), since, self._api, take, whole=bool(below))
        new = found.new if resource.selected else 0
        new += sum(self._read(child, item) for child in below for item in items.values())
        if found.reached is not None and found.reached != since:
            self._reach(resource, parent, found.reached)
        return new

    def _bound(self, resource: Resource, parent: Item | None) -> Resource:
        try:
            return bound(resource, parent)
        except NoField as missing:
            raise self._api.refuse(
                f"{resource.name}: {parent and parent.identity} without {missing}"
            ) from missing

    def _since(self, resource: Resource, parent: Item | None) -> Any:
        known = self._position.get(resource.name)
        if parent is None:
            return known
        return known.get(parent.identity) if isinstance(known, dict) else None

    def _reach(self, resource: Resource, parent: Item | None, reached: Any) -> None:
        if parent is None:
            self._position[resource.name] = reached
        else:
            known = self._position.get(resource.name)
            kept: dict[str, Any] = dict(known) if isinstance(known, dict) else {}
            kept.pop(parent.identity, None)
            kept[parent.identity] = reached
            self._position[resource.name] = dict(list(kept.items())[-_MOST_PARENTS:])
        self._keep()
