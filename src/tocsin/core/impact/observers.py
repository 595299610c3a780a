"""Observers: which item runs a source that watches others, and what it watches; no alert, no time."""

from collections.abc import Mapping

from tocsin.core.impact.network import Network

Watching = Mapping[
    str, tuple[str, ...]
]  # observer (key) -> what it watches (keys), with all that they contain


class Observers:
    """Who watches what. The observer itself and what holds it are watched by others, if by anyone."""

    def __init__(self, network: Network, watching: Watching) -> None:
        self._net = network
        self._watching = {
            observer: tuple(key for key in watched if key in network.index)
            for observer, watched in watching.items()
            if observer in network.index
        }
        self.keys = frozenset(self._watching)  # every observer
        self._watchers: dict[str, list[str]] = {}
        for observer, watched in self._watching.items():
            for key in watched:
                self._watchers.setdefault(key, []).append(observer)

    def of(self, item: str) -> tuple[str, ...]:
        """The observers that watch the item, directly or with a place that contains it."""
        found: dict[str, None] = {}
        at, steps = self._net.index.get(item, -1), 0
        while at >= 0 and steps < len(self._net.keys):
            found.update(dict.fromkeys(self._watchers.get(self._net.keys[at], ())))
            at, steps = self._net.parents[at], steps + 1
        found.pop(item, None)
        return tuple(found)

    def watched(self, observer: str) -> frozenset[str]:
        """All that the observer watches, itself left out."""
        net, found = self._net, set[str]()
        for key in self._watching.get(observer, ()):
            at = net.index[key]
            found.update(net.keys[at : net.ends[at]])
        return frozenset(found - {observer})
