"""Chain: what an application depends on, down to what suppliers answer for, as a structure of their promises."""

from collections.abc import Callable, Iterable

from tocsin.core.coverage.promise import Promise
from tocsin.core.coverage.structure import Part, all_of, some_of
from tocsin.core.impact.graph import Graph
from tocsin.core.incident.assessment import accountable
from tocsin.core.organisation.organisation import Organisation

Promised = Callable[[str, str], Promise]  # (item, supplier) -> what the supplier promises for it


class Chain:
    """The structures of one organisation for one kind of trouble.

    A supplier's promise for an item covers whatever fails beneath it in the same supplier's hands: the rack with the
    high guarantee is back in four hours, also when the room around it was lost. Items of ours do not fail by
    themselves here: only failures of suppliers are examined. An item that works badly without another waits for it too.
    """

    def __init__(self, organisation: Organisation, graph: Graph, promised: Promised) -> None:
        self._organisation = organisation
        self._graph = graph
        self._promised = promised
        self._known: dict[str, Part | None] = {}
        self._promises: dict[str, tuple[str, Promise]] = {}

    def of(self, item: str) -> Part | None:
        """What must be repaired before the item is back; None: no supplier can take it down."""
        if item not in self._known:
            self._known[item] = None  # a circle of needs ends here
            self._known[item] = all_of(self._parts(item))
        return self._known[item]

    def promised_beneath(self, item: str) -> dict[str, tuple[str, Promise]]:
        """The items in suppliers' hands that the item depends on, itself included: item -> (supplier, its promise)."""
        line = (item, *self._graph.ancestors(item))
        return {key: self._promises[key] for key in line if key in self._promises}

    def _parts(self, item: str) -> Iterable[Part]:
        supplier = accountable(self._organisation, item)
        if supplier:
            promise = self._promised(item, supplier)
            self._promises[item] = supplier, promise
            yield promise
        for members, enough in self._graph.requirements(item):
            if not any(supplier and accountable(self._organisation, key) == supplier for key in members):
                yield from self._group(members, enough)

    def _group(self, members: tuple[str, ...], enough: int) -> Iterable[Part]:
        """What a requirement waits for; members that no supplier can take down are up at once."""
        down = [part for key in members if (part := self.of(key))]
        missing = enough - (len(members) - len(down))
        if missing > 0:
            yield from filter(None, (some_of(down, missing),))
