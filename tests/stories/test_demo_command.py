"""The command: what it refuses and says before anything is started."""

import os
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.core.kernel.errors import Refused
from tocsin.demo.command import company, demo
from tocsin.demo.world.stories import STORIES


def test_the_stories_are_listed_in_both_languages() -> None:
    french = CliRunner().invoke(demo, ["--list", "--language", "fr"]).output
    english = CliRunner().invoke(demo, ["--list", "--language", "en"]).output
    assert all(name in french and name in english for name in STORIES)
    assert "La salle 2 perd son alimentation" in french
    assert "Room 2 loses power" in english


@pytest.mark.parametrize(("language", "expected"), [("fr", "est déjà pris"), ("en", "is taken")])
def test_a_busy_port_is_named_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, expected: str
) -> None:
    monkeypatch.setenv("TOCSIN_DATA", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CliRunner().invoke(demo, ["--port", str(taken.getsockname()[1]), "--language", language])
    assert done.exit_code == 2
    assert expected in done.output
    assert "--port" in done.output


def test_a_real_installation_is_never_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    monkeypatch.setenv("TOCSIN_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/real")
    done = CliRunner().invoke(demo, ["--fresh"])
    assert isinstance(done.exception, Refused)
    assert list(tmp_path.iterdir()) == [tmp_path / "postgresql"]
    assert "DATABASE_URL" not in os.environ


def test_the_demo_receives_its_provider_s_mails_without_a_mailbox() -> None:
    sources = {
        declaration.key: declaration.spec for declaration in company() if declaration.section == "source"
    }
    assert sources["valmont"]["channel"] == "smtp"
    assert "valmont-smtp" not in sources
