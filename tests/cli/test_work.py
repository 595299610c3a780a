"""tocsin work and tocsin search: in words and as JSON; an unknown person is a mistake with its remedy."""

import json

import pytest
from click.testing import CliRunner

from tests.web import seed
from tocsin.cli import ready
from tocsin.cli.search import search
from tocsin.cli.work import work
from tocsin.core.kernel.errors import BadInput


@pytest.fixture(autouse=True)
def seeded(db, monkeypatch):
    monkeypatch.setattr(ready, "database", lambda: None)
    seed.incidents(seed.organisation(), seed.clock.now())


def test_in_words_and_as_json():
    text = CliRunner().invoke(work, ["karim.haddad", "--language", "fr"]).output
    assert "INC-42 P1 [mine" in text
    found = json.loads(CliRunner().invoke(work, ["karim.haddad", "-o", "json"]).output)
    assert {task["number"] for task in found} >= {"INC-42", "INC-45"}


def test_nobody_of_that_key():
    with pytest.raises(BadInput, match="is no person's key"):
        CliRunner().invoke(work, ["nobody"], catch_exceptions=False)


def test_search_in_words_and_as_json():
    text = CliRunner().invoke(search, ["entrepots", "--language", "fr"]).output
    assert "INC-45  Entrepôts" in text
    assert "karim.haddad  Karim Haddad" in CliRunner().invoke(search, ["@karim"]).output
    found = json.loads(CliRunner().invoke(search, ["srv", "wms", "-o", "json"]).output)
    assert found["rows"][0]["id"] == 45
