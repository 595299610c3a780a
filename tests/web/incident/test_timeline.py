"""The timeline as a page renders it."""

from datetime import UTC, datetime

import pytest

from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.web.incident.timeline import entry_view

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("verb", Verb)
def test_every_entry_has_a_sentence_and_an_icon_of_its_own(verb):
    why = Why(code="correlation.joined", facts={"cause": "par1.s2"})
    view = entry_view(
        TimelineEntry(subject=Subject.incident(1), at=NOW, actor="tocsin", verb=verb, why=why),
        Organisation(),
        "en",
    )
    assert view.icon != "circle-dot"
    assert view.text != verb.value
