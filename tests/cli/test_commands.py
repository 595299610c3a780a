"""The commands as a person runs them, from the command line to the exit code, on the real database."""

import json
import mailbox
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tocsin.cli import ready
from tocsin.cli.main import main
from tocsin.cli.tree import single_instance
from tocsin.connectors.files import read_directory
from tocsin.core.kernel.typography import typeset
from tocsin.flow import organisation, pipeline
from tocsin.flow.intake import deposit as intake
from tocsin.store import models

pytestmark = pytest.mark.django_db
COMPANY = "examples/cachemire"
SAMPLES = Path(COMPANY, "formats", "valmont", "samples")
Run = Callable[..., str]


@pytest.fixture
def output_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command that must end with ``code``; its output, on both streams."""
    monkeypatch.setattr(ready.logs, "configure", lambda: None)
    intake.ensure_partitions()

    def run(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        try:
            main(list(arguments))
            ended = 0
        except SystemExit as done:
            ended = int(done.code or 0)
        out, err = capsys.readouterr()
        assert ended == code, (ended, out, err)
        return out + err

    return run


@pytest.fixture
def in_force() -> None:
    objects, _ = read_directory(COMPANY)
    organisation.apply(objects, by="test")


def work() -> None:
    while pipeline.work():
        pass


@contextmanager
def given(file: Path) -> Iterator[None]:
    """The file is our standard input."""
    before = os.dup(0)
    with file.open("rb") as opened:
        os.dup2(opened.fileno(), 0)
    try:
        yield
    finally:
        os.dup2(before, 0)
        os.close(before)


def sample(number: str) -> Path:
    (file,) = SAMPLES.glob(f"{number}-*.eml")
    return file


def test_the_example_is_right(output_of: Run) -> None:
    assert "0 mistake(s)" in output_of("check", COMPANY)
    assert json.loads(output_of("check", COMPANY, "-o", "json"))["faults"] == []


def test_apply_twice_export_and_apply_change_nothing(output_of: Run, tmp_path: Path) -> None:
    assert "changed." in output_of("apply", COMPANY)
    assert "Nothing to change." in output_of("apply", COMPANY)
    output_of("export", str(tmp_path / "out"))
    assert "0 mistake(s)" in output_of("check", str(tmp_path / "out"))
    assert "Nothing to change." in output_of("apply", str(tmp_path / "out"))


def test_a_dry_run_says_what_and_does_nothing(output_of: Run, in_force: None, tmp_path: Path) -> None:
    company = edited(tmp_path, "settings.yaml", "storm_threshold: 3", "storm_threshold: 4")
    for _ in range(2):
        assert "1 object(s) would change." in output_of("apply", str(company), "--dry-run")
    assert "Nothing to change." in output_of("apply", COMPANY)


def test_a_mistake_changes_nothing_and_names_its_place(
    output_of: Run, in_force: None, tmp_path: Path
) -> None:
    company = edited(tmp_path, "sources.yaml", "supplier: ligne-claire", "supplier: nobody")
    assert "sources.yaml" in output_of("check", str(company), code=1)
    assert "Nothing was changed" in output_of("apply", str(company), code=2)
    assert "Nothing to change." in output_of("apply", COMPANY)


def edited(folder: Path, file: str, before: str, after: str) -> Path:
    copy = folder / "company"
    shutil.copytree(COMPANY, copy)
    text = (copy / file).read_text("utf-8")
    assert before in text
    (copy / file).write_text(text.replace(before, after, 1), "utf-8")
    return copy


def test_a_second_up_is_refused_and_names_the_first(output_of: Run) -> None:
    with single_instance():
        assert str(os.getpid()) in output_of("up", "--port", "1", code=5)


def test_feeding_a_file_an_mbox_and_standard_input(output_of: Run, in_force: None, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for number in ("06", "07", "08"):
        box.add(sample(number).read_bytes())
    box.close()
    wanted = {
        "1 new, 0 exact": str(sample("01")),
        "0 new, 1 exact": str(sample("01")),
        "3 new, 0 exact": str(tmp_path / "box"),
        "1 new, 0 exact repeat(s), 0 unreadable": "-",
    }
    with given(sample("03")):
        for news, file in wanted.items():
            assert news in output_of("feed", "--source", "valmont", file)
    work()
    statuses = set(models.Message.objects.values_list("status", flat=True))
    assert statuses <= {"translated", "partial"}, (
        "partial: a time that has not come yet, whenever this is run"
    )
    assert models.Message.objects.count() == 5


def test_what_feed_refuses(output_of: Run, in_force: None, tmp_path: Path) -> None:
    assert "valmont" in output_of("feed", "--source", "nobody", "x", code=3)
    answer = output_of("feed", "--source", "by-hand", str(tmp_path / "none.eml"), code=1)
    assert "0 message(s) read" in answer
    assert "none.eml" in answer


def test_why_as_text_and_as_json(output_of: Run, in_force: None) -> None:
    output_of("feed", "--source", "valmont", str(sample("47")))
    work()
    number = models.Incident.objects.get().id
    assert "valmont" in output_of("why", f"INC-{number}")
    stages = [
        step["stage"] for step in json.loads(output_of("why", str(number), "-o", "json", "--language", "en"))
    ]
    assert {"message", "format", "correspondence", "item", "impact", "incident", "clocks"} <= set(stages)
    assert "INC-99999999" in output_of("why", "INC-99999999", code=3)
    output_of("why", "nonsense", code=2)


def test_doctor_says_what_is_well_and_what_waits(output_of: Run, in_force: None) -> None:
    report = output_of("doctor", "-o", "json", code=1)  # its mailboxes are examples
    found = {finding["part"]: finding["state"] for finding in json.loads(report)}
    assert found["database"] == found["organisation"] == found["messages"] == "ok"
    assert found["mail relay"] == "note"


def test_an_account_keeps_what_is_not_given_again(output_of: Run, in_force: None) -> None:
    made = output_of("account", "zoe", "--role", "administrator", "--region", "fr")
    assert "(administrator)" in made
    password = made.rpartition(": ")[2].strip()
    assert "zoe: administrator" in output_of("account", "zoe")
    zoe = models.Account.objects.get(username="zoe")
    assert (zoe.region, zoe.check_password(password), zoe.must_change_password) == ("fr", True, True)
    output_of("account", "zoe", "--region", "")
    assert models.Account.objects.get(username="zoe").region == ""


def test_a_password_is_new_only_when_asked_for(output_of: Run, in_force: None) -> None:
    first = output_of("account", "zoe").rpartition(": ")[2].strip()
    second = output_of("account", "zoe", "--new-password").rpartition(": ")[2].strip()
    zoe = models.Account.objects.get(username="zoe")
    assert (zoe.check_password(first), zoe.check_password(second)) == (False, True)


def test_accounts_are_listed_disabled_and_deleted(output_of: Run, in_force: None) -> None:
    output_of("account", "zoe", "--role", "manager")
    output_of("account", "zoe", "--disable")
    assert "disabled" in output_of("accounts")
    output_of("account", "zoe", "--enable")
    listed = json.loads(output_of("accounts", "-o", "json"))
    assert [(account["name"], account["role"], account["enabled"]) for account in listed] == [
        ("zoe", "manager", True)
    ]
    output_of("account", "zoe", "--delete")
    output_of("account", "zoe", "--delete", code=3)
    actions = models.SecurityEntry.objects.exclude(action="organisation_applied").order_by("id")
    assert [(action.action, action.address) for action in actions] == [
        ("account_made", "command line"),
        ("account_changed", "command line"),
        ("account_changed", "command line"),
        ("account_deleted", "command line"),
    ]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["", "--role", "reader"], "username"),
        (["two words"], "username"),
        (["x", "--person", "nobody"], "person"),
        (["x", "--region", "atlantis"], "region"),
    ],
)
def test_an_account_that_cannot_be(output_of: Run, in_force: None, arguments: list[str], field: str) -> None:
    assert f"{field}: " in output_of("account", *arguments, code=2)
    assert not models.Account.objects.exists()


def test_feeding_for_a_source_that_is_not_there_names_those_that_are(output_of: Run, in_force: None) -> None:
    assert "error." not in output_of("feed", "--source", "nobody", "x", code=3)


def test_a_mistake_in_one_file_does_not_drown_in_what_refers_to_it(output_of: Run, tmp_path: Path) -> None:
    company = edited(tmp_path, "people.yaml", "  name:", "\tname:")
    assert "1 mistake(s)" in output_of("check", str(company), code=1)


def test_an_unknown_command_is_a_mistake(output_of: Run) -> None:
    output_of("nonsense", code=2)
    assert "Exit codes" in output_of("--help")


def test_a_mistake_is_reported_in_the_language_of_the_locale(
    output_of: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`tocsin check` spoke English only, where every other error followed LC_ALL."""
    (tmp_path / "settings.yaml").write_text("name: X\nzone: Europe/Pris\n")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    found = json.loads(output_of("check", str(tmp_path), "-o", "json", code=1))["faults"]
    assert {
        "code": "fault.calendar.zone",
        "message": typeset("fuseau horaire inconnu : « Europe/Pris »"),
        "remedy": typeset("vouliez-vous dire Europe/Paris ?"),
        "file": "settings.yaml",
        "line": 2,
        "field": "zone",
    } in found
    assert "erreur(s)" in output_of("check", str(tmp_path), code=1)
