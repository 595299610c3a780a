"""Failures of the database: whether a failure is transient, or caused by what we wrote."""

import django.db
import psycopg

# Django wraps the errors of statements, not those of COPY.
FAILURES = (django.db.DatabaseError, django.db.InterfaceError, psycopg.Error)

_PASSING = (
    django.db.OperationalError,
    django.db.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)
_LIMIT_EXCEEDED = "54"  # SQLSTATE class: a row too large for an index, and the like


def cause(error: BaseException) -> BaseException | None:
    """The error of psycopg: its text depends on the server's language, its type does not."""
    return error if isinstance(error, psycopg.Error) else error.__cause__


def is_transient(error: BaseException) -> bool:
    """Whether trying the same again may succeed: connection lost, deadlock, disk full, memory short."""
    state = getattr(cause(error), "sqlstate", None) or ""
    return isinstance(error, MemoryError) or (
        isinstance(error, _PASSING) and not state.startswith(_LIMIT_EXCEEDED)
    )
