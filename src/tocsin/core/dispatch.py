"""Dispatch: which stage an event goes to after its translation. Decides from the event alone, and does nothing else."""

from enum import StrEnum
from typing import assert_never

from tocsin.core.event.values import Event, EventState


class Stage(StrEnum):
    """The stage that works an event. Every event is kept in the history, whatever its stage does with it."""

    CORRELATION = "correlation"  # alarms and recoveries
    INTERVENTIONS = "interventions"  # works notices
    HISTORY = "history"  # information: kept, and shown with its message


def stage_of(event: Event) -> Stage:
    """The stage of this event."""
    match event.state:
        case EventState.FIRING | EventState.RESOLVED:
            return Stage.CORRELATION
        case EventState.PLANNED:
            return Stage.INTERVENTIONS
        case EventState.INFO:
            return Stage.HISTORY
        case _:
            assert_never(event.state)
