"""The breaker: cut at once by a refusal, after three failures otherwise, and tried by one caller at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.core.calls.breaker import (
    DESK,
    Breaker,
    Cause,
    answered,
    asked,
    caller_of,
    channels,
    failed,
    of_channel,
    probed,
    shown,
    source_channel,
    wait_s,
)
from tocsin.core.calls.pace import Pace, next_look_s
from tocsin.core.calls.retry_after import retry_after

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_refusal_cuts_at_once_and_for_as_long_as_was_asked():
    cut = failed(Breaker(), "refused", "429", NOW, retry_after_s=7200)
    assert (cut.is_cut, wait_s(cut, NOW)) == (True, 7200)
    assert wait_s(cut, NOW + timedelta(hours=2)) == 0


def test_two_failures_are_borne_and_the_third_cuts():
    twice = failed(failed(Breaker(), "unreachable", "no route", NOW), "unreachable", "no route", NOW)
    assert not twice.is_cut
    cut = failed(twice, "broken", "HTML", NOW)
    assert (cut.is_cut, cut.cut_since, cut.cause, cut.reason) == (True, NOW, "broken", "HTML")


def test_one_caller_tries_and_the_others_wait():
    cut = failed(Breaker(), "refused", "429", NOW)
    later = NOW + timedelta(minutes=1)
    assert wait_s(cut, later) == 0
    assert wait_s(probed(cut, later), later) > 0


def test_each_failed_try_doubles_the_pause_up_to_half_an_hour_and_since_when_stays():
    breaker, now, pauses = Breaker(), NOW, []
    for _ in range(9):
        breaker = failed(breaker, "refused", "429", now)
        pauses.append(wait_s(breaker, now))
        now = breaker.until or now
    assert pauses == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]
    assert breaker.cut_since == NOW


def test_not_all_come_back_at_one_instant():
    early, late = (failed(Breaker(), "refused", "", NOW, retry_after_s=600, jitter=by) for by in (0.0, 1.0))
    assert (wait_s(early, NOW), wait_s(late, NOW)) == (600, 720)


@pytest.mark.parametrize(
    ("name", "text", "seconds"),
    [
        ("Retry-After", "3600", 3600),
        ("Retry-After", "86400000", 86_400_000),
        ("Retry-After", "1.998249", 1.998249),
        ("retry-after", " 5 ", 5),
        ("Retry-After", "Sat, 28 Nov 2026 12:30:00 GMT", 1800),
        ("Retry-After", "2026-11-28T13:00:00Z", 3600),
        ("Retry-After", "2026-11-28T14:00:00+01:00", 3600),
        ("Retry-After", str(int(NOW.timestamp()) + 90), 90),
        ("Retry-After", str((int(NOW.timestamp()) + 90) * 1000), 90),
        ("Retry-After", "120s", 120),
        ("Retry-After", "500 ms", 0.5),
        ("Retry-After", "2 minutes", 120),
        ("X-RateLimit-Reset", str(int(NOW.timestamp()) + 60), 60),
        ("RateLimit-Reset", "30", 30),
        ("Retry-After", "Sat, 28 Nov 2026 11:00:00 GMT", 0),
        ("Retry-After", "-5", None),
        ("Retry-After", "soon", None),
        ("Retry-After", "9" * 400, None),
        ("Retry-After", "", None),
        ("Date", "60", None),
    ],
)
def test_every_spelling_of_when_to_come_back(name: str, text: str, seconds: float | None):
    assert retry_after({name: text}, NOW) == pytest.approx(seconds)


def test_the_pace_follows_what_happens():
    pace = Pace(every_s=60, urgent_s=20)
    assert next_look_s(pace, quiet_s=0, incident_open=True) == 20
    assert [next_look_s(pace, quiet_s=quiet, incident_open=False) for quiet in (0, 1799, 1800, 3600, 10**6)] == [
        60, 60, 120, 240, 240,
    ]  # fmt: skip


def test_the_desk_that_is_cut_is_not_opened_by_an_answer_to_the_supervision():
    cut = breaker_of("desk", ("broken", "HTML"), ("broken", "HTML"), ("broken", "HTML"))
    assert wait_s(cut, NOW, "desk") > 0
    assert wait_s(cut, NOW, "supervision") == 0, "what is broken there stops no other"
    after = answered(cut, "supervision")
    assert (after.is_cut, wait_s(after, NOW, "desk")) == (True, wait_s(cut, NOW, "desk"))
    assert not answered(after, "desk").is_cut


def test_who_is_asked_to_come_later_holds_all_others_back_until_then_and_tries_itself():
    cut = breaker_of("desk", ("refused", "429"))
    assert wait_s(cut, NOW, "supervision") == wait_s(cut, NOW, "desk") == 30
    later = NOW + timedelta(seconds=31)
    after = answered(cut, "supervision")
    assert (wait_s(after, later, "supervision"), after.is_cut) == (0, True)
    assert wait_s(probed(after, later, "desk"), later, "desk") > 0
    assert wait_s(probed(after, later, "supervision"), later, "desk") == 0, (
        "another's try is none of the desk's"
    )


def test_a_desk_and_a_supervision_with_the_same_credentials_are_cut_apart():
    """They had shared one breaker: three 500 of the desk stopped the supervision."""
    desk, supervision = (caller_of(name, b"user:password") for name in (DESK, source_channel("valmont-api")))
    cut = breaker_of(desk, ("broken", "HTML"), ("broken", "HTML"), ("broken", "HTML"))
    assert wait_s(cut, NOW, desk) > 0
    assert wait_s(cut, NOW, supervision) == 0
    assert of_channel(cut, DESK, NOW).is_cut
    assert not of_channel(cut, source_channel("valmont-api"), NOW).is_cut
    assert {name: own.is_cut for name, own in channels(cut).items()} == {DESK: True}


def test_what_asks_to_come_later_is_shown_at_each_channel_until_then():
    asked_later = breaker_of(caller_of(DESK, b"one"), ("refused", "429"))
    supervision = source_channel("valmont-api")
    assert of_channel(asked_later, supervision, NOW).reason == "429"
    assert not of_channel(asked_later, supervision, NOW + timedelta(minutes=5)).is_cut
    assert of_channel(asked_later, DESK, NOW + timedelta(minutes=5)).is_cut, "it has not tried again yet"


def test_a_refused_password_is_that_of_the_channel_that_was_refused():
    desk, supervision = caller_of(DESK, b"one"), caller_of(source_channel("valmont-api"), b"one")
    refused = breaker_of(desk, ("forbidden", "403"))
    assert (wait_s(refused, NOW, desk), wait_s(refused, NOW, supervision)) == (300, 0)
    assert shown(channels(refused)[DESK], NOW).cause == "forbidden"


def test_two_failures_of_each_cut_nobody():
    twice = breaker_of("desk", ("broken", "HTML"), ("broken", "HTML"))
    both = breaker_of("supervision", ("broken", "HTML"), ("broken", "HTML"), before=twice)
    assert not both.is_cut


def test_a_breaker_that_was_kept_before_callers_were_told_apart_goes_on():
    kept = Breaker(failures=3, cut_since=NOW, until=NOW + timedelta(minutes=2), cause="refused", reason="429")
    assert wait_s(kept, NOW, "desk") == wait_s(kept, NOW, "supervision") == 120
    assert not answered(kept, "desk").is_cut


def test_a_caller_whose_credentials_are_gone_is_forgotten():
    cut = breaker_of("old password", ("refused", "429"))
    assert asked(cut, "new", NOW + timedelta(minutes=30)).is_cut
    assert not asked(cut, "new", NOW + timedelta(hours=2)).is_cut


def breaker_of(credentials: str, *failures: tuple[Cause, str], before: Breaker | None = None) -> Breaker:
    before = before or Breaker()
    for cause, reason in failures:
        before = failed(before, cause, reason, NOW, caller=credentials)
    return before
