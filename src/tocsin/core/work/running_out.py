"""Running out: of all that ends unless somebody acts, what ends first. Knows no lists and no rows; reads no clock."""

from collections.abc import Iterator
from datetime import datetime

import tocsin.core.work.sentences  # noqa: F401  declares what is said here
from tocsin.core.duty.handing import accept_due
from tocsin.core.escalation.steps import acknowledged_until, upcoming
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.routing.policy import policy_of
from tocsin.core.work.values import Known, RunningOut


def running_out(known: Known, organisation: Organisation, *, now: datetime) -> RunningOut | None:
    """The earliest of: the answer to a hand-over, that somebody takes it or its acknowledgement holds, and both clocks.

    What is overdue counts from when it was due, so that it comes before what still has time. None: nothing ends by
    itself, for instance because its clocks are paused.
    """
    return min(_ends(known, organisation, now), key=lambda end: end.at, default=None)


def _ends(known: Known, organisation: Organisation, now: datetime) -> Iterator[RunningOut]:
    incident = known.incident
    for running in known.clocks:
        if running.due_at is not None:
            yield _end(running.due_at, f"work.{running.side}")
    if (answer := accept_due(incident, organisation)) is not None:
        yield _end(answer, "work.answer")
    if (until := acknowledged_until(incident, policy_of(incident, organisation))) is not None:
        yield _end(until, "work.acknowledgement")
    elif (taking := _to_take(known, organisation, now)) is not None:
        yield _end(taking, "work.taking")


def _to_take(known: Known, organisation: Organisation, now: datetime) -> datetime | None:
    """When others are asked because nobody has taken it."""
    steps = policy_of(known.incident, organisation).policy.steps
    dues = upcoming(known.incident, organisation, known.clocks, now=now)
    return next((due.at for due in dues if steps[due.step].on == "unacknowledged"), None)


def _end(at: datetime, code: str) -> RunningOut:
    return RunningOut(at=at, why=Why(code=code))
