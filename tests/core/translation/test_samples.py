"""Every sample of every delivered format becomes what is written beside it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli import formats as command
from tocsin.core.translation.formats import Formats

ROOT = Path(__file__).parents[3] / "examples" / "cachemire" / "formats"
SAMPLES = sorted(path for path in ROOT.glob("*/samples/*") if path.suffix not in (".yaml", ".md"))


@pytest.fixture(scope="module")
def formats() -> Formats:
    return command.load(ROOT)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_sample(sample: Path, formats: Formats) -> None:
    assert command._difference(sample, formats) == []


def test_the_provider_has_at_least_forty_samples() -> None:
    assert sum(path.parent.parent.name == "valmont" for path in SAMPLES) >= 40


def test_a_difference_is_shown_and_exits_1(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    (home / "samples").mkdir(parents=True)
    (home / "format.yaml").write_text(
        "recognise: { subject: Alarm }\nevent: { kind: device.down, state: firing, place: { text: '{subject}' } }\n"
    )
    (home / "samples" / "a.eml").write_text("Subject: Alarm on srv-1\n\nhello\n")
    (home / "samples" / "a.expected.yaml").write_text("events:\n- kind: device.down\n  state: resolved\n")
    result = CliRunner().invoke(command.formats, ["test", str(tmp_path)])
    assert result.exit_code == 1
    assert "-  state: resolved" in result.output
    assert "+  state: firing" in result.output


def test_try_explains_step_by_step() -> None:
    sample = ROOT / "valmont" / "samples" / "35-digest-unknown-word.eml"
    result = CliRunner().invoke(command.formats, ["try", str(sample), "--formats", str(ROOT), "--lang", "fr"])
    assert result.exit_code == 0
    assert "Format valmont : reconnu" in result.output
    assert "Mot inconnu dans la table kind : « Fuite d'eau »" in result.output
    assert "status: partial" in result.output
