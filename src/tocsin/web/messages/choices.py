"""Our words for a word of a source, as the choices of a form; the flow decides which words these are."""

from typing import NamedTuple

from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.intake.messages import ours_of
from tocsin.web.request import current_language
from tocsin.web.words import CRITICALITIES, EVENT_STATES


class Choice(NamedTuple):
    """One choice of a form."""

    value: str
    text: str


def choices_of(format: str, table: str, organisation: Organisation) -> list[Choice]:
    """Our side of a table, each word with its label; kinds by their names."""
    choices = [Choice(word, _label(word, organisation)) for word in ours_of(format, table)]
    named = any(choice.value in organisation.kinds for choice in choices)
    return sorted(choices, key=lambda choice: choice.text) if named else choices


def _label(word: str, organisation: Organisation) -> str:
    if word in CRITICALITIES:
        return str(CRITICALITIES[word])
    if word in EVENT_STATES:
        return str(EVENT_STATES[word].text)
    kind = organisation.kinds.get(word)
    name = current_language()
    return f"{getattr(kind.label, name)} ({word})" if kind else word
