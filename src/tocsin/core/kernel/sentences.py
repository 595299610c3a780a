"""Sentences: every reason and error of the core, in French and in English.

A stage declares its own sentences beside its rules, in ``<stage>/sentences.py``, with ``declare``. A blank is
``{name}``; a blank that the facts do not fill is shown as ``{name}`` and raises nothing: a missing fact must not
stop what the sentence explains. French is written with plain spaces and apostrophes; it is typeset when it is declared,
before any fact is filled in: what people and sources wrote stays as it is.
"""

from collections.abc import Mapping
from typing import Any, Literal

from tocsin.core.kernel.typography import COLON, typeset
from tocsin.core.kernel.why import Why

Language = Literal["fr", "en"]

_CATALOGUE: dict[str, tuple[str, str]] = {}


def declare(sentences: Mapping[str, tuple[str, str]]) -> None:
    """Add sentences: code -> (French, English). Raises ValueError when a code is declared twice: a mistake in the code."""
    for code, pair in sentences.items():
        french, english = pair
        ready = typeset(french), english
        if _CATALOGUE.get(code, ready) != ready:
            raise ValueError(f"sentence declared twice: {code}")
        _CATALOGUE[code] = ready


def declare_faults(faults: Mapping[str, tuple[str, ...]]) -> None:
    """Add mistakes: code -> (French, English), and the remedy in both if it is always the same (``code.remedy``)."""
    for code, (french, english, *remedy) in faults.items():
        declare({code: (french, english)})
        if remedy:
            declare({f"{code}.remedy": (remedy[0], remedy[1])})


def declared(code: str) -> bool:
    """Whether there is a sentence for this code."""
    return code in _CATALOGUE


def codes() -> frozenset[str]:
    """Every declared code (a test compares them with the codes that the source uses)."""
    return frozenset(_CATALOGUE)


def render_why(why: Why, language: Language) -> str:
    """The reason as a sentence. An unknown code is shown as it is, followed by its facts.

    A fact may be a reason itself, or several: they are rendered in the same language.
    """
    pair = _CATALOGUE.get(why.code)
    if pair is None:
        return f"{why.code} {why.facts}" if why.facts else why.code
    template = pair[0] if language == "fr" else pair[1]
    return template.format_map(_Blanks({name: _shown(value, language) for name, value in why.facts.items()}))


def colon(language: Language) -> str:
    """The colon between a label and its value: French has a no-break space before it."""
    return COLON if language == "fr" else ": "


def _shown(value: Any, language: Language) -> Any:
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(fact, language)) for fact in value)
    if isinstance(value, dict) and value.keys() == _STORED:
        return render_why(Why(**value), language)
    return render_why(value, language) if isinstance(value, Why) else value


_STORED = {"code", "facts"}  # a reason among the facts of another one, read back from a row


class _Blanks(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


declare(
    {
        "error": ("Une erreur est survenue.", "Something went wrong."),
        "error.refused": ("Cette action n'est pas possible maintenant.", "This can't be done now."),
        "error.outdated": (
            "{number} a été modifié entre-temps : relisez-le, puis recommencez.",
            "{number} was changed meanwhile: read it again, then repeat.",
        ),
        "error.not_allowed": ("Vous n'avez pas ce droit ici.", "You may not do this here."),
        "error.not_found": ("Introuvable.", "Not found."),
        "error.bad_input": ("Entrée refusée : {count} erreur(s).", "Input refused: {count} mistake(s)."),
        "error.too_large": ("Entrée trop volumineuse.", "Input too large."),
        "error.busy": ("Occupé : réessayez dans {retry_after_s} s.", "Busy: try again in {retry_after_s} s."),
        "error.unavailable": ("Un composant ne répond pas.", "A part does not answer."),
    }
)
