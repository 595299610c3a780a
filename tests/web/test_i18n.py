"""Every sentence of the pages exists in French, and what is compiled is what is written."""

import importlib.util
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"


def tool():
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_its_french():
    messages = tool()
    assert messages.untranslated(messages.merged()) == []


def test_blanks_are_the_same_in_both_languages():
    messages = tool()
    found = [
        (str(message.id), str(error))
        for message in messages.merged()
        if message.string
        for error in message.check()
    ]
    assert found == []


def test_the_french_documents_are_typeset():
    """``make messages`` does it."""
    messages = tool()
    assert len(messages.documents()) >= 12
    texts = {document.name: document.read_text("utf-8") for document in messages.documents()}
    assert [name for name, text in texts.items() if messages.printed(text) != text] == []


def test_compiled_catalogue_is_current():
    messages = tool()
    with messages.PO.open("rb") as source:
        assert messages.MO.read_bytes() == messages.mo_bytes(messages.read_po(source, locale="fr"))
