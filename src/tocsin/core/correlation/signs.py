"""Sign: what fires on one item with one effect; the smallest thing that the judgement moves. Knows no rule."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.index import Incident
from tocsin.core.impact.values import Effect


@dataclass(slots=True, eq=False)
class Sign:
    """The alerts of one item that report the same effect: all in one incident, or all new."""

    item: str
    claim: Effect
    at: datetime  # when the first of them began, by its source's clock
    last: datetime  # until when its incident grew
    kind: str
    may_mean_lost_supply: bool  # whether it may mean a lost supply
    hot: datetime | None = None  # since when the item is reported as hot, or not cooled
    home: int = 0  # the incident that it is in; 0: it is new
    guess: str = ""  # what was inferred as the cause of that incident, if it was
    spares: tuple[str, ...] = ()  # what was inferred with that
    cause: bool = False  # it is a cause of that incident
    bound: bool = False  # it stays in its incident unless something explains it
    fires: bool = True  # False: the cause of that incident, which has recovered before its symptoms
    rises: list[Rise] = field(default_factory=list)


def of_rises(desk: Desk, rises: Iterable[Rise]) -> list[Sign]:
    """The signs of new alerts."""
    signs: dict[tuple[str, Effect, bool, bool], Sign] = {}
    for rise in rises:
        alert = rise.alert
        may_mean_lost_supply = desk.may_mean_lost_supply(alert.kind)
        hot = desk.is_about_heat(alert.kind, alert.item)
        sign = signs.get((alert.item, alert.effect, may_mean_lost_supply, hot))
        if sign is None:
            sign = Sign(alert.item, alert.effect, rise.at, rise.at, alert.kind, may_mean_lost_supply)
            signs[alert.item, alert.effect, may_mean_lost_supply, hot] = sign
        elif (rise.at, alert.kind) < (sign.at, sign.kind):
            sign.kind = alert.kind
        sign.at, sign.last = min(sign.at, rise.at), max(sign.last, rise.at)
        sign.hot = sign.at if hot else None
        sign.rises.append(rise)
    return list(signs.values())


def _recovered(incident: Incident, cause: str, claim: Effect, began: datetime) -> Sign:
    """A cause of the incident that fires no more."""
    last, kind = incident.last_at, incident.kind
    return Sign(
        cause, claim, began, last, kind, False, None, incident.id, cause=True, bound=True, fires=False
    )


def of_incident(incident: Incident, *, whole: bool, also: Set[str] = frozenset()) -> Iterator[Sign]:
    """The causes of an open incident, what fires ``also`` on these items, or all if inferred or wanted ``whole``.

    An incident that is wanted whole is judged again as a whole, unless something in it has recovered: the recovered alerts
    may have been the reason why it is one incident.
    """
    began = incident.caused_at or incident.opened_at
    for cause, claim in incident.causes.items():
        if not incident.inferred and cause not in incident.members:
            yield _recovered(incident, cause, claim, began)
    keys = (
        incident.members
        if whole or incident.inferred
        else [*incident.causes, *(also - incident.causes.keys())]
    )
    spares = tuple(key for key in incident.causes if key != incident.cause) if incident.inferred else ()
    for item in keys:
        for effect in incident.members.get(item, ()):
            at = incident.evidence.get(item, {}).get(effect)
            yield Sign(
                item,
                effect,
                at or (began if item in incident.causes else incident.opened_at),
                incident.last_at,
                incident.kind,
                at is not None,
                incident.hot.get(item, {}).get(effect),
                incident.id,
                guess=incident.cause if incident.inferred else "",
                spares=spares,
                cause=item in incident.causes,
                bound=incident.waned or not (incident.inferred or whole),
            )
