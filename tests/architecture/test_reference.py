"""The reference of the organisation's files is what the types say, in both languages."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

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
