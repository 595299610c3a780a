"""Shifts: a duty passes from one person to the next, with what the first owns in it. Reads no clock."""

from tocsin.core.duty.values import OnDuty
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.value import Value


class Seen(Value):
    """Who was on duty in a team (key) when it was last looked at, and whose turn or cover it was (person keys)."""

    team: str
    person: str
    expected: str


class ShiftChange(Value):
    """The duty of a team passes from ``outgoing`` to ``incoming`` (person keys)."""

    team: str
    outgoing: str
    incoming: str


def follow(seen: Seen | None, team: str, current: OnDuty) -> Decision[Seen | None, ShiftChange]:
    """What is seen now, and the shift if the turn has passed to somebody else since.

    Where only somebody's absence begins or ends, no turn passes: what the absent own moves by the absence, and nothing
    moves back. While nobody is on duty, the last one counts.
    """
    if not current.person:
        return Decision(after=seen)
    now = Seen(team=team, person=current.person, expected=current.expected)
    if seen is None or seen.expected == now.expected or seen.person == now.person:
        return Decision(after=now)
    return Decision(after=now, effects=(ShiftChange(team=team, outgoing=seen.person, incoming=now.person),))
