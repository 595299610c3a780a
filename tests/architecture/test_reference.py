"""The reference of the organisation's files is what the types say, in both languages."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tocsin.connectors.kit.connector import Connector
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reference_is_current_and_every_field_has_its_words(language: str) -> None:
    tool = _tool()
    words = tool.Words(language)
    written = tool.page(words)
    assert words.missing == [], "add them to docs/reference/words.yaml"
    assert set(words.all) == words.used, "these words stand for a field that is gone"
    assert (tool.FOLDER / f"{language}.md").read_text("utf-8") == written, "run make reference"


def test_a_connector_that_is_added_is_in_the_reference_with_its_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class ToySettings(Value):
        spool: str
        rest_s: int = 90

    tool = _tool()
    toy = Connector(word="toy", label=Label(fr="Jouet", en="Toy"), settings=ToySettings)
    monkeypatch.setitem(tool.CHANNELS, "toy", toy)
    words = tool.Words("en")
    written = tool.page(words)
    assert "## Settings of a source of the channel toy" in written
    assert "| `rest` | length of time (4h, 30min) | `1min 30s` |" in written
    assert words.missing == ["settings:toy", "ToySettings.spool", "ToySettings.rest"], "each wants its words"
