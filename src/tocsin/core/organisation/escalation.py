"""Escalation values: policies as the client declares them, step by step: who is asked, when, how. Know no incident."""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.durations import Seconds
from tocsin.core.organisation.values import CalendarSpec, Label

Trigger = Literal["unacknowledged", "opened", "commitment", "worsened"]
Line = Literal["functional", "hierarchical"]


class Waits(Value, omit_defaults=True):
    """A length of time for each priority; none: not for this priority."""

    p1: Seconds | None = None
    p2: Seconds | None = None
    p3: Seconds | None = None
    p4: Seconds | None = None
    p5: Seconds | None = None

    def of(self, priority: Priority) -> int | None:
        """The seconds for this priority."""
        found: int | None = getattr(self, priority.value.lower())
        return found


class Step(Value, omit_defaults=True):
    """Who (``to``) is asked about an incident, and from when ``on``.

    ``unacknowledged``: nobody has taken it, or who took it has given no sign of work for as long as an acknowledgement
    holds, for ``after``. ``opened``: ``after`` its opening. ``worsened``: ``after`` it last grew worse. ``commitment``:
    ``share`` per cent of the promise of ``party`` have run. A priority for which ``after`` says nothing does not reach an
    unacknowledged or opened step. ``people``, ``applications``: only if it hits at least so many. ``condition`` (CEL) must
    hold too. ``hours``: times count in this calendar (key), ``team``: in the working time of the incident's team; empty:
    day and night. ``channel``: ``phone`` asks who has the incident to call them; the key of a gateway reaches people by
    their verified way of that kind, and by their next one if they have none. It is repeated after ``repeat``,
    ``times`` times at most (0: as long as the reason holds).
    """

    on: Trigger
    to: tuple[str, ...]
    line: Line = "functional"
    after: Waits = Waits()
    share: int = 100
    party: Literal["ours", "supplier"] = "ours"
    priorities: tuple[Priority, ...] = ()
    people: int = 0
    applications: int = 0
    condition: str = ""
    hours: str = ""
    channel: str = "mail"
    repeat: Waits = Waits()
    times: int = 1

    @property
    def timed(self) -> bool:
        """Whether ``after`` says for which priorities it is."""
        return self.on in ("unacknowledged", "opened")

    def concerns(self, priority: Priority) -> bool:
        """Whether an incident of this priority reaches it."""
        if self.priorities and priority not in self.priorities:
            return False
        return not self.timed or self.after.of(priority) is not None


ACKNOWLEDGED = Waits(p1=3600, p2=4 * 3600, p3=86_400, p4=3 * 86_400, p5=7 * 86_400)
AGAIN = Waits(p1=3600, p2=4 * 3600, p3=86_400, p4=3 * 86_400, p5=7 * 86_400)


ANYBODY = "anybody"  # the target of the last resort; no policy may name it


class EscalationPolicy(Value, omit_defaults=True):
    """The steps of an incident: the first policy by ``order`` whose ``scope`` and ``condition`` (CEL) hold at its opening.

    ``acknowledgement``: how long it counts as taken after its owner last did something on it. ``again``: once every step
    for what nobody acknowledges is done, the last that reached somebody is repeated so often, until somebody does. A
    priority that either leaves out has ours (``ACKNOWLEDGED``, ``AGAIN``).
    """

    key: str
    order: int
    steps: tuple[Step, ...]
    scope: Literal["", "regional", "group"] = ""
    condition: str = ""
    acknowledgement: Waits = ACKNOWLEDGED
    again: Waits = AGAIN
    label: Label | None = None


class FrozenPolicy(Value, omit_defaults=True):
    """A policy and the calendars (key) that its steps name, as they were when the incident opened: later edits do not
    matter. Who is on duty, and who is away, is read when a step is due."""

    policy: EscalationPolicy
    calendars: dict[str, CalendarSpec] = {}


class Target(NamedTuple):
    """Whom a step asks: ``kind`` with its ``key`` (of a team or person) or its ``rung`` (1 is the first)."""

    kind: str
    key: str = ""
    rung: int = 0


TARGETS = ("owner", "team", "duty", "group", "team:KEY", "duty:KEY", "person:KEY", "manager:1", "supplier:1")
_PLAIN = re.compile(r"owner|team|duty|group")
_KEYED = re.compile(r"(team|duty|person):(\S+)")
_RUNG = re.compile(r"(manager|supplier):([1-9])")


def target_of(text: str) -> Target | None:
    """The target as people write it; None: it is none.

    ``owner``; ``team``: the incident's team and who is on duty in it; ``duty``: who is on duty alone; ``group``: the
    group's team for this kind of trouble, and who is on duty in it; ``manager:2``: the second manager above, the region's
    first; ``supplier:1``: the first rung of the ladder of the supplier who answers for the cause. Nothing says everyone.
    """
    if _PLAIN.fullmatch(text):
        return Target(kind=text)
    if keyed := _KEYED.fullmatch(text):
        return Target(kind=keyed[1], key=keyed[2])
    rung = _RUNG.fullmatch(text)
    return Target(kind=rung[1], rung=int(rung[2])) if rung else None


NAMES: Mapping[str, Any] = {
    "priority": "P1",
    "criticality": "critical",
    "effect": "down",
    "kind": "power.lost",
    "domain": "power",
    "scope": "group",
    "regions": ["fr"],
    "team": "systems",
    "supplier": "host",
    "cause": "rack.1",
    "applications": ["crm"],
    "people": 1,
}
"""What a condition may ask about an incident, each with an example: conditions are tried on these when they are read."""
