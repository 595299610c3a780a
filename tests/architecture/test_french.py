"""The French that we wrote is typeset once, wherever it stands; what people and sources wrote never is."""

import ast
import re
from importlib import import_module
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo

from tests.architecture.source import SOURCE, modules, parsed, where
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.kernel import sentences
from tocsin.core.kernel.typography import NARROW, WIDE, typeset
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Label
from tocsin.demo import words
from tocsin.demo.world.stories import STORIES
from tocsin.flow.channels import CHANNELS

_MO = SOURCE / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
_CODE = re.compile(r"`[^`]*`|https?://\S+|\{[^}]*\}|%\([^)]*\)[sd]")
_WRONG = re.compile(r"[\w)}»][;!?](?=\s|$)|(?<=\S) [:;!?»](?=\s|$)|[^\u00a0]»|«[^\u00a0]|[^\W\d_]'[^\W\d_]")


def labels() -> list[Label]:
    rows = [
        label for row in ACTIONS.values() for label in (row.label, row.send, row.done, row.timeline_label)
    ]
    stories = [label for story in STORIES.values() for label in (story.title, story.look)]
    return [*rows, *stories, *(connector.label for connector in CHANNELS.values())]


def pages() -> list[str]:
    found = [message.string for message in read_mo(BytesIO(_MO.read_bytes())) if message.id]
    return [text for string in found for text in ([string] if isinstance(string, str) else string)]


def french() -> list[str]:
    """Every French sentence of ours, as it is rendered."""
    for module in modules():
        if re.search(r"^declare(_faults)?\(", module.read_text("utf-8"), re.MULTILINE):
            import_module(".".join(module.relative_to(SOURCE.parent).with_suffix("").parts))
    reasons = [sentences.render_why(Why(code=code), "fr") for code in sentences.codes()]
    return [*reasons, *pages(), *(label.fr for label in labels()), *words.words("fr")._texts.values()]


def test_every_french_sentence_has_its_spaces_and_apostrophes():
    wrong = [text for text in french() if _WRONG.search(_CODE.sub("x", text))]
    assert len(french()) > 900
    assert wrong == []


def test_one_french_word_for_one_thing():
    """A notification is no « avis », but for works; a clock is a « chronomètre »; the other party is a « fournisseur »."""
    others = re.compile(
        r"\bavis\b(?! de travaux)|\bprestataires?\b|\bhorloges?\b|\bballe\b|\brejou|\bdans les mains\b|\bmuette?s?\b",
        re.I,
    )
    assert [text for text in french() if others.search(text)] == []


def test_a_label_in_the_code_is_one_of_ours():
    """``Label`` is for what people declare; ours are made by ``own_label``, which typesets them."""
    loose = [
        where(module, node)
        for module in modules()
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Label"
        for keyword in node.keywords
        if isinstance(keyword.value, ast.Constant)
    ]
    assert loose == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ouvrez : voilà", f"Ouvrez{WIDE}: voilà"),
        ("Résolu ? Oui ! Non ; si", f"Résolu{NARROW}? Oui{NARROW}! Non{NARROW}; si"),
        ("la file « à traduire »", f"la file «{WIDE}à traduire{WIDE}»"),
        ("l'alerte d'{item}, qu'«on»", "l’alerte d’{item}, qu’«on»"),
        ("l'option `--x 'a' ; b`", "l’option `--x 'a' ; b`"),
        ("à 12:30, http://x.example", "à 12:30, http://x.example"),
    ],
)
def test_typeset(typed, printed):
    assert typeset(typed) == printed
    assert typeset(printed) == printed


def test_what_was_typed_by_people_and_sources_stays_as_it_was():
    typed = 'l\'onduleur : perdu ! ("quoi" ?)'
    shown = sentences.render_why(Why(code="notice.note", facts={"by": "Zoé", "note": typed}), "fr")
    assert typed in shown
