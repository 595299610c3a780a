"""Call accounts as rows: read and written under the row's lock, by the database's clock. Decides nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from django.db import connection, transaction
from msgspec.structs import replace

from tocsin.core.calls.breaker import Breaker
from tocsin.core.calls.budget import Spent
from tocsin.core.kernel.value import Value
from tocsin.store.models import CallAccount
from tocsin.store.sealed import seal, unseal
from tocsin.store.stored import stored

_Answer = TypeVar("_Answer")
_SESSION = "session of a counterpart"  # what its token is sealed for


class Session(Value):
    """The session of a login, for all processes. ``expires_at`` None: until it is refused."""

    token: str = ""
    expires_at: datetime | None = None


class Account(Value):
    """A call account as it stands; ``calls`` and ``refused`` are those of the day (UTC) of its last call."""

    spent: dict[str, Spent] = {}
    breaker: Breaker = Breaker()
    session: Session = Session()
    called_at: datetime | None = None
    answered_at: datetime | None = None
    calls: int = 0
    refused: int = 0


def change(key: str, decide: Callable[[Account, datetime], tuple[Account, _Answer]]) -> _Answer:
    """Change an account by a decision on its row and the database's clock; committed when this returns.

    Never inside a transaction: what was spent must stay spent, whatever becomes of the caller.
    """
    with transaction.atomic(durable=True):
        row = _locked(key)
        now = database_now()
        before = _value(row, now)
        after, answer = decide(before, now)
        if after != before:
            _write(row, after, now)
    return answer


def _locked(key: str) -> CallAccount:
    """The account's row, which nobody else may change until the commit; a new account gets one."""
    wanted = CallAccount.objects.select_for_update().filter(key=key)
    row = wanted.first()
    if row is None:
        CallAccount.objects.bulk_create([CallAccount(key=key)], ignore_conflicts=True)
        row = wanted.get()
    return row


def read(key: str) -> Account:
    """The account as it stands; a new one if it never called."""
    row = CallAccount.objects.filter(key=key).first()
    return _value(row, database_now()) if row else Account()


def database_now() -> datetime:
    """The clock that all workers on all hosts share: otherwise a budget could be spent twice where clocks differ."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _value(row: CallAccount, now: datetime) -> Account:
    same_day = row.day == now.date()
    return Account(
        spent=stored(row.spent, dict[str, Spent]),
        breaker=stored(row.breaker, Breaker),
        session=_opened(stored(row.session, Session)),
        called_at=row.called_at,
        answered_at=row.answered_at,
        calls=row.calls if same_day else 0,
        refused=row.refused if same_day else 0,
    )


def _opened(session: Session) -> Session:
    """The session as it can be used; one that cannot be opened (the secret key is another one) is none: log in again."""
    token = unseal(session.token, _SESSION)
    return replace(session, token=token) if token else Session()


def _write(row: CallAccount, account: Account, now: datetime) -> None:
    for name in ("spent", "breaker"):
        setattr(row, name, msgspec.to_builtins(getattr(account, name)))
    row.session = msgspec.to_builtins(replace(account.session, token=seal(account.session.token, _SESSION)))
    for name in ("called_at", "answered_at", "calls", "refused"):
        setattr(row, name, getattr(account, name))
    row.day = now.date()
    row.save()
