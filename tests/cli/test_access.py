"""tocsin access: what the page Access does, from the command line, with the same rules and the same audit."""

import json

import pytest
from click.testing import CliRunner

from tests.web import seed
from tocsin.cli.main import tocsin
from tocsin.core.kernel.errors import BadInput, NotFound, Refused
from tocsin.store import models


@pytest.fixture
def company(db: None) -> None:
    seed.accounts(seed.organisation())


def run(*arguments: str) -> str:
    result = CliRunner().invoke(tocsin, ["access", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_somebody_is_asked_for_confirmed_extended_and_removed(company: None) -> None:
    asked = run("add", "nadia.ouali", "par1.s1", "--until", "2199-12-31", "--as", "karim")
    number = asked.split()[0]
    assert number.startswith("AUT-")
    assert "Nadia Ouali" in run("list")
    run("confirm", number, "--proof", "inscrite", "--badge", "V-1", "--as", "karim")
    run("extend", number, "--until", "2200-12-31", "--as", "karim")
    run("remove", number, "--as", "karim")
    (row,) = json.loads(run("list", "-o", "json"))
    assert (row["state"], row["badge"]) == ("removal_requested", "V-1")
    entries = models.SecurityEntry.objects.filter(action="authorisation", address="command line")
    assert entries.count() == 4


def test_the_rules_hold_there_too(company: None) -> None:
    with pytest.raises(Refused):
        run("add", "thomas.aubry", "par1.s1", "--until", "2199-12-31", "--as", "karim")
    with pytest.raises(NotFound):
        run("add", "nadia.ouali", "par1.s1", "--until", "2199-12-31", "--as", "nobody")
    with pytest.raises(BadInput):
        run("remove", "WRK-1", "--as", "karim")
