"""Doubting: alerts of items that are no longer observed are due to the lost observer or line."""

from collections.abc import Collection, Iterable, Sequence

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.explaining import in_time
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.impact import SERVING
from tocsin.core.impact.values import Effect


def doubted(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Alerts on items that a named loss leaves unseen are due to that loss: "unreachable" proves no more than that."""
    blinding = _blinding(desk, groups)
    for group in groups if blinding else ():
        cause = next((observer for observer in blinding if _explains(desk, observer, group)), None)
        if cause is not None:
            cause[1].now.take(group, explained=True)
    return [group for group in groups if group.into is None]


def unknown(graph: Graph, incident: Incident) -> frozenset[str]:
    """The members that may or may not be down: their observer is lost, and nothing that they depend on is."""
    lost = [key for key, claim in incident.causes.items() if claim is Effect.DOWN and graph.unseen(key)]
    if not lost:
        return frozenset()
    unseen = frozenset[str]().union(*(graph.unseen(key) for key in lost)) - incident.causes.keys()
    loss = graph.loss(incident.causes)
    return frozenset(
        key
        for key in incident.members
        if is_doubtful(graph, key, Effect.DOWN, unseen) and loss.effect(key) is not Effect.DOWN
    )


def is_doubtful(graph: Graph, item: str, claim: Effect, unseen: Collection[str]) -> bool:
    """Whether "down" only means that nobody sees this item: so it is for hosts and applications, which monitoring reports.

    Power and places are reported by those who run them, whatever our monitoring sees.
    """
    return claim is Effect.DOWN and item in unseen and graph.type_of(item) in SERVING


def _blinding(desk: Desk, groups: Iterable[Group]) -> list[tuple[Sign, Group]]:
    lost = [
        (sign, group)
        for group in groups
        for sign in group.roots
        if not group.inferred and sign.fires and sign.claim is Effect.DOWN and desk.graph.unseen(sign.item)
    ]
    return sorted(lost, key=lambda loss: desk.graph.rank(loss[0].item))


def _explains(desk: Desk, cause: tuple[Sign, Group], group: Group) -> bool:
    sign, known = cause
    unseen = desk.graph.unseen(sign.item)
    return known.now is not group and all(
        is_doubtful(desk.graph, root.item, root.claim, unseen) and in_time(desk, sign, root)
        for root in group.roots
    )
