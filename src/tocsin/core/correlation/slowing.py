"""Slowing: an application is slow, and one of its servers is in trouble in the same minutes, though it has others."""

from collections import defaultdict
from collections.abc import Sequence

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS, ItemType


def slowed(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """A redundant server that works badly keeps the application up and makes it slow for those who are served by it.

    Only within the window: it is plausible, not certain.
    """
    slow = [group for group in groups if _is_about_slowness(desk, group)]
    harmed: dict[str, list[tuple[Sign, Group]]] = defaultdict(list)
    for group in groups if slow else ():
        for sign in group.signs:
            if desk.graph.type_of(sign.item) in HOSTS and sign.claim.rank >= Effect.DEGRADED.rank:
                harmed[sign.item].append((sign, group))
    for group in slow if harmed else ():
        found = _behind(desk, group, harmed)
        if found is not None and found.now is not group:
            found.now.take(group, explained=True)
    return [group for group in groups if group.into is None]


def _is_about_slowness(desk: Desk, group: Group) -> bool:
    """Whether all that it consists of are applications that work badly."""
    return not group.inferred and all(
        sign.fires and sign.claim is Effect.DEGRADED and desk.graph.type_of(sign.item) is ItemType.APPLICATION
        for sign in group.roots
    )


def _behind(desk: Desk, group: Group, harmed: dict[str, list[tuple[Sign, Group]]]) -> Group | None:
    """The trouble of the most upstream server of those that the application uses itself."""
    slow = group.roots[0]
    found = [
        (desk.graph.rank(need), other)
        for need in desk.graph.needs(slow.item)
        for sign, other in harmed.get(need, ())
        if abs(sign.at - slow.at) <= desk.window
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None
