"""Neighbours: which open incidents must be judged anew together with alerts that have just risen."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import LATE, began_close, enough
from tocsin.core.correlation.signs import Sign, of_incident
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS


def with_neighbours(desk: Desk, risen: Sequence[Sign]) -> list[Sign]:
    """These signs, and those of every incident that they may explain, be explained by, or make a storm with.

    Incidents that a person decided are not judged again.
    """
    newest = max(sign.last for sign in risen)
    numbers, close = _above(desk, risen), _close(desk, newest)
    grown = _with_symptoms(desk, desk.index.late(newest, LATE))
    losses = _losses(desk, risen, desk.index.by_cause.keys())
    numbers |= _below(desk, losses, grown)
    if grown or desk.index.inferred or _with_symptoms(desk, numbers | close):
        losses = _losses(desk, risen)
        numbers |= _below(desk, losses, grown)
    numbers |= _why_weakened(desk, numbers, losses)
    if _time_matters(desk, risen, numbers | close):
        numbers |= close
    signs = list(risen)
    for incident, above in _standing(desk, risen, numbers, losses) if numbers else ():
        again = any(sign.item in incident.members for sign in risen)
        signs += of_incident(incident, whole=again or _partly_explained(incident, losses), also=above)
    return signs


def unrelated(desk: Desk, signs: Sequence[Sign]) -> bool:
    """Whether these are new, too few for a storm, and unrelated, so that no rule joins them."""
    items = {sign.item for sign in signs}
    if len(signs) >= desk.policy.storm_threshold or len(items) < len(signs):
        return False
    graph = desk.graph
    return not any(sign.home or sign.hot or graph.is_supply(sign.item) for sign in signs) and all(
        len(items) == 1 or len(items & graph.behind(sign.item)) == 1 for sign in signs
    )


def _losses(desk: Desk, risen: Sequence[Sign], items: Set[str] | None = None) -> list["Impact | Unseen"]:
    """The losses of the signs. With ``items``, losses that cannot hit any of them may be left out."""
    graph, losses = desk.graph, list[Impact | Unseen]()
    for sign in risen:
        if not graph.is_leaf(sign.item) and not _misses(graph.dependents(sign.item), items):
            loss = graph.loss({sign.item: sign.claim})
            losses += [loss] if len(loss) > 1 else []
        if sign.claim is Effect.DOWN and (unseen := graph.unseen(sign.item)):
            losses.append(Unseen(unseen))
    return losses


def _misses(dependents: frozenset[str] | None, items: Set[str] | None) -> bool:
    """Whether all dependents are known and none is among these items: then the loss need not be computed."""
    return items is not None and dependents is not None and items.isdisjoint(dependents)


def _standing(
    desk: Desk, risen: Sequence[Sign], numbers: Set[int], losses: Sequence["Impact | Unseen"]
) -> Iterator[tuple[Incident, Set[str]]]:
    """Those of these incidents that may be judged again, each with what fires in it upstream of the signs."""
    newest = max(sign.last for sign in risen)
    lines = frozenset[str]().union(*(desk.graph.behind(sign.item) for sign in risen))
    for incident in desk.those(numbers):
        if incident.recovered_at or desk.apart(incident.kind) or not incident.causes or incident.by_hand:
            continue
        if incident.inferred and not began_close(desk, incident, newest) and not _hit(incident, losses):
            continue
        yield incident, lines & incident.members.keys() | incident.hot.keys()


class Unseen:
    """What a loss leaves unseen, in the form of an impact: all of it may be reported as down."""

    reduced: frozenset[str] = frozenset()

    def __init__(self, items: frozenset[str]) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items

    def effect(self, item: str) -> Effect:
        """Down, if the item is unseen: it may be reported so."""
        return Effect.DOWN if item in self.items else Effect.NONE


def _above(desk: Desk, risen: Sequence[Sign]) -> set[int]:
    """Incidents that may explain the signs, alone or together with them."""
    index, numbers = desk.index, set[int]()
    for sign in risen:
        numbers |= index.above(sign.item)
        if desk.graph.is_supply(sign.item):
            numbers |= _weakened_too(desk, desk.graph.loss({sign.item: sign.claim}))
    if index.hot and any(sign.hot or desk.graph.type_of(sign.item) in HOSTS for sign in risen):
        numbers |= index.hot
    return numbers


def _below(desk: Desk, losses: Sequence[Impact | Unseen], grown: Iterable[Incident]) -> set[int]:
    """Incidents that the losses may explain: by their causes, or, if they grew in the last hour, by any firing alert."""
    numbers = set[int]().union(*(desk.index.below(loss) for loss in losses))
    return numbers | {incident.id for incident in grown if _hit(incident, losses)}


def _close(desk: Desk, newest: datetime) -> set[int]:
    """Incidents that began about this instant."""
    about = (desk.incidents[number] for number in desk.index.about(newest))
    return {incident.id for incident in about if began_close(desk, incident, newest)}


def _time_matters(desk: Desk, risen: Sequence[Sign], numbers: Set[int]) -> bool:
    """Whether alarms may be one trouble by their time, although no loss hits the others: heat, a slow application, or
    a storm if they are enough for one together."""
    index = desk.index
    if index.inferred or index.slow or index.hot or any(sign.hot for sign in risen):
        return True
    count = len(risen) + sum(len(desk.incidents[number].members) for number in numbers)
    return count >= desk.policy.storm_threshold


def _why_weakened(desk: Desk, numbers: Set[int], losses: Sequence[Impact | Unseen]) -> set[int]:
    """Incidents that may contribute to a weakened item that fires in these: alone, each takes nothing down."""
    found = set[int]()
    for incident in desk.those(numbers) if losses else ():
        for item in incident.members if incident.inferred else incident.causes:
            if any(loss.effect(item) is Effect.REDUNDANCY_LOST for loss in losses):
                found |= desk.index.above(item)
    return found


def _with_symptoms(desk: Desk, numbers: Iterable[int]) -> list[Incident]:
    """Incidents in which something fires besides the causes; by their causes they are found anyway."""
    known = [desk.incidents[number] for number in numbers]
    return [incident for incident in known if not incident.members.keys() <= incident.causes.keys()]


def _weakened_too(desk: Desk, loss: Impact) -> set[int]:
    """Supplies lost before, of which something depends on this loss too."""
    supplies = desk.index.supplies
    if len(loss.reduced) < len(supplies):  # only what is upstream weakens an item
        supplies = supplies & set[int]().union(*map(desk.index.above, loss.reduced))
    return {
        incident.id
        for incident in desk.those(supplies)
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


def _partly_explained(incident: Incident, losses: Iterable[Impact | Unseen]) -> bool:
    """Whether a new loss explains a part of the incident, but not its causes: then each of its signs is judged."""
    for loss in losses:
        claims = ((item, claim) for item in incident.causes for claim in incident.members.get(item, ()))
        if not all(enough(loss.effect(item), claim) for item, claim in claims) and _hit(incident, (loss,)):
            return True
    return False
