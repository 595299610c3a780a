"""Accounts and one's own page: who may, what is kept, what is never shown again."""

from hashlib import sha256

import pytest

from tests.web.filling import organisation
from tocsin.store.models import Account, ApiToken

NEW = {
    "username": "lea",
    "role": "technician",
    "region": "fr",
    "password": "correct horse",
    "is_active": "on",
}


@pytest.fixture
def administrator(account, client):
    """A browser of an administrator, in English."""
    organisation()
    client.force_login(account("administrator", language="en"))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("address", ["/accounts", "/accounts/new", "/accounts/1", "/accounts/1/password"])
def test_accounts_are_for_administrators(reader, address):
    assert reader.get(address).status_code == 403


def test_an_account_is_made_and_may_log_in(administrator, client):
    assert administrator.post("/accounts/new", NEW).status_code == 302
    made = Account.objects.get(username="lea")
    assert (made.role, made.region, made.is_superuser) == ("technician", "fr", False)
    assert made.check_password("correct horse")


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
        f"/accounts/{last.pk}", {"username": last.username, "role": "reader", "is_active": "on"}
    )
    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()
    last.refresh_from_db()
    assert last.role == "administrator"


def test_a_password_is_reset(administrator):
    administrator.post("/accounts/new", NEW)
    made = Account.objects.get(username="lea")
    twice = {"new_password1": "battery staple", "new_password2": "battery staple"}
    assert administrator.post(f"/accounts/{made.pk}/password", twice).status_code == 302
    made.refresh_from_db()
    assert made.check_password("battery staple")


def test_a_token_is_shown_once_and_only_its_digest_kept(reader):
    answer = reader.post("/me/tokens", {"label": "script"})
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert answer["cache-control"] == "no-store"
    assert ApiToken.objects.get().hash == sha256(token.encode()).hexdigest()
    assert token not in reader.get("/me").content.decode()


def test_a_token_is_revoked_by_its_owner_alone(reader, account):
    reader.post("/me/tokens", {"label": "script"})
    other = ApiToken.objects.create(
        account=account("manager"), label="x", hash="x", created_at="2026-01-01T00:00Z"
    )
    assert reader.post(f"/me/tokens/{other.pk}/revoke").status_code == 404
    mine = ApiToken.objects.exclude(pk=other.pk).get()
    reader.post(f"/me/tokens/{mine.pk}/revoke")
    assert list(ApiToken.objects.all()) == [other]


def test_one_s_own_password_is_changed_and_the_session_goes_on(reader):
    typed = {
        "old_password": "correct horse",
        "new_password1": "battery staple",
        "new_password2": "battery staple",
    }
    assert reader.post("/me", typed).status_code == 302
    assert reader.get("/me").status_code == 200


def test_a_wrong_old_password_changes_nothing(reader):
    typed = {"old_password": "wrong", "new_password1": "battery staple", "new_password2": "battery staple"}
    assert reader.post("/me", typed).status_code == 422
