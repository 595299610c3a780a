"""A session that nobody uses ends; what a page asks by itself is no use of it; two weeks are the end of each."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tocsin.flow import clock
from tocsin.store.models import SecurityEntry
from tocsin.web.live import _has_account

START = clock.now()
WATCHING = {"HX-Request": "true", "X-Watching": "1"}


@pytest.fixture
def browser(account, settings):
    """Logged in, where half an hour without use ends a session."""
    settings.IDLE_S = 1_800
    with clock.moved(START):
        known = Client()
        known.force_login(account("technician", username="lea"))
    return known


def _after(minutes, browser, **headers):
    with clock.moved(START + timedelta(minutes=minutes)):
        return browser.get("/me", headers=headers)


def test_a_session_in_use_goes_on(browser):
    for minutes in range(0, 120, 29):
        assert _after(minutes, browser).status_code == 200


def test_a_session_that_nobody_uses_ends_and_the_audit_says_why(browser):
    session = browser.cookies["sessionid"].value
    assert _after(31, browser)["location"].startswith("/login")
    assert not Session.objects.filter(session_key=session).exists()
    entry = SecurityEntry.objects.get()
    assert (entry.action, entry.actor, entry.facts) == ("signed_out", "lea", {"reason": "idle"})
    assert _after(0, browser)["location"].startswith("/login"), "and it does not come back"


def test_a_screen_left_open_does_not_keep_its_session(browser):
    for minutes in (10, 20, 29):
        assert _after(minutes, browser, **WATCHING).status_code == 200
    assert _after(31, browser, **WATCHING).status_code == 401


def test_who_types_is_there_though_nothing_is_asked(browser):
    for minutes in (20, 40, 60):
        with clock.moved(START + timedelta(minutes=minutes)):
            assert browser.post("/me/present").status_code == 204
    assert _after(80, browser).status_code == 200


def test_the_stream_ends_with_it(browser, monkeypatch):
    session = browser.cookies["sessionid"].value
    monkeypatch.setattr("tocsin.web.live.connection.close", lambda: None)  # it is the test's
    for minutes, listens in ((29, True), (31, False)):
        with clock.moved(START + timedelta(minutes=minutes)):
            assert _has_account(session) is listens


def test_the_api_ends_with_it(browser):
    with clock.moved(START + timedelta(minutes=31)):
        assert browser.get("/api/v1/incidents").status_code == 401


def test_where_none_is_wanted_a_session_does_not_end_by_not_being_used(browser, settings):
    settings.IDLE_S = 0
    assert _after(60 * 24, browser).status_code == 200


def test_using_a_session_does_not_prolong_its_two_weeks(browser):
    ends = Session.objects.get().expire_date
    assert abs(ends - clock.now() - timedelta(days=14)) < timedelta(minutes=5)
    for minutes in (10, 20):
        _after(minutes, browser)
    assert Session.objects.get().expire_date == ends


def test_a_use_is_written_down_once_a_minute(browser):
    _after(5, browser)
    before = Session.objects.get().session_data
    _after(5.5, browser)
    assert Session.objects.get().session_data == before


def test_an_administrator_who_ends_their_own_access_is_sent_to_the_login(account):
    ada, _ = account("administrator", username="ada"), account("administrator", username="bob")
    known = Client()
    known.force_login(ada)
    twice = {"new_password1": "an early grey heron", "new_password2": "an early grey heron"}
    with clock.moved(clock.now() + timedelta(minutes=5)):
        answer = known.post(
            f"/accounts/{ada.pk}/password", twice | {"own_password": "correct horse"}, follow=True
        )
    assert answer.redirect_chain[-1][0].startswith("/login")
