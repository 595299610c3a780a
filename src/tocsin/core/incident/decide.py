"""Decide: what a command makes of an incident, or why it is refused. The rules lie in ``people`` and ``facts``."""

from datetime import datetime

from tocsin.core.incident import commands as c
from tocsin.core.incident import facts
from tocsin.core.incident.actions import action_of
from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.people import Acting
from tocsin.core.incident.tenure import with_tenure
from tocsin.core.incident.values import TOCSIN, FrozenCommitment, Incident, State
from tocsin.core.kernel.errors import Outdated, Refused


def decide(
    incident: Incident,
    command: c.Command,
    *,
    now: datetime,
    by: str = TOCSIN,
    seen: int | None = None,
    terms: tuple[FrozenCommitment, ...] = (),
) -> Outcome:
    """The incident after ``command`` by the person ``by`` (key) at ``now``, its entries and notices due.

    ``seen`` is the revision that the person looked at, if that is known: two people don't undo each other.
    ``terms`` is what the supplier that they name promises. Raises Refused, with a code and a sentence, where the
    command makes no sense, and Outdated where somebody has acted since; changes nothing then.
    """
    if isinstance(command, c.Fact):
        _check(incident, facts.STATES[type(command)], even_folded=isinstance(command, facts.EVEN_FOLDED))
        return with_tenure(incident, facts.Learning(incident, now, by).on(command), now)
    action = action_of(command)
    _check(incident, action.states, even_folded=action.adds_only or action.folded)
    if seen not in (None, incident.revision) and not action.adds_only:
        raise Outdated(number=incident.number)
    return with_tenure(incident, action.decide(Acting(incident, now, by, terms), command), now)


def _check(incident: Incident, states: frozenset[State], *, even_folded: bool) -> None:
    if incident.imported is not None:
        raise Refused("incident.refused.imported", number=incident.number)
    if incident.folded_into is not None and not even_folded:
        raise Refused("incident.refused.folded", parent=f"INC-{incident.folded_into}")
    if incident.state not in states:
        raise Refused(f"incident.refused.{incident.state.value}", number=incident.number)
