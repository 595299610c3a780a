"""Decide: what a command makes of an incident, or why it is refused. The rules lie in ``people`` and ``facts``."""

from datetime import datetime

from tocsin.core.incident import commands as c
from tocsin.core.incident.facts import Learning
from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.people import Acting
from tocsin.core.incident.values import OPEN, TOCSIN, Incident, State
from tocsin.core.kernel.errors import Outdated, Refused

_DONE = frozenset({State.RESOLVED, State.CLOSED})
_ANY = frozenset(State)

# In which states a command makes sense. A fact is not refused because somebody was quicker: a recovery may
# come twice, late, or first.
ALLOWED: dict[type, frozenset[State]] = {
    c.Take: OPEN,
    c.HandOver: OPEN,
    c.Comment: _ANY,
    c.Pause: frozenset({State.NEW, State.IN_PROGRESS}),
    c.Resume: frozenset({State.PENDING}),
    c.PassBall: OPEN,
    c.ReportToSupplier: OPEN,
    c.Resolve: OPEN,
    c.Close: frozenset({State.RESOLVED}),
    c.Reopen: _DONE,
    c.Recover: _ANY,
    c.Worsen: OPEN,
    c.Ease: _ANY,
    c.NameCause: _ANY,
    c.JoinAlerts: _ANY,
    c.EndAlerts: _ANY,
    c.GiveAlerts: _ANY,
    c.FoldInto: _ANY,
    c.Absorb: OPEN,
    c.ChangePriority: OPEN,
}


def decide(
    incident: Incident, command: c.Command, *, now: datetime, by: str = TOCSIN, seen: int | None = None
) -> Outcome:
    """The incident after ``command`` by the person ``by`` (key) at ``now``, its entries and notices due.

    ``seen`` is the revision that the person looked at, if that is known: two people don't undo each other.
    Raises Refused, with a code and a sentence, where the command makes no sense, and Outdated where somebody has
    acted since; changes nothing then.
    """
    if incident.folded_into is not None and not isinstance(command, c.Comment | c.Recover | c.JoinAlerts):
        raise Refused("incident.refused.folded", parent=f"INC-{incident.folded_into}")
    if incident.state not in ALLOWED[type(command)]:
        raise Refused(f"incident.refused.{incident.state.value}", number=incident.number)
    if seen not in (None, incident.revision) and not isinstance(command, c.Comment):
        raise Outdated(number=incident.number)
    return Acting(incident, now, by).on(command) or Learning(incident, now, by).on(command)
