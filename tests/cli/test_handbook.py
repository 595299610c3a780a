"""tocsin handbook writes the live policies as PDF in both languages, and says what is wrong with a file it cannot write."""

import io

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from tests.web.filling import fill
from tocsin.cli import ready
from tocsin.cli.handbook import handbook
from tocsin.core.kernel.errors import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(monkeypatch):
    monkeypatch.setattr(ready, "database", lambda: None)
    fill()


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Une seule région", "Processus d’escalade"]),
        ("en", ["One region alone", "Escalation process"]),
    ],
)
def test_it_holds_the_policies_in_force(tmp_path, language, words):
    target = tmp_path / "process.pdf"
    done = CliRunner().invoke(handbook, [str(target), "--language", language])
    assert done.exit_code == 0, done.output
    found = text_of(target.read_bytes())
    assert [word for word in words if word not in found] == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    done = CliRunner().invoke(handbook, [str(tmp_path / "nowhere" / "process.pdf")])
    assert isinstance(done.exception, BadInput)
    assert "nowhere" in str(done.exception)
