"""Calls to counterparts: counted before they are made, one at a time for each account, over all processes."""

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from msgspec.structs import replace

from tocsin.core.calls import breaker, budget
from tocsin.core.calls.breaker import Breaker, Cause
from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.errors import Busy
from tocsin.store import calls as rows
from tocsin.store import locks
from tocsin.store.calls import Account, Session

log = structlog.get_logger()

_RESERVE = 0.25  # of each burst and of each day: polling leaves it to people
_EARLY = timedelta(seconds=30)  # a session is renewed this long before it expires
_MINUTE = timedelta(minutes=1)
_jitter = random.Random()


def _just(at: datetime | None, now: datetime) -> bool:
    """Whether ``at`` was within the last minute: pages need not be more exact."""
    return at is not None and abs(now - at) < _MINUTE


class AccountCalls:
    """The calls of one channel of an account (``caller``: breaker.caller_of). Implements connectors.kit.calls.Calls."""

    def __init__(self, name: str, rates: tuple[Rate, ...], margin: float, caller: str) -> None:
        self._name = name
        self._caller = caller
        self._rates = rates
        self._margin = margin

    @contextmanager
    def one_call(self, *, urgent: bool = False) -> Iterator[None]:
        """Make one call inside the block. Raises Busy: another is under way, the budget is spent, the channel is cut."""
        with locks.locked(f"call {self._name}") as mine:
            if not mine:
                raise Busy(1, "error.calls.in_flight", account=self._name)
            self._spend(urgent)
            yield

    def _spend(self, urgent: bool) -> None:
        def decide(account: Account, now: datetime) -> tuple[Account, Busy | None]:
            cut = breaker.asked(account.breaker, self._caller, now)
            if wait := breaker.wait_s(cut, now, self._caller):
                return replace(account, breaker=cut), self._cut(cut, wait)
            debit = budget.spend(
                account.spent, self._rates, margin=self._margin, now=now, reserve=0.0 if urgent else _RESERVE
            )
            if not debit.granted:
                facts = {"account": self._name, "line": debit.line}
                return account, Busy(math.ceil(debit.wait_s), "error.calls.budget", **facts)
            after = replace(
                account,
                spent=debit.spent,
                breaker=breaker.probed(cut, now, self._caller),
                called_at=now,
                calls=account.calls + 1,
            )
            return after, None

        if busy := rows.change(self._name, decide):
            raise busy

    def _cut(self, cut: Breaker, wait: float) -> Busy:
        facts = {"account": self._name, "reason": breaker.reason_for(cut, self._caller)}
        return Busy(math.ceil(wait), "error.calls.cut", **facts)

    def answered(self) -> None:
        """The counterpart answered: its channel is open."""

        def decide(account: Account, now: datetime) -> tuple[Account, bool]:
            after = breaker.answered(account.breaker, self._caller)
            if account.breaker == after and _just(account.answered_at, now):
                return account, False
            return replace(account, breaker=after, answered_at=now), account.breaker.is_cut

        if rows.change(self._name, decide):
            log.info("calls.open", account=self._name)

    def failed(self, cause: Cause, reason: str, retry_after_s: float | None = None) -> None:
        """A call failed; after a refusal, or three failures in a row, the channel is cut for a while."""

        def decide(account: Account, now: datetime) -> tuple[Account, bool]:
            after = breaker.failed(
                account.breaker,
                cause,
                reason,
                now,
                retry_after_s=retry_after_s or 0.0,
                jitter=_jitter.random(),
                caller=self._caller,
            )
            refused = account.refused + (cause == "refused")
            return replace(account, breaker=after, refused=refused), after.is_cut or cause == "forbidden"

        if rows.change(self._name, decide):
            log.warning("calls.cut", account=self._name, cause=cause, reason=reason)

    def session(self) -> str:
        """The session of all processes; empty: none, or it is about to expire."""
        known, now = rows.read(self._name).session, rows.database_now()
        return "" if known.expires_at and known.expires_at <= now + _EARLY else known.token

    @contextmanager
    def renew(self, stale: str) -> Iterator[str]:
        """One process logs in while the others wait; the block gets the session if it was renewed meanwhile."""
        with locks.waiting(f"session {self._name}"):
            found = self.session()
            yield "" if found == stale else found

    def keep(self, token: str, expires_s: float | None) -> None:
        """A login gave this session, good for ``expires_s`` seconds (None: until it is refused)."""

        def decide(account: Account, now: datetime) -> tuple[Account, None]:
            expires_at = None if expires_s is None else now + timedelta(seconds=expires_s)
            return replace(account, session=Session(token=token, expires_at=expires_at)), None

        rows.change(self._name, decide)
