"""Every sample of every delivered format becomes what is written beside it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import formats as command
from tocsin.core.kernel.typography import typeset
from tocsin.core.translation.formats import Formats

ROOT = Path(__file__).parents[3] / "examples" / "cachemire" / "formats"
PROVIDERS = Path(__file__).parent / "providers"
SAMPLES = sorted(path for path in ROOT.glob("*/samples/*") if path.suffix not in (".yaml", ".md"))


@pytest.fixture(scope="module")
def formats() -> Formats:
    return command.load(ROOT)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_sample(sample: Path, formats: Formats) -> None:
    assert command._outcome(sample.parent.parent.name, sample, formats) == {"difference": [], "rivals": ()}


def test_formats_written_from_the_documentation_alone() -> None:
    result = CliRunner().invoke(command.formats, ["test", str(PROVIDERS)])
    assert result.exit_code == 0, result.output
    assert "11 of 11 samples" in result.output


def test_the_provider_has_at_least_forty_samples() -> None:
    assert sum(path.parent.parent.name == "valmont" for path in SAMPLES) >= 40


FORMAT = "recognise: { subject: Alarm }\nevent: { kind: device.down, state: firing, place: { host: '{subject}' } }\n"
MAIL = "Subject: Alarm on srv-1\nDate: Mon, 23 Nov 2026 12:00:00 +0100\n\nhello\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of formats with one format and one sample."""
    (tmp_path / "mine" / "samples").mkdir(parents=True)
    (tmp_path / "mine" / "format.yaml").write_text(FORMAT)
    (tmp_path / "mine" / "samples" / "a.eml").write_text(MAIL)
    return tmp_path


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(command.formats, arguments, input=given)


def compared(home: Path, expected: str) -> Result:
    (home / "mine" / "samples" / "a.expected.yaml").write_text(expected)
    return run("test", str(home))


def test_a_difference_is_shown_and_exits_1(home: Path) -> None:
    result = compared(home, "events:\n- kind: device.down\n  state: resolved\n")
    assert result.exit_code == 1
    assert "-  state: resolved" in result.output
    assert "+  state: firing" in result.output


@pytest.mark.parametrize(
    "expected",
    [
        "status: translated\n",
        "events:\n- place: { host: Alarm on srv-1 }\n",
        "events:\n- place: { parts: { host: Alarm on srv-1 } }\n",
        "events:\n- occurred_at: 2026-11-23T12:00:00+01:00\n",
    ],
)
def test_what_is_expected_may_be_short_and_plain(home: Path, expected: str) -> None:
    assert compared(home, expected).exit_code == 0


@pytest.mark.parametrize(
    ("expected", "complaint"),
    [
        ("", "a.expected.yaml:1: this expects nothing (write status: or events:)"),
        (
            "event:\n- kind: device.down\n",
            "a.expected.yaml:1: event: 'event' means nothing here (did you mean events?)",
        ),
        (
            "events:\n- kind: x\n  stat: firing\n",
            "yaml:3: events[0].stat: 'stat' means nothing here (did you mean state?)",
        ),
        (
            "events:\n- place: { hots: x }\n",
            "yaml:2: events[0].place.hots: 'hots' means nothing here (did you mean host?)",
        ),
        ("status: translate\n", "yaml:1: status: 'translate' is not known"),
        ("status: translated\nreceived_at: noon\n", "yaml:2: received_at: not a time with its zone"),
        ("status: translated\nenvelope: x\n", "yaml:2: envelope: this must be a mapping"),
        ("status: [\n", "not readable as YAML"),
        ("events: []\n", "+- kind: device.down"),
        ("events:\n- kind: device.down\n- kind: device.down\n", "-- kind: device.down"),
        ("format: other\nstatus: translated\n", "+format: mine"),
    ],
)
def test_a_wrong_expectation_fails_and_says_what_is_wrong(home: Path, expected: str, complaint: str) -> None:
    result = compared(home, expected)
    assert result.exit_code == 1
    assert complaint in result.output


def test_a_sample_that_another_format_takes_fails(home: Path) -> None:
    (home / "first").mkdir()
    (home / "first" / "format.yaml").write_text(FORMAT)
    result = compared(home, "events:\n- kind: device.down\n")
    assert result.exit_code == 1
    assert "+format: first" in result.output
    assert (
        "mine/a.eml: first, mine recognise it equally, the order of names decides: set a priority"
        in result.output
    )
    assert (
        "Format mine: would recognise it too" in run("try", str(home / "mine" / "samples" / "a.eml")).output
    )


def test_try_reads_standard_input_json_and_every_mail_of_an_mbox(home: Path) -> None:
    there = ("--formats", str(home))
    assert "host: Alarm on srv-1" in run("try", "-", *there, given=MAIL).output
    (home / "box").write_text(f"From a@b\n{MAIL}\nFrom a@b\n{MAIL.replace('srv-1', 'srv-2')}")
    boxed = run("try", str(home / "box"), *there).output
    assert "host: Alarm on srv-1" in boxed
    assert "--- message 2 ---" in boxed
    assert "host: Alarm on srv-2" in boxed
    assert "Read: application/json" in run("try", "-", *there, given='{"a": 1}').output


def test_try_says_what_was_looked_for_and_not_found(home: Path) -> None:
    (home / "mine" / "format.yaml").write_text(
        FORMAT + "fields: { rack: { label: Rack }, pdu: { label: PDU } }\n"
    )
    assert "nothing found for pdu, rack" in run("try", str(home / "mine" / "samples" / "a.eml")).output


def test_try_explains_step_by_step() -> None:
    sample = ROOT / "valmont" / "samples" / "35-digest-unknown-word.eml"
    result = CliRunner().invoke(
        command.formats, ["try", str(sample), "--formats", str(ROOT), "--language", "fr"]
    )
    assert result.exit_code == 0
    assert typeset("Format valmont : reconnu") in result.output
    assert typeset("Mot inconnu dans la table kind : « {} »").format("Fuite d'eau") in result.output
    assert "status: partial" in result.output
