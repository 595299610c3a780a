"""The company that a newcomer copies (README, «ten minutes to your own mailbox») is right as it stands."""

from click.testing import CliRunner

from tests.architecture.source import ROOT
from tocsin.cli.main import tocsin

FOLDER = str(ROOT / "examples" / "first-mailbox")


def test_it_has_no_mistake_and_no_doubt():
    checked = CliRunner().invoke(tocsin, ["check", FOLDER])
    assert checked.exit_code == 0
    assert "0 mistake(s), 0 doubt(s)" in checked.output


def test_its_sample_becomes_what_is_expected():
    tested = CliRunner().invoke(tocsin, ["formats", "test", f"{FOLDER}/formats"])
    assert tested.exit_code == 0, tested.output
