"""Calls: how a connector asks whether it may call its counterpart, and reports the result; not who counts."""

from contextlib import AbstractContextManager
from typing import Protocol

from tocsin.core.calls.breaker import Cause
from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.value import Value


class Calls(Protocol):
    """The calls of one account at a counterpart: all processes share its budget and its session."""

    def one_call(self, *, urgent: bool = False) -> AbstractContextManager[None]:
        """Make one call inside the block: counted before it, whatever comes of it. Raises Busy with the seconds to wait.

        ``urgent``: a person waits for it; it may use the share that polling has to leave.
        """

    def answered(self) -> None:
        """The counterpart answered correctly."""

    def failed(self, cause: Cause, reason: str, retry_after_s: float | None = None) -> None:
        """The call failed. A refusal, a wrong password or three failures in a row cut the channel for a while."""

    def session(self) -> str:
        """The session that some process got from a login; empty: there is none, or it has expired."""

    def renew(self, stale: str) -> AbstractContextManager[str]:
        """One process at a time logs in. The block gets the session if another process renewed it meanwhile, else ""."""

    def keep(self, token: str, expires_s: float | None) -> None:
        """A login gave this session."""


class Terms(Value):
    """What a contract allows an account: its name, its lines, and how much of them we use (of 1)."""

    account: str
    rates: tuple[Rate, ...]
    margin: float


class Account(Protocol):
    """Opens the calls of an account: its name, the lines of its contract, how much of them we use (of 1), and which channel
    calls with which credentials (core.calls.breaker.caller_of): each is cut by its own answers."""

    def __call__(self, name: str, rates: tuple[Rate, ...], margin: float, caller: str) -> Calls: ...
