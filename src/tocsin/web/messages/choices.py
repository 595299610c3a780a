"""What a word of theirs may be with us: the words that a table already leads to, or our whole vocabulary."""

from typing import NamedTuple

from django.utils.translation import get_language

from tocsin.core.event.values import EventState
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.organisation import company
from tocsin.web.words import CRITICALITIES, EVENT_STATES


class Choice(NamedTuple):
    """One choice of a form."""

    value: str
    text: str


def ours_of(format: str, table: str, organisation: Organisation) -> list[Choice]:
    """Our side of a table: all of the scale that its present words belong to, else those words."""
    present = _present(format, table)
    for vocabulary in (_criticalities(), _states(), _kinds(organisation)):
        values = {choice.value for choice in vocabulary}
        if present <= values and (present or (table in _NAMED and _NAMED[table] in values)):
            return vocabulary
    return [Choice(value, value) for value in sorted(present)] or _kinds(organisation)


_NAMED = {"criticality": "low", "state": "firing", "kind": "unknown"}  # a table that is still empty


def _present(format: str, table: str) -> set[str]:
    found = next((one for one in company().formats.ordered if one.name == format), None)
    known = found.tables.get(table) if found else None
    return {*known.words.values(), *(ours for _, ours in known.patterns)} if known else set()


def _criticalities() -> list[Choice]:
    return [Choice(one.value, str(CRITICALITIES[one.value])) for one in Criticality]


def _states() -> list[Choice]:
    return [Choice(one.value, str(EVENT_STATES[one.value].text)) for one in EventState]


def _kinds(organisation: Organisation) -> list[Choice]:
    name = "en" if (get_language() or "fr").startswith("en") else "fr"
    found = [Choice(key, f"{getattr(kind.label, name)} ({key})") for key, kind in organisation.kinds.items()]
    return sorted(found, key=lambda choice: choice.text)
