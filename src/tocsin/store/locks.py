"""The two locks that keep order: one for each source, one for all decisions on incidents. Both end with the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import connection

_LANE = 0x70C51  # the namespace of source locks among advisory locks
_INCIDENTS = 0x70C52
_DUTY = 0x70C53
WORKER = "tocsin worker"  # the name of the connection on which a worker listens for work


def lane_number(source: str) -> int:
    """The number of a source's lock."""
    return _number(source)


def lanes_taken() -> set[int]:
    """The numbers of the sources that a worker is at now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid from pg_locks where locktype = 'advisory' and classid = %s and granted"
            " and database = (select oid from pg_database where datname = current_database())",
            [_LANE],
        )
        return {_signed(int(number)) for (number,) in cursor.fetchall()}


def _signed(number: int) -> int:
    """A lock's number as it was asked for: PostgreSQL shows it without its sign."""
    return number - 2**32 if number >= 2**31 else number


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), signed=True)


def try_lane(source: str) -> bool:
    """Take the source's lane if no other worker has it; its messages are then ours, in order, until commit."""
    return _try(_LANE, _number(source))


def lane(source: str) -> None:
    """Wait for the source's lane, and keep it until commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LANE, _number(source)])


def try_duty(name: str) -> bool:
    """Take a periodic duty (clocks, heartbeats ...) if no other worker is at it, until commit."""
    return _try(_DUTY, _number(name))


def duty(name: str) -> None:
    """Wait for a duty, and keep it until commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_DUTY, _number(name)])


@contextmanager
def locked(name: str) -> Iterator[bool]:
    """A duty that spans several transactions: whether it is ours, for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_DUTY, _number(name)])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_DUTY, _number(name)])


@contextmanager
def waiting(name: str) -> Iterator[None]:
    """Wait for a duty that spans several transactions, and keep it for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [_DUTY, _number(name)])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_DUTY, _number(name)])


def incidents() -> None:
    """Wait for the lock of incidents. Always taken after a lane, so that workers cannot deadlock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, 0)", [_INCIDENTS])


def _try(namespace: int, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [namespace, number])
        return bool(cursor.fetchone()[0])
