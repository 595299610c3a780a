"""Watching: what time asks of the problems. One worker at a time."""

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import TOCSIN
from tocsin.core.problem.due import due
from tocsin.flow import clock
from tocsin.flow.organisation import snapshot
from tocsin.flow.problems.records import DUTY, carry_out
from tocsin.store import locks, problems


def watch() -> None:
    """Remind of overdue actions; close what has not recurred."""
    with transaction.atomic():
        if not locks.try_duty(DUTY):
            return
        for problem, command in due(problems.current(), snapshot(), now=clock.now()):
            carry_out(problem, command, TOCSIN)
