"""Naming: what people call a source of messages. Knows the organisation; an unknown key is its own name."""

import tocsin.flow.sentences  # noqa: F401  declares what people's reports are called
from tocsin.core.event.message import PEOPLE
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.sources.heartbeats import OURSELVES


def source_name(organisation: Organisation, key: str, language: Language) -> str:
    """A declared source by its label, people's reports and Tocsin itself by theirs."""
    if source := organisation.sources.get(key):
        return source.label
    if key == PEOPLE:
        return render_why(Why(code="flow.source.people"), language)
    return "Tocsin" if key == OURSELVES else key
