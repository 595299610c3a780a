"""Calls on the database: one budget, one breaker and one session for all processes, whatever becomes of one of them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tocsin.core.calls.breaker import DESK, caller_of, shown, source_channel
from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.errors import Busy
from tocsin.flow.calls import AccountCalls
from tocsin.store import calls as rows
from tocsin.store.models import CallAccount
from tocsin.store.read import waiting

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = Rate(limit=10, interval_s=60)
START = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Clock:
    """The database's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(rows, "database_now", moved)
    return moved


def account(credentials: str = "one") -> AccountCalls:
    return AccountCalls("valmont", (MINUTE,), 0.8, credentials)


def call(calls: AccountCalls, *, urgent: bool = False) -> None:
    with calls.one_call(urgent=urgent):
        pass


def spend_all(calls: AccountCalls, *, urgent: bool = True) -> int:
    made = 0
    while True:
        try:
            call(calls, urgent=urgent)
        except Busy:
            return made
        made += 1


def test_two_workers_share_one_budget(clock):
    assert spend_all(account()) + spend_all(account()) == 2
    with pytest.raises(Busy) as busy:
        call(account())
    assert busy.value.retry_after_s > 0
    clock.move(seconds=busy.value.retry_after_s)
    call(account(), urgent=True)


def test_a_call_is_spent_before_it_is_made_and_never_given_back(clock):
    with pytest.raises(ValueError, match="killed"), account().one_call():
        raise ValueError("killed in the middle")
    assert rows.read("valmont").calls == 1


def test_one_call_at_a_time(clock):
    inside, done = threading.Event(), threading.Event()

    def other() -> None:
        from django.db import connection

        with account().one_call():
            inside.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    inside.wait(10)
    with pytest.raises(Busy) as busy:
        call(account())
    assert busy.value.why.code == "error.calls.in_flight"
    done.set()
    thread.join()


def test_a_cut_channel_is_tried_by_one_caller_when_its_time_has_come(clock):
    call(account())
    account().failed("refused", "429", 600)
    clock.move(seconds=599)
    with pytest.raises(Busy) as busy:
        call(account())
    assert busy.value.why.code == "error.calls.cut"
    clock.move(seconds=200)  # a fifth more: not all come back at one instant
    call(account(), urgent=True)
    with pytest.raises(Busy):
        call(account(), urgent=True)
    account().answered()
    assert not rows.read("valmont").breaker.is_cut


def test_a_refused_password_is_not_tried_again_until_it_is_another_one(clock):
    call(account("old"))
    account("old").failed("forbidden", "401")
    clock.move(days=300)
    with pytest.raises(Busy):
        call(account("old"))
    call(account("new"))


def test_two_channels_of_one_account_share_its_budget_and_are_cut_apart(clock):
    """By the same credentials: what the desk answers cuts the desk. Who is on duty reads which."""
    desk, supervision = (account(caller_of(name, b"one")) for name in (DESK, source_channel("valmont-api")))
    for _ in range(3):
        desk.failed("broken", "HTML instead of JSON")
    with pytest.raises(Busy, match="HTML instead of JSON"):
        call(desk)
    call(supervision)
    assert [(cut.account, cut.channel) for cut in waiting.cut(rows.database_now())] == [("valmont", "desk")]
    clock.move(minutes=10)
    assert spend_all(supervision) > 0
    with pytest.raises(Busy) as busy:
        call(desk, urgent=True)
    assert busy.value.why.code == "error.calls.budget"


def test_two_credentials_of_one_account_are_refused_apart(clock):
    """The desk and the supervision share an account: each call of one had lifted the refusal of the other."""
    call(account("desk"))
    account("desk").failed("forbidden", "401 at the desk")
    for _ in range(3):
        call(account("supervision"))
        account("supervision").answered()
        clock.move(minutes=5)
        with pytest.raises(Busy, match="401 at the desk") as busy:
            call(account("desk"))
        assert busy.value.retry_after_s == 300
    seen = shown(rows.read("valmont").breaker, rows.database_now())
    assert (seen.cause, seen.reason) == ("forbidden", "401 at the desk")
    account("desk").answered()
    call(account("desk"))


def test_a_refusal_that_nobody_runs_into_any_more_is_not_shown(clock):
    account("old").failed("forbidden", "401")
    clock.move(hours=2)
    call(account("new"))
    assert not shown(rows.read("valmont").breaker, rows.database_now()).is_cut


def test_a_session_is_got_once_and_renewed_before_it_expires(clock):
    with account().renew("") as found:
        assert found == ""
        account().keep("first", 1200)
    assert account().session() == "first"
    with account().renew("stale") as found:
        assert found == "first"  # somebody else renewed it meanwhile: no second login
    clock.move(seconds=1171)
    assert account().session() == ""


def test_a_session_is_unreadable_at_rest_and_with_another_secret_key_got_again(clock, settings):
    account().keep("s3cret-token", 600)
    with connection.cursor() as cursor:
        cursor.execute("select session::text from call_account")
        assert "s3cret" not in cursor.fetchone()[0]
    assert account().session() == "s3cret-token"
    settings.SECRET_KEY = "another key, as after a rotation, 32 characters long"
    assert account().session() == ""
    account().keep("the next", 600)
    assert account().session() == "the next"


@pytest.mark.parametrize("kept", ["in clear, from before", "", "gAAAAA", "é"])
def test_what_was_never_sealed_is_no_session(clock, kept):
    CallAccount.objects.create(key="valmont", session={"token": kept, "expires_at": None})
    assert account().session() == ""


def test_the_row_survives_whatever_was_in_it_before(clock):
    CallAccount.objects.create(key="valmont")
    call(account())
    assert rows.read("valmont").called_at == START
