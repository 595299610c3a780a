"""tocsin duty import, duty unowned and what-if: as commands, in words and as JSON, with the refusals of bad input."""

import json

import pytest
from click.testing import CliRunner

from tests.web.filling import fill
from tocsin.cli import ready
from tocsin.cli.duty import duty
from tocsin.cli.main import tocsin
from tocsin.cli.what_if import what_if
from tocsin.core.kernel.errors import BadInput
from tocsin.store import models

pytestmark = pytest.mark.django_db

SHEET = """person,from,until,substitute,reason
karim.haddad,2026-12-07,2026-12-11,fatou.diallo,leave
fatou.diallo,2026-12-21,2026-12-24,,leave
"""


@pytest.fixture(autouse=True)
def filled(monkeypatch):
    monkeypatch.setattr(ready, "database", lambda: None)
    fill()


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "absences.csv"
    path.write_text(SHEET)
    return path


def run(command, *words):
    return CliRunner().invoke(command, list(map(str, words)))


def test_absences_are_imported_and_the_same_file_again_doubles_nothing(sheet):
    done = run(duty, "import", sheet)
    assert done.exit_code == 0, done.output
    assert "karim.haddad: 2026-12-06 23:00Z - 2026-12-11 23:00Z leave" in done.output
    assert "2 new, 0 changed, 0 known already, 0 left aside" in done.output
    again = run(duty, "import", sheet, "-o", "json")
    assert json.loads(again.output)["known"] == 2
    assert models.Absence.objects.count() == 2


def test_a_dry_run_shows_them_and_writes_nothing(sheet):
    done = run(duty, "import", sheet, "--dry-run")
    assert "fatou.diallo: 2026-12-20 23:00Z" in done.output
    assert not models.Absence.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SHEET.replace("karim.haddad", "nobody.here"), "nobody.here"),
        (SHEET.replace("2026-12-11", "someday"), "someday"),
        ("colour,size\nred,3\n", "person"),
    ],
)
def test_a_bad_table_is_refused_whole_with_its_line(sheet, content, said):
    sheet.write_text(content)
    refused = run(duty, "import", sheet).exception
    assert isinstance(refused, BadInput), refused
    assert any(said in fault.message("en") + (fault.remedy("en") or "") for fault in refused.faults)
    assert not models.Absence.objects.exists()


def test_the_unowned_minutes_are_said_with_their_incidents():
    done = run(duty, "unowned", "--days", "30", "--language", "en")
    assert done.exit_code == 0, done.output
    first, *spans = done.output.splitlines()
    assert first.endswith(" min")
    assert spans
    found = json.loads(run(duty, "unowned", "-o", "json").output)
    assert len(found["spans"]) == len(spans)
    assert all(f"INC-{span['incident']} " in line for span, line in zip(found["spans"], spans, strict=True))


def test_what_if_says_who_would_be_notified_and_writes_nothing():
    before = models.Incident.objects.count(), models.Delivery.objects.count()
    done = run(what_if, "--item", "par1.s1.r05", "--at", "2026-12-31 23:30", "--language", "en")
    assert done.exit_code == 0, done.output
    assert "2026-12-31 23:30" in done.output or "31/12/2026 23:30" in done.output
    course = json.loads(
        run(what_if, "--rack", "par1.s1.r05", "--at", "2026-12-31 23:30", "-o", "json").output
    )
    assert course
    assert (models.Incident.objects.count(), models.Delivery.objects.count()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name the one thing that fails"),
        (["--rack", "par1.s1.r05", "--room", "par1.s1"], "name the one thing that fails"),
        (["--rack", "no such rack"], "no such rack"),
        (["--item", "par1.s1.r05", "--kind", "no.such.kind"], "no.such.kind"),
    ],
)
def test_what_names_nothing_for_certain_is_refused_in_words(words, said):
    refused = run(what_if, *words).exception
    assert isinstance(refused, BadInput), refused
    assert any(said in fault.message("en") + (fault.remedy("en") or "") for fault in refused.faults)


def test_who_is_on_duty_at_times_and_has_no_verified_way_is_named():
    done = run(duty, "--language", "en")
    (line,) = [line for line in done.output.splitlines() if "reached by no verified way:" in line]
    assert "Karim Haddad" in line
    assert "karim.haddad" in json.loads(run(duty, "-o", "json").output)["without_verified_way"]


def test_apply_and_doctor_name_them_too_where_a_person_looks_before_going_live_oncall_1511():
    for command in (["apply", "examples/cachemire"], ["doctor"]):
        done = CliRunner().invoke(tocsin, command)
        (line,) = [line for line in done.output.splitlines() if "reached by no verified way:" in line]
        assert "Karim Haddad" in line, command
