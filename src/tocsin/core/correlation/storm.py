"""Storm: many items under one supply or behind one device, and nobody named the cause: infer it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.doubting import is_doubtful
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import enough
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact import causes
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS, ItemType

Evidence = list[tuple[datetime, str]]  # items that a loss explains, each since when

_OVER_RACKS = (ItemType.FEED, ItemType.UPS, ItemType.ROOM)
_BEYOND = 2  # items outside the rack that has most of them, before a feed, a UPS or a room is suspected
_AT_ONCE = 5  # what one of them loses, it loses at once: within this fraction of the window
_ALL_BUT = 0.8  # of the hosts that an observer watches must be heard of, before the observer is suspected


def inferred(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Gather every storm under its one cause: what explains most items; of those, a device; then the narrowest."""
    for group in groups:
        if group.inferred:
            _adopt(desk, group, groups)
    groups = [group for group in groups if group.into is None]
    if len(groups) < desk.policy.storm_threshold:
        return groups
    storms = _Storms(desk, groups)
    while cause := storms.best():
        storms.gather(cause)
    return [group for group in groups if group.into is None] + storms.found


def is_suspect_behind(desk: Desk, item: str, cause: str) -> bool:
    """Whether the loss of a device, other than this cause, would take the item down."""
    graph = desk.graph
    hosts = (
        key for key in graph.suspects(item) if key != cause and graph.type_of(key) not in causes.PHYSICAL
    )
    return any(graph.lost(key).effect(item) is Effect.DOWN or item in graph.unseen(key) for key in hosts)


def at_once(desk: Desk, incident: Incident, at: datetime) -> bool:
    """Whether all that fires in an inferred incident, and this, lies within the time in which such a thing is lost."""
    span = _span(desk, incident.cause)
    return incident.last_at - span <= at <= incident.opened_at + span


def _span(desk: Desk, cause: str) -> timedelta:
    return desk.window / _AT_ONCE if desk.graph.type_of(cause) in _OVER_RACKS else desk.window


def _adopt(desk: Desk, storm: Group, groups: Sequence[Group]) -> None:
    """A storm of which some has recovered is not inferred again; what it explains in its time is still part of it."""
    since = min(sign.at for sign in storm.roots) - desk.window
    until = max(sign.last for sign in storm.roots) + desk.window
    for group in groups:
        if group.into is None and not group.inferred:
            fits = (
                since <= sign.at <= until and _explained(desk, storm.inferred, sign) for sign in group.roots
            )
            if all(fits):
                storm.take(group, explained=True)


class _Storms:
    """What speaks for each suspect, and what is left of that when a storm is gathered."""

    def __init__(self, desk: Desk, groups: Sequence[Group]) -> None:
        self._desk, self._left = desk, [group for group in groups if group.into is None]
        self._shown: dict[str, dict[str, Sign]] = defaultdict(
            dict
        )  # suspect -> what each trouble shows of it
        self._firing: set[str] = set()
        for group in self._left:
            self._show(group)
            for sign in group.signs:
                self._firing.add(sign.item)
        for number in {sign.home for group in self._left for sign in group.signs if sign.home}:
            self._firing |= desk.incidents[number].members.keys()
        least = desk.policy.storm_threshold
        self._evidence = {
            key: self._explained(key) for key, shown in self._shown.items() if len(shown) >= least
        }
        self.found: list[Group] = []

    def best(self) -> str | None:
        """The suspect that most items speak for, if there are enough."""
        likely = [key for key, evidence in self._evidence.items() if self._is_storm(key, evidence)]
        return min(likely, key=self._order, default=None)

    def gather(self, cause: str) -> None:
        """All that the loss explains is one group; what is left may make another storm."""
        evidence = self._evidence.pop(cause)
        storm = Group([], inferred=cause, items=len(evidence))
        since, until = evidence[0][0] - self._desk.window, self._until(cause, evidence) + self._desk.window
        left: list[Group] = []
        gone: list[Group] = []
        for group in self._left:
            if all(
                _explained(self._desk, cause, sign)
                and sign.at <= until
                and (sign.last if sign.guess else sign.at) >= since
                for sign in group.roots
            ):
                gone.append(group)
                storm.roots += group.roots
                storm.take(group, explained=True)
            else:
                left.append(group)
        self._left = left
        if gone:
            self.found.append(storm)
        self._forget(gone)

    def _until(self, cause: str, evidence: Evidence) -> datetime:
        """The storm lasts as long as it is heard, or as the incident grows of which it is the cause already."""
        known = (sign.last for group in self._left for sign in group.roots if sign.guess == cause)
        return max(evidence[-1][0], *known, evidence[-1][0])

    def _show(self, group: Group) -> None:
        """Each trouble speaks once, whatever the number of its causes."""
        lead = self._lead(group)
        for sign in group.roots:
            if sign.speaks and sign.fires:
                for key in (sign.item, *self._desk.graph.suspects(sign.item)):
                    known = self._shown[key].get(lead)
                    if known is None or _stronger(sign) < _stronger(known):
                        self._shown[key][lead] = sign

    def _lead(self, group: Group) -> str:
        if len(group.roots) == 1:
            return group.roots[0].item
        return min(group.roots, key=lambda sign: (sign.at, sign.item)).item

    def _forget(self, gone: Sequence[Group]) -> None:
        changed: set[str] = set()
        for group in gone:
            lead = self._lead(group)
            for sign in group.roots:
                for key in (sign.item, *self._desk.graph.suspects(sign.item)):
                    if self._shown.get(key, {}).pop(lead, None):
                        changed.add(key)
        for key in changed & self._evidence.keys():
            self._evidence[key] = self._explained(key)

    def _explained(self, key: str) -> Evidence:
        """The most items that the loss explains within the time in which such a thing is lost."""
        shown = self._shown[key].values()
        evidence = sorted((sign.at, sign.item) for sign in shown if _explained(self._desk, key, sign))
        span = _span(self._desk, key)
        if not evidence or evidence[-1][0] - evidence[0][0] <= span:
            return evidence
        start, best = 0, evidence[:0]
        for end, (at, _) in enumerate(evidence, 1):
            while at - evidence[start][0] > span:
                start += 1
            if end - start > len(best):
                best = evidence[start:end]
        return best

    def _is_storm(self, key: str, evidence: Evidence) -> bool:
        """Enough items; one rack in trouble never makes a room; and behind a dead device little is left."""
        if len(evidence) < self._desk.policy.storm_threshold:
            return False
        kind = self._desk.graph.type_of(key)
        if kind in _OVER_RACKS:
            racks = Counter(self._desk.graph.rack_of(item) for _, item in evidence)
            return len(evidence) - max(racks.values()) >= _BEYOND
        return kind in causes.PHYSICAL or self._is_silent(key, evidence)

    def _is_silent(self, key: str, evidence: Evidence) -> bool:
        """Behind a dead host or line little is left; and all but everything that a dead observer watches is unreachable."""
        graph = self._desk.graph
        unseen = graph.unseen(key)
        if any(item in unseen for _, item in evidence):
            watched = [item for item in unseen if graph.type_of(item) in HOSTS]
            return sum(item in self._firing for item in watched) >= _ALL_BUT * len(watched)
        return 2 * len(evidence) >= graph.serving(key)

    def _order(self, key: str) -> tuple[int, bool, int, str]:
        graph = self._desk.graph
        return -len(self._evidence[key]), graph.type_of(key) in causes.PHYSICAL, len(graph.lost(key)), key


def _stronger(sign: Sign) -> tuple[int, datetime, str]:
    return -sign.claim.rank, sign.at, sign.item


def _explained(desk: Desk, cause: str, sign: Sign) -> bool:
    """Whether the loss would do this, or let it be said."""
    if enough(desk.graph.lost(cause).effect(sign.item), sign.claim):
        return True
    return is_doubtful(desk.graph, sign.item, sign.claim, desk.graph.unseen(cause))
