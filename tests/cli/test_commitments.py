"""tocsin commitments check: on files and on what is in force, in words and as JSON."""

import json

from click.testing import CliRunner, Result

from tocsin.cli.commitments import commitments
from tocsin.core.kernel.errors import BadInput

COMPANY = "examples/cachemire"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(commitments, ["check", *arguments])


def test_files_are_checked_without_a_database():
    checked = check(COMPANY, "--lang", "fr")
    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[:2] == [
        "CRM: menacé",
        "  Chaque semaine ordinaire, une panne qui commence du vendredi 15:45 au dimanche 16:00 peut durer plus que promis.",
    ]


def test_programs_get_every_window_and_clause():
    found = {
        coverage["application"]: coverage for coverage in json.loads(check(COMPANY, "-o", "json").stdout)
    }
    assert found["crm"]["verdict"] == "at_risk"
    assert found["crm"]["weekly"][0]["start"] == "15:45:01"
    assert {clause["supplier"] for clause in found["crm"]["clauses"]} == {"valmont", "ligne-claire"}
    assert found["intranet"]["verdict"] == "kept"


def test_files_with_a_mistake_are_not_checked(tmp_path):
    (tmp_path / "commitments.yaml").write_text("crm: {party: ours, calendar: nowhere, target_s: 60}\n")
    refused = check(str(tmp_path))
    assert isinstance(refused.exception, BadInput)
    assert any(fault.file.endswith("commitments.yaml") for fault in refused.exception.faults)
