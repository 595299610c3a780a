"""Assigning: the groups of a judgement become incidents. Numbers are kept, alerts move, incidents fold or open."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.core.correlation import folding
from tocsin.core.correlation.case import Case, Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import CauseFound
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.joining import explained_by
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def assign(desk: Desk, groups: Sequence[Group]) -> None:
    """Give every group its incident. An incident that does not change is not touched."""
    owners = _owners(desk, groups)
    taken: dict[int, list[int]] = defaultdict(list)
    for number, group in owners.items():
        taken[id(group)].append(number)
    changed = [_gathered(desk, group, taken[id(group)], owners) for group in groups]
    for change in filter(None, changed):
        _fold(desk, change)
        _join(desk, change)


def _owners(desk: Desk, groups: Sequence[Group]) -> dict[int, Group]:
    """Which group keeps each incident: the group that has its cause, else the group that has most of it.

    A cause that has recovered keeps no incident of which all that still fires is in other groups.
    """
    shares: dict[int, Counter[int]] = defaultdict(Counter)
    for at, group in enumerate(groups):
        for sign in group.signs:
            if sign.home:
                shares[sign.home][at] += _weight(desk, sign, group)
    owners: dict[int, Group] = {}
    for number, share in shares.items():
        first, *others = [groups[at] for at, _ in share.most_common()]
        owners[number] = others[0] if others and _emptied(desk, number, first, others) else first
    return owners


def _emptied(desk: Desk, number: int, group: Group, others: Sequence[Group]) -> bool:
    """Whether nothing fires in the group, and all that fires in the incident is in the others."""
    if any(sign.fires for sign in group.signs):
        return False
    elsewhere = {(sign.item, sign.claim) for other in others for sign in other.signs if sign.home == number}
    members = desk.incidents[number].members
    return all((item, effect) in elsewhere for item, effects in members.items() for effect in effects)


def _weight(desk: Desk, sign: Sign, group: Group) -> int:
    incident = desk.incidents[sign.home]
    if incident.inferred:
        return 1 + _MOST * (group.inferred == incident.cause)
    return 1 + _MOST * (sign.item == incident.cause and sign.cause)


_MOST = 1_000_000  # of one sign: more than all the others together


@dataclass(slots=True)
class _Change:
    """What becomes of the incident of a group: its case, the numbers that fold into it, and why."""

    group: Group
    case: Case
    numbers: list[int]
    opened: Why | None  # why it is opened, if it is new
    before: Mapping[str, Effect]  # its causes so far
    found: Why | None = None  # why it is named after another cause now


def _gathered(desk: Desk, group: Group, numbers: list[int], owners: dict[int, Group]) -> _Change | None:
    """Find or open the incident of the group, and move alerts of other incidents into it; None if nothing changes."""
    rises = [rise for sign in group.signs for rise in sign.rises]
    arriving = [sign for sign in group.signs if sign.home and sign.fires and owners[sign.home] is not group]
    if not (rises or arriving or numbers):
        return None  # a cause that has recovered, of another group's incident: nothing fires that could move
    cause = _cause(desk, group)
    if not rises and not arriving and len(numbers) == 1 and _stands(desk, group, cause, numbers[0]):
        return None
    case, opened = _case(desk, group, cause, numbers, rises)
    change = _Change(group, case, numbers, opened, dict(case.causes))
    if not opened:
        change.found = _recause(desk, case, group, cause)
    _move(desk, arriving, case)
    return change


def _fold(desk: Desk, change: _Change) -> None:
    for number in change.numbers:
        if number != change.case.id:
            desk.fold(desk.incidents[number], change.case, folding.because(change.case))


def _join(desk: Desk, change: _Change) -> None:
    for sign in change.group.signs:
        for rise in sign.rises:
            if not desk.alerts[rise.alert.fingerprint].counted:
                desk.join(change.case, rise, _why(desk, change, sign, rise))


def _cause(desk: Desk, group: Group) -> str:
    """The item that the incident is named after: the cause that was reported first, by its source's clock."""
    if group.inferred:
        return group.inferred
    if len(group.roots) == 1:
        return group.roots[0].item
    causes = group.causes
    worst = (sign for sign in group.roots if sign.claim is causes[sign.item])
    return min(worst, key=lambda sign: (sign.at, *desk.graph.rank(sign.item))).item


def _stands(desk: Desk, group: Group, cause: str, number: int) -> bool:
    incident = desk.incidents[number]
    same = incident.cause == cause and incident.inferred == bool(group.inferred)
    return same and dict(incident.causes) == group.causes


def _case(
    desk: Desk, group: Group, cause: str, numbers: list[int], rises: list[Rise]
) -> tuple[Case, Why | None]:
    """The incident that the group keeps, or a new incident and the reason why it is opened."""
    kept = [number for number in numbers if _goes_on(desk, number, group)]
    if kept:
        return desk.case(desk.incidents[min(kept)]), None
    if desk.located and not group.inferred and not numbers:
        for rise in rises:
            if (case := folding.place_found(desk, rise)) is not None:
                return case, None
    why = _opening(desk, group, cause, len(numbers), rises)
    first = _first(group, cause)
    case = desk.open(
        why,
        kind=first.kind,
        at=min([sign.at for sign in group.signs]),
        cause=cause,
        causes=group.causes,
        inferred=bool(group.inferred),
        caused_at=first.at,
    )
    return case, why


def _first(group: Group, cause: str) -> Sign:
    """The alert of the cause, or the first alert if the cause was not named."""
    named = [sign for sign in group.roots if sign.item == cause]
    return named[0] if named else min(group.roots, key=lambda sign: (sign.at, sign.kind))


def _goes_on(desk: Desk, number: int, group: Group) -> bool:
    incident = desk.incidents[number]
    return incident.inferred or not incident.causes.keys().isdisjoint(group.causes)


def _opening(desk: Desk, group: Group, cause: str, explained: int, rises: list[Rise]) -> Why:
    freed = [desk.freed[key] for rise in rises if (key := rise.alert.fingerprint) in desk.freed]
    if group.inferred:
        return _inferred(desk, group)
    if explained:
        return Why(code="correlation.opened_cause", facts={"cause": cause, "count": explained})
    if freed:
        return freed[0]
    if not rises:
        return Why(code="correlation.opened_apart", facts={"item": cause})
    return Why(code="correlation.opened_alone", facts={"item": cause})


def _inferred(desk: Desk, group: Group) -> Why:
    facts = {"cause": list(group.causes), "items": group.items, "window_s": desk.policy.correlation_window_s}
    return Why(code="correlation.opened_inferred", facts=facts)


def _recause(desk: Desk, case: Case, group: Group, cause: str) -> Why | None:
    """Give the incident its causes; the reason, if its name changes or its cause is no longer inferred."""
    before, guessed, causes = case.cause, case.inferred, group.causes
    if before == cause and guessed == bool(group.inferred) and case.causes == causes:
        return None
    lead = min(
        (sign for sign in group.roots if group.inferred or sign.item == cause), key=lambda sign: sign.at
    )
    if guessed and group.inferred == before and not group.spares and len(case.causes) == 1:
        return None
    desk.recause(case, cause, causes, at=lead.at, inferred=bool(group.inferred))
    if before == cause and guessed == bool(group.inferred):
        return None
    case.kind = lead.kind if not group.inferred else case.kind
    why = _found(desk, group, before, guessed, cause)
    if case.fresh:
        case.fresh = _opening(desk, group, cause, 0, [rise for sign in group.roots for rise in sign.rises])
        return why
    desk.notes.append(CauseFound(incident=case.id, before=before, cause=cause, kind=case.kind, why=why))
    return why


def _found(desk: Desk, group: Group, before: str, guessed: bool, cause: str) -> Why:
    facts = {"before": before, "cause": cause, "items": group.items}
    if group.inferred:
        return Why(code="correlation.cause_reconsidered", facts=facts) if guessed else _inferred(desk, group)
    if not guessed:
        return Why(code="correlation.cause_earlier", facts=facts)
    code = "correlation.cause_confirmed" if before == cause else "correlation.cause_found"
    return Why(code=code, facts={"before": before, "cause": cause})


def _move(desk: Desk, arriving: Sequence[Sign], case: Case) -> None:
    signs: dict[int, dict[str, tuple[Effect, ...]]] = defaultdict(dict)
    for sign in arriving:
        moved = signs[sign.home]
        moved[sign.item] = (*moved.get(sign.item, ()), sign.claim)
    for number, moved in signs.items():
        why = Why(code="correlation.moved", facts={"cause": case.cause, "causes": list(case.causes)})
        desk.move(desk.case(desk.incidents[number]), case, moved, why)


def _why(desk: Desk, change: _Change, sign: Sign, rise: Rise) -> Why:
    group = change.group
    item = sign.item
    root = sign in group.roots and not group.inferred
    if change.opened and (root or group.inferred):
        return desk.freed.get(rise.alert.fingerprint, change.opened)
    if root and change.found:
        return change.found
    if root and item in change.before:
        return Why(code="correlation.joined_same_item", facts={"item": item})
    if root:
        return Why(code="correlation.joined_completes", facts={"item": item, "causes": list(change.before)})
    if group.inferred and change.found:
        return change.found
    return explained_by(change.case, desk.policy)
