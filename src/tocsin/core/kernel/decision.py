"""Decision: what a judgement returns. The state after, and the effects to write, each with its own reason."""

from typing import Generic, TypeVar

from tocsin.core.kernel.value import Value

State = TypeVar("State")
Effect = TypeVar("Effect")


class Decision(Value, Generic[State, Effect]):
    """The outcome of ``decide(state, command_or_event, *, now)``: nothing is written yet."""

    after: State
    effects: tuple[Effect, ...] = ()
