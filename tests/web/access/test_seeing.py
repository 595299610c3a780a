"""Who sees which address: every one that there is, for every role and for a stranger; and numbers that no row has."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web import seed
from tests.web.filling import fill

ADMINISTRATORS = {  # of accounts, and, in this table, of works with suppliers: nobody else in it is the group's
    "/interventions/1/change",
    "/accounts", "/accounts/new", "/accounts/tokens", "/accounts/audit", "/accounts/audit.csv", "/accounts/1",
    "/accounts/1/password", "/histories", "/histories/1", "/histories/1/refused.csv",
}  # fmt: skip
ANYBODY = {
    "/login", "/preferences", "/logout", "/livez", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/v1/",
    "/calendar/merge.ics", "/calendar/merge/duty.ics", "/calendar/merge/duty/merge.ics", "/ways/confirm/merge",
    "/take/merge",
}  # fmt: skip
TOO_LARGE = 10**20


def _addresses(found, before="/"):
    for pattern in found:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield route


def _plain(route):
    """An address that a pattern describes, written as the others are."""
    return re.sub(r"\^(.*)\(\?P(<\w+>).*\)\\Z", r"\1\2", route)


def _filled(number):
    """Every address, its blanks filled in: with this number, with a word."""
    routes = sorted(set(_addresses(get_resolver().url_patterns)))
    return [
        re.sub("<(slug:|str:)?[a-z]+>", "merge", re.sub("<int:[a-z]+>", str(number), _plain(route)))
        for route in routes
    ]


@pytest.fixture
def company(db):
    seed.incidents(seed.organisation(), seed.clock.now())
    fill()


def test_every_address_for_every_role(company, account):
    refused = {}
    for role, region in [("reader", ""), ("manager", "it"), ("administrator", "it")]:
        browser = Client()
        browser.force_login(account(role, region))
        refused[f"{role}-{region}"] = {
            address for address in _filled(1) if browser.get(address).status_code == 403
        }
    for who, addresses in refused.items():
        wanted = set() if who.startswith("administrator") else ADMINISTRATORS
        assert addresses == wanted, who


def test_a_stranger_sees_nothing_and_is_sent_to_the_login(company):
    browser = Client()
    for address in set(_filled(1)) - ANYBODY:
        for answer in (browser.get(address), browser.post(address, {})):
            login = answer.status_code == 302 and answer["location"].startswith("/login")
            wrong = address.startswith(("/api/", "/tmf-api/", "/status/")) and answer.status_code in (
                401,
                405,
            )
            assert login or wrong, (address, answer.status_code)


def test_a_number_that_no_row_can_have_is_nothing(company, account):
    """``/api/v1/messages/5402968634414223851520/replay`` was a mistake of ours (500)."""
    browser = Client(raise_request_exception=False)
    browser.force_login(account("administrator"))
    for address in _filled(TOO_LARGE):
        for answer in (browser.get(address), browser.post(address, {"into": f"INC-{TOO_LARGE}"})):
            assert answer.status_code < 500, address
    for body in ({"into": f"INC-{TOO_LARGE}"}, {"note": "x"}):
        for verb in ("merge", "split", "comment"):
            reply = browser.post(f"/api/v1/incidents/47/{verb}", body, content_type="application/json")
            assert reply.status_code < 500, (verb, body)
    for query in (
        f"before={TOO_LARGE}",
        f"page={TOO_LARGE}",
        f"q=INC-{TOO_LARGE}",
        f"message={TOO_LARGE}",
        "q=%00",
    ):
        for address in ("/incidents", "/messages", "/messages/queue", "/interventions", "/api/v1/messages",
                        "/api/v1/incidents", "/accounts/audit", "/places", "/report", "/incidents.csv"):  # fmt: skip
            assert browser.get(f"{address}?{query}").status_code < 500, (address, query)
