"""Neighbours: which open incidents must be judged anew together with alerts that have just risen."""

from collections.abc import Iterable, Sequence

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.index import Incident, is_supply
from tocsin.core.correlation.plausible import LATE, began_close, enough
from tocsin.core.correlation.signs import Sign, of_incident
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS


def with_neighbours(desk: Desk, risen: Sequence[Sign]) -> list[Sign]:
    """These signs, and those of every incident that they may explain, be explained by, or make a storm with.

    What a person decided is not judged anew.
    """
    losses: list[Impact | Unseen] = []
    for sign in risen:
        hurts = not desk.graph.is_leaf(sign.item)
        if hurts and len(loss := desk.graph.loss({sign.item: sign.claim})) > 1:
            losses.append(loss)
        if sign.claim is Effect.DOWN and (unseen := desk.graph.unseen(sign.item)):
            losses.append(Unseen(unseen))
    numbers = _numbers(desk, risen, losses)
    signs = list(risen)
    newest = max(sign.last for sign in risen)
    lines = frozenset[str]().union(*(desk.graph.behind(sign.item) for sign in risen))
    for incident in desk.those(numbers):
        if incident.recovered_at or desk.apart(incident.kind) or not incident.causes or incident.by_hand:
            continue
        if incident.inferred and not began_close(desk, incident, newest) and not _hit(incident, losses):
            continue
        again = any(sign.item in incident.members for sign in risen)
        above = lines & incident.members.keys() | incident.hot.keys()
        signs += of_incident(incident, whole=again or _torn(incident, losses), also=above)
    return signs


class Unseen:
    """What a loss leaves unseen, in the words of an impact: all of it may be said to be down."""

    reduced: frozenset[str] = frozenset()

    def __init__(self, items: frozenset[str]) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items

    def effect(self, item: str) -> Effect:
        """That the item is said to be down."""
        return Effect.DOWN if item in self.items else Effect.NONE


def _numbers(desk: Desk, risen: Sequence[Sign], losses: Sequence[Impact | Unseen]) -> set[int]:
    index = desk.index
    newest = max(sign.last for sign in risen)
    numbers = {
        incident.id for incident in desk.those(index.about(newest)) if began_close(desk, incident, newest)
    }
    for sign in risen:
        numbers |= index.by_cause.get(sign.item, set()) | index.above(sign.item)
    for loss in losses:
        numbers |= index.below(loss)
    if index.hot and any(sign.hot or desk.graph.type_of(sign.item) in HOSTS for sign in risen):
        numbers |= index.hot
    for sign in risen:
        if is_supply(desk.graph, sign.item):
            numbers |= _weakened_too(desk, desk.graph.loss({sign.item: sign.claim}))
    numbers |= (
        {incident.id for incident in desk.those(index.late(newest, LATE)) if _hit(incident, losses)}
        if losses
        else set()
    )
    for incident in desk.those(numbers) if losses else ():
        for item in incident.members if incident.inferred else incident.causes:
            if any(loss.effect(item) is Effect.REDUNDANCY_LOST for loss in losses):
                numbers = numbers | index.above(item)
    return numbers


def _weakened_too(desk: Desk, loss: Impact) -> set[int]:
    """Supplies lost before, of which something depends on this loss too."""
    if not loss.reduced:
        return set()
    known = desk.those(desk.index.supplies)
    return {
        incident.id
        for incident in known
        if any(loss.reduced & desk.graph.loss({key: claim}).reduced for key, claim in incident.causes.items())
    }


def _hit(incident: Incident, losses: Iterable[Impact | Unseen]) -> bool:
    members = incident.members
    for loss in losses:
        if len(loss) < len(members):
            if any(item in members for item in loss.items):
                return True
        elif any(item in loss for item in members):
            return True
    return False


def _torn(incident: Incident, losses: Iterable[Impact | Unseen]) -> bool:
    """Whether a new loss explains some of the incident, and not its causes: then each of its signs is looked at."""
    for loss in losses:
        claims = ((item, claim) for item in incident.causes for claim in incident.members.get(item, ()))
        if not all(enough(loss.effect(item), claim) for item, claim in claims) and _hit(incident, (loss,)):
            return True
    return False
