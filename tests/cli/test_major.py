"""tocsin major: what the page does, from the command line, with the same rules."""

import json

import pytest
from click.testing import CliRunner

from tests.web import seed
from tests.web.filling import fill
from tocsin.cli.main import tocsin
from tocsin.core.kernel.errors import BadInput, NotAllowed, Refused
from tocsin.store import models


@pytest.fixture
def incident(db: None) -> str:
    fill()
    if not models.Account.objects.filter(username="karim").exists():
        seed.accounts(seed.organisation())
    number = models.Incident.objects.filter(state="new").order_by("id").first()
    assert number is not None
    return f"INC-{number.id}"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(tocsin, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_is_declared_led_stood_down_reviewed_and_explained(incident: str, tmp_path) -> None:
    number = run("major", "declare", incident, "--reason", "Tout est arrêté", "--as", "karim").split()[0]
    assert "Utilisateurs" in run("major", "show", number)
    run("major", "update", number, "--for", "public", "--fr", "Arrêt", "--en", "Down", "--as", "karim")
    run("major", "offer", number, "--to", "marion.delcourt", "--note", "x", "--as", "karim")
    with pytest.raises(NotAllowed):
        run("major", "update", number, "--for", "internal", "--fr", "x", "--as", "helene")
    with pytest.raises(Refused):
        run("major", "update", number, "--for", "public", "--fr", "Valmont", "--en", "x", "--as", "karim")
    run("major", "stand-down", number, "--note", "fini", "--as", "karim")
    run("major", "review", number, "--as", "karim")
    run("major", "pdf", number, "--to", str(tmp_path / "review.pdf"))
    assert (tmp_path / "review.pdf").read_bytes().startswith(b"%PDF-")
    (listed,) = json.loads(run("major", "list", "-o", "json"))
    assert (listed["state"], listed["commander"]) == ("stood_down", "karim.haddad")
    assert "Tout est arrêté" in run("why", number)


def test_what_is_no_major_incident(incident: str) -> None:
    with pytest.raises(BadInput):
        run("major", "take", incident, "--as", "karim")
