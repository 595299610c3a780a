"""Failures of the database: whether it is the database's trouble, which passes, or that of what we wrote."""

from django.db import DatabaseError, InterfaceError, OperationalError

_LIMIT_EXCEEDED = "54"  # SQLSTATE class: a row too large for an index, and the like


def passes(error: BaseException) -> bool:
    """Whether trying the same again may succeed: connection lost, deadlock, disk full, memory short."""
    if isinstance(error, DatabaseError | InterfaceError):
        state = getattr(error.__cause__, "sqlstate", None) or ""
        return isinstance(error, OperationalError | InterfaceError) and not state.startswith(_LIMIT_EXCEEDED)
    return isinstance(error, MemoryError)
