"""Storm: many items under one supply or behind one device, and nobody named the cause: infer it."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.doubting import is_doubtful
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import enough
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact import causes
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType

Evidence = list[tuple[datetime, str]]  # items that a loss explains, each since when
Suspect = str | tuple[str, ...]  # an item, or hosts that stand in for one another, all of them lost

_OVER_RACKS = (ItemType.FEED, ItemType.UPS, ItemType.ROOM)
_BEYOND = 2  # items outside the rack that has most of them, before a feed, a UPS or a room is suspected
_AT_ONCE = 5  # all losses under a feed, a UPS or a room lie within this fraction of the window
_ALL_BUT = (
    0.8  # of the hosts that an observer watches, or that a redundant set serves, before that is suspected
)


def inferred(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Gather every storm under one cause: the one that explains most items; of those, devices; then the narrowest."""
    for group in groups:
        if group.inferred:
            _adopt(desk, group, groups)
    groups = [group for group in groups if group.into is None]
    if len(groups) < desk.policy.storm_threshold and not _nothing_seen(desk, groups):
        return groups
    storms = _Storms(desk, groups)
    while cause := storms.best():
        storms.gather(cause)
    return [group for group in groups if group.into is None] + storms.found


def is_suspect_behind(desk: Desk, item: str, known: tuple[str, ...]) -> bool:
    """Whether the loss of a device, or of all of a redundant set, other than these causes, would take the item down."""
    graph = desk.graph
    if any(several != tuple(sorted(known)) for several in graph.redundant_sets(item)):
        return True
    return any(host not in known for host in graph.fatal_hosts(item))


def at_once(desk: Desk, incident: Incident, at: datetime) -> bool:
    """Whether all that fires in an inferred incident, and this, lies within the time in which its cause loses things."""
    span = _span(desk, incident.cause)
    return incident.last_at - span <= at <= incident.opened_at + span


def _span(desk: Desk, cause: Suspect) -> timedelta:
    at_once = isinstance(cause, str) and desk.graph.type_of(cause) in _OVER_RACKS
    return desk.window / _AT_ONCE if at_once else desk.window


def _adopt(desk: Desk, storm: Group, groups: Sequence[Group]) -> None:
    """A storm of which a part has recovered is not inferred again; it still takes what its cause explains in its time."""
    since = min(sign.at for sign in storm.roots) - desk.window
    until = max(sign.last for sign in storm.roots) + desk.window
    suspect = (storm.inferred, *storm.spares) if storm.spares else storm.inferred
    for group in groups:
        if group.into is None and not group.inferred:
            fits = (since <= sign.at <= until and _explained(desk, suspect, sign) for sign in group.roots)
            if all(fits):
                storm.take(group, explained=True)


class _Storms:
    """The evidence for each suspect; gathering a storm removes its evidence."""

    def __init__(self, desk: Desk, groups: Sequence[Group]) -> None:
        self._desk, self._left = desk, [group for group in groups if group.into is None]
        self._shown: dict[Suspect, dict[str, Sign]] = defaultdict(
            dict
        )  # suspect -> the evidence from each trouble
        self._firing: set[str] = set()
        for group in self._left:
            self._show(group)
            for sign in group.signs:
                self._firing.add(sign.item)
        for number in {sign.home for group in self._left for sign in group.signs if sign.home}:
            self._firing |= desk.incidents[number].members.keys()
        self._evidence = {
            key: self._explained(key) for key, shown in self._shown.items() if len(shown) >= self._least(key)
        }
        self.found: list[Group] = []

    def best(self) -> Suspect | None:
        """The suspect that most items point to, if there are enough."""
        likely = [key for key, evidence in self._evidence.items() if self._is_storm(key, evidence)]
        return min(likely, key=self._order, default=None)

    def gather(self, cause: Suspect) -> None:
        """All that the loss explains becomes one group; the rest may make another storm."""
        evidence = self._evidence.pop(cause)
        first, *spares = _items(cause)
        storm = Group([], inferred=first, spares=tuple(spares), items=len(evidence))
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
            self._blinded(storm)
            self.found.append(storm)
        self._forget(gone)

    def _blinded(self, storm: Group) -> None:
        """Alerts that were explained by a lost observer are due to this cause, if it takes the observer down."""
        loss = self._desk.graph.loss(storm.causes)
        for other in self.found:
            if all(loss.effect(key) is Effect.DOWN for key in other.causes):
                storm.roots += other.roots
                storm.take(other, explained=True)
        self.found = [other for other in self.found if other.into is None]

    def _until(self, cause: Suspect, evidence: Evidence) -> datetime:
        """The storm lasts until its last alarm, or until its cause's present incident last grew."""
        first = _items(cause)[0]
        known = (sign.last for group in self._left for sign in group.roots if sign.guess == first)
        return max(evidence[-1][0], *known, evidence[-1][0])

    def _show(self, group: Group) -> None:
        """Each trouble counts once, whatever the number of its causes."""
        lead = self._lead(group)
        for sign in group.roots:
            if sign.may_mean_lost_supply and sign.fires:
                for key in self._suspects(sign.item):
                    known = self._shown[key].get(lead)
                    if known is None or _stronger(sign) < _stronger(known):
                        self._shown[key][lead] = sign

    def _suspects(self, item: str) -> tuple[Suspect, ...]:
        graph = self._desk.graph
        return (item, *graph.suspects(item), *graph.redundant_sets(item))

    def _lead(self, group: Group) -> str:
        if len(group.roots) == 1:
            return group.roots[0].item
        return min(group.roots, key=lambda sign: (sign.at, sign.item)).item

    def _forget(self, gone: Sequence[Group]) -> None:
        changed: set[Suspect] = set()
        for group in gone:
            lead = self._lead(group)
            for sign in group.roots:
                for key in self._suspects(sign.item):
                    if self._shown.get(key, {}).pop(lead, None):
                        changed.add(key)
        for key in changed & self._evidence.keys():
            self._evidence[key] = self._explained(key)

    def _explained(self, key: Suspect) -> Evidence:
        """The most items that the loss explains within the time in which such a cause loses things.

        A place is suspected because of what goes down with it, not because of what an observer in it no longer sees.
        """
        shown = self._shown[key].values()
        does = _takes_down if self._is_place(key) else _explained
        evidence = sorted((sign.at, sign.item) for sign in shown if does(self._desk, key, sign))
        span = _span(self._desk, key)
        if not evidence or evidence[-1][0] - evidence[0][0] <= span:
            return evidence
        return self._best_span(key, evidence, span)

    def _best_span(self, key: Suspect, evidence: Evidence, span: timedelta) -> Evidence:
        """The alarms of the span with the best evidence for the loss: from several racks, then the most, then the first."""
        start, best, spread = 0, evidence[:0], False
        for end, (at, _) in enumerate(evidence, 1):
            while at - evidence[start][0] > span:
                start += 1
            if spread and end - start <= len(best):
                continue
            over_racks = self._is_over_racks(key) and self._is_spread(evidence[start:end])
            if (over_racks, end - start) > (spread, len(best)):
                best, spread = evidence[start:end], over_racks
        return best

    def _least(self, key: Suspect) -> int:
        """How many troubles make a storm: two, where almost everything that one observer watches is unreachable, because
        then the hosts count."""
        blinding = isinstance(key, str) and _blinded(self._desk, key, self._firing)
        return 2 if blinding else self._desk.policy.storm_threshold

    def _is_place(self, key: Suspect) -> bool:
        return isinstance(key, str) and self._desk.graph.type_of(key) in causes.PHYSICAL

    def _is_storm(self, key: Suspect, evidence: Evidence) -> bool:
        """Enough items; for a room, in more than one rack; for a device, most of what is behind it."""
        if len(evidence) < self._least(key):
            return False
        if not isinstance(key, str):
            behind = sum(item not in key for _, item in evidence)
            return behind >= max(self._desk.policy.storm_threshold, _ALL_BUT * self._desk.graph.serving(*key))
        if self._is_over_racks(key):
            return self._is_spread(evidence)
        return self._is_place(key) or self._is_silent(key, evidence)

    def _is_over_racks(self, key: Suspect) -> bool:
        return isinstance(key, str) and self._desk.graph.type_of(key) in _OVER_RACKS

    def _is_spread(self, evidence: Evidence) -> bool:
        """Whether enough items lie outside the rack that has most of them."""
        racks = Counter(self._desk.graph.rack_of(item) for _, item in evidence)
        return len(evidence) - max(racks.values()) >= _BEYOND

    def _is_silent(self, key: str, evidence: Evidence) -> bool:
        """Whether most of what is behind a lost host or line is down, or almost all that a lost observer watches."""
        if any(item in self._desk.graph.unseen(key) for _, item in evidence):
            return _blinded(self._desk, key, self._firing)
        return 2 * len(evidence) >= self._desk.graph.serving(key)

    def _order(self, key: Suspect) -> tuple[int, bool, int, tuple[str, ...]]:
        """Most evidence; one device, or several that stand in for one another, before a place; then the narrowest."""
        loss = _loss(self._desk, key)
        return -len(self._evidence[key]), self._is_place(key), len(loss), _items(key)


def _stronger(sign: Sign) -> tuple[int, datetime, str]:
    return -sign.claim.rank, sign.at, sign.item


def _nothing_seen(desk: Desk, groups: Sequence[Group]) -> bool:
    """Whether two troubles or more may be all that an observer watches."""
    if len(groups) < 2:
        return False
    firing = {sign.item for group in groups for sign in group.signs}
    observers = {
        key for group in groups for sign in group.roots for key in desk.graph.observers_of(sign.item)
    }
    return any(_blinded(desk, key, firing) for key in observers)


def _blinded(desk: Desk, key: str, firing: Set[str]) -> bool:
    """Whether almost everything that nobody sees without this is reported as down."""
    hosts = desk.graph.unseen_hosts(key)
    if len(hosts) < desk.policy.storm_threshold or len(firing) < _ALL_BUT * len(hosts):
        return False
    return len(hosts & firing) >= _ALL_BUT * len(hosts)


def _items(suspect: Suspect) -> tuple[str, ...]:
    return (suspect,) if isinstance(suspect, str) else suspect


def _loss(desk: Desk, suspect: Suspect) -> Impact:
    if isinstance(suspect, str):
        return desk.graph.lost(suspect)
    return desk.graph.loss(dict.fromkeys(suspect, Effect.DOWN))


def _takes_down(desk: Desk, cause: Suspect, sign: Sign) -> bool:
    return enough(_loss(desk, cause).effect(sign.item), sign.claim)


def _explained(desk: Desk, cause: Suspect, sign: Sign) -> bool:
    """Whether the loss would cause this, or would make an observer report it."""
    if _takes_down(desk, cause, sign):
        return True
    unseen = (is_doubtful(desk.graph, sign.item, sign.claim, desk.graph.unseen(key)) for key in _items(cause))
    return any(unseen)
