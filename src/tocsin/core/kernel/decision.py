"""Decision: what a judgement returns. The state after, the effects to write, and why."""

from typing import Generic, TypeVar

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

State = TypeVar("State")
Effect = TypeVar("Effect")


class Decision(Value, Generic[State, Effect]):
    """The outcome of ``decide(state, command_or_event, *, now)``: nothing is written yet."""

    after: State
    effects: tuple[Effect, ...] = ()
    why: tuple[Why, ...] = ()
