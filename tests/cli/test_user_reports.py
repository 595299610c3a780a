"""tocsin user-reports: what the pages do, from the command line, with the same rules."""

import json

import pytest
from click.testing import CliRunner

from tests.web.filling import fill
from tocsin.cli.main import tocsin
from tocsin.core.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from tocsin.store import models


@pytest.fixture
def crm(db):
    fill()
    models.Account.objects.create_user("tech", role="administrator")
    models.Account.objects.create_user("looks", role="reader")
    return models.Incident.objects.filter(
        state="new", folded_into=None, value__applications__0__gt=""
    ).first()


def run(*arguments):
    result = CliRunner().invoke(tocsin, ["user-reports", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_call_is_recorded_linked_answered_and_shown(crm):
    line = run(
        "call", "plus de CRM", "--caller", "lea@x.example", "--incident", f"INC-{crm.id}", "--as", "tech"
    )
    number = line.split()[0]
    assert f"INC-{crm.id}" in line
    assert f"INC-{crm.id}" not in run("unlink", number, "--as", "tech")
    run("link", number, f"INC-{crm.id}", "--as", "tech")
    run("answer", number, "On regarde", "--as", "tech")
    assert run("inform", f"INC-{crm.id}", "Passez par le secours", "--as", "tech").strip() == "1"
    shown = run("show", number, "--language", "fr")
    assert "plus de CRM" in shown
    assert "lea@x.example" in shown
    (row,) = json.loads(run("list", "--incident", f"INC-{crm.id}", "-o", "json"))
    assert [had["news"] for had in row["informed"]] == ["answered", "workaround"]


def test_a_place_is_named_by_its_name_and_mistakes_are_explained(crm):
    application = crm.value["applications"][0]
    assert "RPT-" in run("call", "lent", "--caller", "Léa", "--place", application, "--as", "tech")
    for arguments, refused in (
        (("show", "INC-1"), BadInput),
        (("show", "RPT-999999"), NotFound),
        (("link", "RPT-1", "RPT-2", "--as", "tech"), BadInput),
        (("call", "x", "--caller", "y", "--place", "nowhere at all", "--as", "tech"), BadInput),
        (("call", "x", "--caller", "y", "--opens", "--as", "tech"), Refused),
        (("call", "x", "--caller", "y", "--as", "looks"), NotAllowed),
        (("call", "x", "--caller", "y", "--as", "nobody"), NotFound),
    ):
        with pytest.raises(refused):
            run(*arguments)
