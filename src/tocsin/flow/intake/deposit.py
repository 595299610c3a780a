"""Intake: the raw message is committed before it is processed, and before its sender is answered."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from typing import Any

import psycopg
import structlog
from django.db import connection, transaction

from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Busy, TocsinError, Unavailable, fault
from tocsin.flow import clock
from tocsin.store import intake, partitions, sources
from tocsin.store.failure import FAILURES, cause, is_transient
from tocsin.store.intake import Stored

log = structlog.get_logger()

_MOST_WAITING = 20_000  # messages that wait for a commit before we say «busy»
_MOST_AT_ONCE = 2_000  # messages in one commit

_Entry = tuple[Sequence[Message], asyncio.Future[None]]


def deposit(messages: Sequence[Message], position: dict[str, Any] | None = None) -> int:
    """Commit the messages, and with them the place reached in a mailbox; how many were not exact repeats.

    Raises Unavailable when the database is away: the caller keeps the messages and tries again. Raises BadInput
    for a message that no database can store, or whose key was given with another content before.
    """
    if not messages:
        return 0
    stored = _stored(messages, position)
    if stored.refused:
        raise other_content()
    return stored.fresh


def reach(source: str, position: Mapping[str, Any]) -> None:
    """Commit a place reached in a mailbox without a new message. Raises Unavailable when the database is away."""
    try:
        sources.reached(source, dict(position), clock.now())
    except FAILURES as away:
        connection.close()
        raise Unavailable("error.database_away", reason=_first_line(away)) from away


def other_content() -> BadInput:
    """The refusal of another content under a key that was used before."""
    return BadInput([fault("fault.intake.other_content", field="Idempotency-Key")])


def _stored(messages: Sequence[Message], position: dict[str, Any] | None) -> Stored:
    try:
        return _commit(messages, position)
    except FAILURES as away:
        if _lacks_partition(away):
            for message in messages:
                partitions.ensure(message.received_at.date())
            return _commit(messages, position)
        if not is_transient(away):
            raise BadInput([fault("fault.said", said=_first_line(away))]) from away
        connection.close()
        raise Unavailable("error.database_away", reason=_first_line(away)) from away


def _commit(messages: Sequence[Message], position: dict[str, Any] | None) -> Stored:
    spoke = sources.worth_noting({message.source: message.received_at for message in messages})
    if position is None and not spoke:
        return intake.store(messages)  # one statement is a transaction by itself
    with transaction.atomic():
        stored = intake.store(messages)
        sources.record_contact(spoke)
        if position is not None:
            sources.reached(messages[0].source, position, messages[0].received_at)
    return stored


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _lacks_partition(error: Exception) -> bool:
    return isinstance(cause(error), psycopg.errors.CheckViolation)


class GroupWriter:
    """One writer for all that arrives together: a bounded queue, one thread, one commit for a whole group."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Entry | None] = SimpleQueue()
        self._waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    async def deposit(self, messages: Sequence[Message]) -> None:
        """Return once the messages are committed. Raises Busy when too many wait, Unavailable without a database."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._thread.start()
        if self._waiting >= _MOST_WAITING:
            raise Busy(retry_after_s=1)
        self._waiting += len(messages)
        done: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((messages, done))
        await done

    def close(self) -> None:
        """Commit what waits, then end the thread."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            count = len(first[0])
            while count < _MOST_AT_ONCE and not self._queue.empty():
                if (entry := self._queue.get()) is None:
                    self._write(group)
                    return
                group.append(entry)
                count += len(entry[0])
            self._write(group)

    def _write(self, group: list[_Entry]) -> None:
        outcome = self._kept(group)
        if isinstance(outcome, BadInput) and len(group) > 1:
            for entry in group:  # one of them can't be stored: the others must be
                self._write([entry])
            return
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._answer, group, outcome)

    def _kept(self, group: list[_Entry]) -> Stored | TocsinError:
        try:
            return _stored([message for messages, _ in group for message in messages], None)
        except Exception as failure:  # noqa: BLE001  the thread must outlive any failure: the senders get the error
            log.error("intake.failed", error=str(failure), messages=sum(len(entry[0]) for entry in group))
            return failure if isinstance(failure, TocsinError) else Unavailable(reason=str(failure))

    def _answer(self, group: list[_Entry], outcome: Stored | TocsinError) -> None:
        position = 0
        for messages, done in group:
            own = range(position, position + len(messages))
            position += len(messages)
            self._waiting -= len(messages)
            if done.cancelled():
                continue
            error = outcome if isinstance(outcome, TocsinError) else None
            if isinstance(outcome, Stored) and not outcome.refused.isdisjoint(own):
                error = other_content()
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)


def ensure_partitions() -> None:
    """Make this month's partitions and the next two's."""
    partitions.ensure(clock.now().date())
