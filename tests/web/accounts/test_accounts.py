"""Accounts and one's own page: who may, what is kept, what is never shown again."""

from hashlib import sha256
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.web.filling import organisation
from tocsin.cli.account import account as command
from tocsin.flow import clock
from tocsin.store.models import Account, ApiToken
from tocsin.web.live import _has_account

NEW = {
    "username": "lea",
    "role": "technician",
    "region": "fr",
    "password": "an early grey heron",
    "is_active": "on",
    "own_password": "correct horse",
}


@pytest.fixture
def administrator(account, client):
    """A browser of an administrator, in English."""
    organisation()
    client.force_login(account("administrator", language="en"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def administrator_too(account):
    """Another browser, an administrator's."""
    browser = Client()
    browser.force_login(account("administrator", username="root"))
    return browser


@pytest.mark.parametrize("page", ["", "/tokens", "/audit", "/audit.csv", "/new", "/1", "/1/password"])
def test_accounts_are_for_administrators(reader, page):
    assert reader.get(f"/accounts{page}").status_code == 403


def test_an_account_is_made_and_may_log_in(administrator, client):
    assert administrator.post("/accounts/new", NEW).status_code == 302
    made = Account.objects.get(username="lea")
    assert (made.role, made.region, made.is_superuser) == ("technician", "fr", False)
    assert made.check_password("an early grey heron")


def test_a_short_password_is_refused_where_it_was_typed(administrator):
    answer = administrator.post("/accounts/new", NEW | {"password": "short"})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors


def test_an_account_is_locked_out(administrator):
    administrator.post("/accounts/new", NEW)
    made = Account.objects.get(username="lea")
    changed = {**NEW, "is_active": ""}
    del changed["password"]
    administrator.post(f"/accounts/{made.pk}", changed)
    made.refresh_from_db()
    assert not made.is_active


def test_the_last_administrator_stays_one(administrator):
    last = Account.objects.get(role="administrator")
    answer = administrator.post(
        f"/accounts/{last.pk}",
        {"username": last.username, "role": "reader", "is_active": "on", "own_password": "correct horse"},
    )
    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()
    last.refresh_from_db()
    assert last.role == "administrator"


def test_a_password_is_reset(administrator):
    administrator.post("/accounts/new", NEW)
    made = Account.objects.get(username="lea")
    twice = {
        "new_password1": "battery staple",
        "new_password2": "battery staple",
        "own_password": "correct horse",
    }
    assert administrator.post(f"/accounts/{made.pk}/password", twice).status_code == 302
    made.refresh_from_db()
    assert made.check_password("battery staple")


TOKEN = {"label": "script", "scope": "act", "days": "90", "own_password": "correct horse"}


def test_a_token_is_shown_once_and_only_its_digest_kept(reader):
    answer = reader.post("/me/tokens", TOKEN)
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert answer["cache-control"] == "no-store"
    assert ApiToken.objects.get().hash == sha256(token.encode()).hexdigest()
    assert token not in reader.get("/me").content.decode()


def test_a_token_is_revoked_by_its_owner_or_an_administrator(reader, account, administrator_too):
    reader.post("/me/tokens", TOKEN)
    other = ApiToken.objects.create(
        account=account("manager"), label="x", hash="x", created_at="2026-01-01T00:00Z"
    )
    assert reader.post(f"/me/tokens/{other.pk}/revoke").status_code == 404
    mine = ApiToken.objects.exclude(pk=other.pk).get()
    reader.post(f"/me/tokens/{mine.pk}/revoke")
    assert list(ApiToken.objects.all()) == [other]
    assert "manager-group" in administrator_too.get("/accounts/tokens").content.decode()
    administrator_too.post(f"/me/tokens/{other.pk}/revoke")
    assert not ApiToken.objects.exists()


def test_a_token_ends(reader, client):
    token = reader.post("/me/tokens", TOKEN).context["token"]
    headers = {"authorization": f"Bearer {token}"}
    stranger = Client()
    with clock.moved(clock.now()):
        assert stranger.get("/api/v1/incidents", headers=headers).status_code == 200
        clock.fast_forward(days=91)
        assert stranger.get("/api/v1/incidents", headers=headers).status_code == 401


def test_a_token_that_sees_does_not_act(account):
    browser, stranger = Client(), Client()
    browser.force_login(account("administrator"))
    token = browser.post("/me/tokens", TOKEN | {"scope": "read"}).context["token"]
    headers = {"authorization": f"Bearer {token}"}
    assert stranger.get("/api/v1/incidents", headers=headers).status_code == 200
    answer = stranger.post("/api/v1/incidents/1/take", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tocsin:problem:access.token_reads")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/accounts/new", NEW),
        ("/me/tokens", TOKEN),
    ],
)
@pytest.mark.parametrize("typed", ["", "wrong"])
def test_a_browser_left_open_lets_nobody_in(administrator, address, form, typed):
    answer = administrator.post(address, form | {"own_password": typed})
    assert answer.status_code == 422
    assert "own_password" in answer.context["form"].errors
    assert not ApiToken.objects.exists()
    assert Account.objects.count() == 1


def test_one_s_own_password_cannot_be_guessed_in_a_form(administrator):
    with clock.moved(clock.now()):
        for _ in range(5):
            administrator.post("/me/tokens", TOKEN | {"own_password": "wrong"})
        answer = administrator.post("/me/tokens", TOKEN)
        assert "wait half a minute" in answer.content.decode()


@pytest.mark.parametrize("password", ["short", "password1234", "lea@cachemire.example", "administrator"])
def test_a_password_that_is_guessed_first_is_refused(administrator, password):
    form = NEW | {"password": password, "email": "lea@cachemire.example"}
    assert "password" in administrator.post("/accounts/new", form).context["form"].errors


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Groupe-Cachemire-2026", "Cachemire"),
        ("my c4chem1re of winter", "Cachemire"),
        ("un TOCSIN dans la nuit", "tocsin"),
        ("t.o.c.s.1.n for ever", "tocsin"),
        ("lea.moreau likes tea", "lea.moreau"),
        ("Léa Moréau 2026 !!", "lea.moreau"),
        ("a winter for MOREAU", "moreau"),
        ("the roussel of spring", "Roussel"),
        ("d4m13n and the spring", "Damien"),
    ],
)
def test_a_password_of_the_company_s_own_words_is_refused_and_the_word_named(administrator, password, word):
    form = NEW | {"password": password, "username": "lea.moreau", "person": "damien.roussel"}
    mistakes = administrator.post("/accounts/new", form).context["form"].errors["password"]
    assert any(f"“{word}”" in mistake for mistake in mistakes), mistakes


def test_a_password_of_other_words_is_taken_whatever_short_names_it_holds(administrator):
    form = NEW | {"username": "ana", "password": "a banana of the evening"}
    assert administrator.post("/accounts/new", form).status_code == 302


def test_one_account_a_person(administrator, account):
    account("technician", person="lea.moreau", username="first")
    answer = administrator.post("/accounts/new", NEW | {"person": "lea.moreau"})
    assert answer.status_code == 422


def test_a_first_password_must_be_changed(administrator):
    administrator.post("/accounts/new", NEW)
    browser = Client()
    browser.post("/login", {"username": "lea", "password": "an early grey heron"})
    assert browser.get("/")["location"] == "/me/password"
    assert browser.post("/incidents/1/take")["location"] == "/me/password"
    typed = {
        "old_password": "an early grey heron",
        "new_password1": "battery staple",
        "new_password2": "battery staple",
    }
    assert browser.post("/me/password", typed)["location"] == "/me"
    assert browser.get("/").status_code == 200


def test_a_first_password_opens_nothing_else(account):
    """The pages asked for a password of one's own; the API and the stream took the session as it was."""
    lea = account("technician", username="lea")
    lea.must_change_password = True
    lea.save()
    browser = Client()
    browser.force_login(lea)
    assert browser.get("/api/v1/incidents").status_code == 401
    assert not _has_account(browser.cookies["sessionid"].value)


def test_a_reset_ends_every_session_and_token(administrator, account):
    lea = account("technician", username="lea")
    browser = Client()
    browser.force_login(lea)
    browser.post("/me/tokens", TOKEN)
    assert browser.get("/").status_code == 200
    twice = {"new_password1": "battery staple", "new_password2": "battery staple"}
    administrator.post(f"/accounts/{lea.pk}/password", twice | {"own_password": "correct horse"})
    assert browser.get("/")["location"].startswith("/login")
    assert not ApiToken.objects.exists()


def test_a_locked_out_account_is_out_at_once(account):
    lea = account("technician", username="lea")
    browser = Client()
    browser.force_login(lea)
    Account.objects.filter(pk=lea.pk).update(is_active=False)
    assert browser.get("/")["location"].startswith("/login")


@pytest.mark.parametrize("how", ["form", "command"])
def test_who_was_locked_out_does_not_come_back_by_an_old_session_or_token(administrator, account, how):
    lea = account("technician", username="lea")
    browser = Client()
    browser.force_login(lea)
    token = browser.post("/me/tokens", TOKEN).context["token"]
    calendar = browser.post("/interventions/calendar").context["address"].partition("/calendar")[2]
    assert browser.get(f"/calendar{calendar}").status_code == 200
    if how == "form":
        typed = {"username": "lea", "role": "technician", "own_password": "correct horse"}
        assert administrator.post(f"/accounts/{lea.pk}", typed).status_code == 302
    else:
        _command("lea", "--disable")
    _command("lea", "--enable")
    assert browser.get("/")["location"].startswith("/login")
    assert Client().get("/api/v1/incidents", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert Client().get(f"/calendar{calendar}").status_code == 404
    assert administrator.get("/").status_code == 200


def _command(*arguments):
    with patch("tocsin.cli.ready.database"):
        done = CliRunner().invoke(command, [*arguments], catch_exceptions=False)
    assert done.exit_code == 0


def test_one_s_old_password_cannot_be_guessed_in_a_browser_left_open(reader):
    typed = {"old_password": "wrong", "new_password1": "battery staple", "new_password2": "battery staple"}
    for _ in range(6):
        answer = reader.post("/me/password", typed)
    assert "half a minute" in str(answer.context["form"].errors) or "demi-minute" in str(
        answer.context["form"].errors
    )
    assert reader.post("/me/password", typed | {"old_password": "correct horse"}).status_code == 422


def test_one_s_own_password_is_changed_and_only_the_other_sessions_end(reader, account):
    other = Client()
    other.force_login(Account.objects.get())
    typed = {
        "old_password": "correct horse",
        "new_password1": "battery staple",
        "new_password2": "battery staple",
    }
    assert reader.post("/me/password", typed).status_code == 302
    assert reader.get("/me").status_code == 200
    assert other.get("/me")["location"].startswith("/login")


def test_a_wrong_old_password_changes_nothing(reader):
    typed = {"old_password": "wrong", "new_password1": "battery staple", "new_password2": "battery staple"}
    assert reader.post("/me/password", typed).status_code == 422
