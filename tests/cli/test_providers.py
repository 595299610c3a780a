"""tocsin providers: channels and budgets in words and as JSON; a cut channel is exit code 1."""

import json

import pytest
from click.testing import CliRunner

from tests.web.filling import fill
from tocsin.cli import ready
from tocsin.cli.providers import providers
from tocsin.core.calls.breaker import Breaker
from tocsin.core.kernel.errors import NotFound
from tocsin.store import calls

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(monkeypatch):
    monkeypatch.setattr(ready, "database", lambda: None)
    fill()


def test_what_the_contract_leaves_is_said(filled):
    done = CliRunner().invoke(providers, ["valmont", "--language", "en"])
    assert "Valmont Datacenter" in done.output
    assert "60 calls in 60 s: 12 of 12 left now" in done.output


def test_a_cut_channel_is_named_with_its_reason_and_is_exit_code_one():
    now = calls.database_now()
    cut = Breaker(failures=1, cut_since=now, until=now, cause="refused", reason="HTTP 429: slow down")
    calls.change("valmont", lambda account, _: (calls.Account(breaker=cut), None))
    done = CliRunner().invoke(providers, ["valmont", "--language", "fr"])
    assert done.exit_code == 1
    assert "HTTP 429: slow down" in done.output
    whole = json.loads(CliRunner().invoke(providers, ["-o", "json"]).output)
    states = {
        channel["key"]: channel["state"] for row in whole for channel in row["channels"] if channel["key"]
    }
    assert states["valmont-api"] == "cut"


def test_the_best_channel_its_reasons_and_the_cost_are_said(filled):
    text = CliRunner().invoke(providers, ["valmont", "--language", "en"]).output
    assert "P1 is urgent: the phone, their channel for what cannot wait." in text
    assert "Not the phone: dearer, about €7.50." in text
    assert "This month: €0.00; 0 call(s) spared, €0.00" in text
    (whole,) = json.loads(CliRunner().invoke(providers, ["valmont", "-o", "json"]).output)
    assert whole["ordinary"]["channel"] == "api"
    assert {"lying", "works", "spending"} <= whole.keys()


def test_an_unknown_provider_is_named_as_such():
    assert isinstance(CliRunner().invoke(providers, ["nobody"]).exception, NotFound)
