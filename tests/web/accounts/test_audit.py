"""The security audit: everything that changes who may come in leaves a line that nobody can change."""

import csv
import io
from collections import Counter

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.web.accounts.test_accounts import NEW, TOKEN
from tests.web.filling import organisation
from tocsin.store.models import SecurityEntry


@pytest.fixture
def administrator(account, client):
    organisation()
    client.force_login(account("administrator", username="ada", language="en"))
    client.cookies["django_language"] = "en"
    return client


def _actions():
    return list(SecurityEntry.objects.order_by("id").values_list("action", flat=True))


def test_coming_in_failing_and_leaving_are_audited_with_the_address(account):
    account("reader", username="lea")
    browser = Client(REMOTE_ADDR="192.0.2.7")
    browser.post("/login", {"username": "lea", "password": "wrong"})
    browser.post("/login", {"username": "lea", "password": "correct horse"})
    browser.post("/logout")
    entries = SecurityEntry.objects.order_by("id")
    assert [entry.action for entry in entries] == ["sign_in_failed", "signed_in", "signed_out"]
    assert {(entry.actor, entry.address) for entry in entries} == {("lea", "192.0.2.7")}


def test_accounts_roles_and_tokens_are_audited(administrator):
    administrator.post("/accounts/new", NEW)
    administrator.post("/me/tokens", TOKEN)
    assert _actions() == ["account_made", "token_made"]
    made = SecurityEntry.objects.earliest("id")
    assert (made.actor, made.subject, made.facts) == ("ada", "lea", {"role": "technician", "region": "fr"})


def test_no_password_is_in_the_audit(administrator):
    administrator.post("/accounts/new", NEW)
    administrator.post("/login", {"username": "x", "password": "s3cret-typed-as-password"})
    kept = str(list(SecurityEntry.objects.values_list()))
    assert NEW["password"] not in kept
    assert NEW["own_password"] not in kept
    assert "s3cret" not in kept


@pytest.mark.parametrize(
    "how",
    ["update security_entry set actor = 'x'", "delete from security_entry", "truncate security_entry",
     "truncate security_entry restart identity cascade"],
)  # fmt: skip
def test_the_past_cannot_be_changed(administrator, how):
    administrator.post("/accounts/new", NEW)
    _execute("set constraints all immediate")  # what is pending would keep the table from being altered
    _execute(
        "alter table security_entry enable trigger security_entry_stays_whole"
    )  # off for tests that commit
    with transaction.atomic(), pytest.raises(DatabaseError, match="append-only"):
        _execute(how.format("security_entry"))
    assert _actions() == ["account_made"]


def _execute(statement):
    with transaction.atomic(), transaction.get_connection().cursor() as cursor:
        cursor.execute(statement)


def test_the_page_filters_and_names_what_was_done(administrator):
    administrator.post("/accounts/new", NEW)
    administrator.post("/me/tokens", TOKEN)
    page = administrator.get("/accounts/audit").content.decode()
    assert "Account made: lea" in page
    assert "Token made: script" in page
    filtered = administrator.get("/accounts/audit?action=token_made").content.decode()
    assert "Account made: lea" not in filtered
    assert "Nothing is like that" in administrator.get("/accounts/audit?actor=nobody").content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [("before=x", 200), ("before=99999999999999999999", 200), ("action=nonsense", 200), ("actor=%00", 400)],
)
def test_a_nonsense_filter_is_no_error(administrator, query, status):
    assert administrator.get(f"/accounts/audit?{query}").status_code == status


def test_the_export_holds_the_same_and_no_formula(administrator):
    administrator.post("/login", {"username": "=1+1", "password": "x"})
    Client().post("/login", {"username": "=1+1", "password": "x"})
    rows = list(csv.reader(io.StringIO(administrator.get("/accounts/audit.csv").content.decode())))
    assert rows[0] == ["at", "actor", "action", "subject", "address", "facts"]
    assert "'=1+1" in {row[1] for row in rows[1:]}


def test_a_proxy_that_is_trusted_names_the_caller_and_a_stranger_does_not(account, settings):
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    for peer, forwarded in (
        ("127.0.0.1", "6.6.6.6, 192.0.2.9"),
        ("203.0.113.5", "192.0.2.9"),
        ("127.0.0.1", "<script>"),
    ):
        Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded).post(
            "/login", {"username": "lea", "password": "x"}
        )
    addresses = list(SecurityEntry.objects.order_by("id").values_list("address", flat=True))
    assert addresses == ["192.0.2.9", "203.0.113.5", "127.0.0.1"]


def test_a_refused_right_is_audited_on_pages_and_in_the_api(account):
    browser = Client(REMOTE_ADDR="192.0.2.7")
    browser.force_login(account("reader", username="lea"))
    assert browser.get("/accounts").status_code == 403
    token = browser.post("/me/tokens", TOKEN | {"scope": "read"}).context["token"]
    script = Client(REMOTE_ADDR="192.0.2.9", headers={"authorization": f"Bearer {token}"})
    assert script.post("/api/v1/incidents", {}, content_type="application/json").status_code == 403
    assert browser.post("/interventions/1/declare").status_code == 403
    stranger = Client(REMOTE_ADDR="192.0.2.8", headers={"authorization": "Bearer tocsin_nonsense"})
    assert stranger.get("/api/v1/incidents").status_code == 401
    entries = SecurityEntry.objects.filter(action="refused").order_by("id")
    assert list(entries.values_list("action", "actor", "subject", "address")) == [
        ("refused", "lea", "GET /accounts", "192.0.2.7"),
        ("refused", "lea", "POST /api/v1/incidents", "192.0.2.9"),
        ("refused", "lea", "POST /interventions/1/declare", "192.0.2.7"),
        ("refused", "", "GET /api/v1/incidents", "192.0.2.8"),
    ]


def test_a_scanner_does_not_flood_the_audit(account):
    """Entries stay for ever: what anybody can cause at will is bounded, of each caller, and the others' is kept."""
    account("reader", username="lea")
    scanner = Client(REMOTE_ADDR="2001:db8::1")
    for number in range(60):
        scanner.get("/api/v1/incidents", headers={"authorization": f"Bearer {number}"})
        scanner.post(
            "/login", {"username": "lea", "password": "wrong"}, REMOTE_ADDR=f"2001:db8::{number + 2:x}"
        )
    counted = Counter(SecurityEntry.objects.values_list("action", flat=True))
    assert counted == {"refused": 20, "sign_in_failed": 5, "sign_in_delayed": 20}
    Client(REMOTE_ADDR="192.0.2.8").get("/api/v1/incidents", headers={"authorization": "Bearer x"})
    assert SecurityEntry.objects.filter(action="refused").count() == 21
