"""Outlook: who was asked about an incident and has not answered, and who is asked next. Writes nothing."""

from datetime import datetime

from tocsin.core.duty.values import Roster
from tocsin.core.escalation.steps import Due, acknowledged_until, unacknowledged_since, upcoming
from tocsin.core.escalation.targets import Reached, reached
from tocsin.core.incident.values import Asked, Incident
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import Step
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.routing.policy import policy_of
from tocsin.core.sla.values import Clock


class Coming(Value):
    """A step that comes at ``at``, and whom it would reach by the roster as it is known now."""

    step: Step
    at: datetime
    again: bool
    whom: Reached


class Outlook(Value):
    """``silent``: the steps done while nobody acknowledges it. ``coming``: the next of each chain, in order of time.

    ``acknowledged_until``: until when it counts as taken; None: nobody owns it.
    """

    silent: tuple[Asked, ...] = ()
    coming: tuple[Coming, ...] = ()
    acknowledged_until: datetime | None = None

    @property
    def unacknowledged(self) -> Coming | None:
        """The next step for want of an acknowledgement."""
        return next((coming for coming in self.coming if coming.step.on == "unacknowledged"), None)


def outlook(
    incident: Incident,
    organisation: Organisation,
    roster: Roster,
    clocks: tuple[Clock, ...],
    *,
    now: datetime,
) -> Outlook:
    """How the escalation stands at ``now``; nothing of an incident that is over."""
    if not incident.open or incident.folded_into is not None:
        return Outlook()
    policy = policy_of(incident, organisation)
    since = unacknowledged_since(incident, policy)
    steps = policy.policy.steps
    silent = [
        asked for asked in incident.asked if steps[asked.step].on == "unacknowledged" and asked.since == since
    ]

    def coming(due: Due) -> Coming:
        step, at = steps[due.step], max(due.at, now)
        return Coming(
            step=step, at=at, again=due.again, whom=reached(step, incident, organisation, roster, at)
        )

    dues = upcoming(incident, organisation, clocks, now=now)
    return Outlook(
        silent=tuple(sorted(silent, key=lambda asked: asked.at)),
        coming=tuple(coming(due) for due in dues),
        acknowledged_until=acknowledged_until(incident, policy),
    )
