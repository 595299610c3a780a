"""Three coverage checks worked out by hand, from the contract to the sentence, in French and English. Instants in Paris."""

from typing import Any

import pytest

from tests.core.coverage.test_check import HOUR, OURS, START, THEIRS, objects
from tocsin.core.coverage.decide import Check
from tocsin.core.coverage.reasons import reasons
from tocsin.core.impact.graph import Graph
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.typography import typeset
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named

SETTINGS = {"settings": {"name": "Test", "zone": "Europe/Paris", "policies": {"report_s": 900}}}


def sentences(language: Language, **more: dict[str, dict[str, Any]]) -> list[str]:
    known = Organisation.of(objects(**more))
    found = Check(known, Graph.compile(known.items, known.requirements), START).application("crm")
    return [render_named(why, known, language) for why in reasons(found, known, language)]


def test_eight_hours_of_service_against_a_day() -> None:
    """Friday 10:00 + 8 h of 8 to 18 is 18:00; a second later is Monday 8:00:01, and our 24 h end on Saturday. From 18:00 on
    we promise 72 h. At worst Monday 1 November 2027 is a holiday and the clocks go back: 71 h late. On 24 December 2026 at
    18:00 our 72 h end on Sunday the 27th, before the service opens at all: no target of service hours holds; 24 h do."""
    assert sentences("en") == [
        "In every ordinary week, an outage that begins on Friday from 10:00 to 18:00 may last longer than promised.",
        "Outside ordinary weeks (holidays, clock changes): 8 more windows, the first one on 2026-12-24 10:00:01 CET.",
        "At worst, an outage of 2027-10-29 10:00:01 CEST: restoration is promised by 2027-10-30 10:00:01 CEST, "
        "guaranteed only by 2027-11-02 08:00:01 CET, 2d 23h later.",
        "Host, “host-standard” (8 h, office): no target on this calendar is short enough "
        "(outage of 2026-12-24 18:00 CET); it would have to be 24 h at most, day and night.",
    ]
    assert sentences("fr")[0] == (
        "Chaque semaine ordinaire, une panne qui commence le vendredi de 10:00 à 18:00 peut durer plus que promis."
    )


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("fr", "Host, « host-standard » (20 h, jour et nuit) : il faudrait 15 h 45 min au plus."),
        ("en", "Host, “host-standard” (20 h, day and night): it would have to be 15 h 45 min at most."),
    ],
)
def test_twenty_hours_from_the_report_never_keep_sixteen(language: Language, clause: str) -> None:
    """We report after 15 min: 20:15 are guaranteed, at any second; R* is 16 h less 15 min. No window is apart from others:
    one was named as if there were an ordinary week."""
    any_time = {"period": "any", "period_calendar": ""}
    found = sentences(
        language,
        settings=SETTINGS,
        commitment={
            "working": OURS | any_time | {"target_s": 16 * HOUR},
            "otherwise": OURS | any_time | {"target_s": 17 * HOUR, "criticalities": ["low"]},
            "host-standard": THEIRS
            | {"guarantee": "standard", "target_s": 20 * HOUR, "calendar": "always", "start": "reported"},
        },
    )
    assert len(found) == 3
    assert found[-1] == (typeset(clause) if language == "fr" else clause)


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        (
            "fr",
            "À faire écrire au contrat avec Nuage : « rétablissement en 23 h 45 min au plus, jour et nuit ».",
        ),
        (
            "en",
            "To be written into the contract with Nuage: “restoration within 23 h 45 min at most, day and night”.",
        ),
    ],
)
def test_the_sentence_for_the_contract_to_be_signed(language: Language, clause: str) -> None:
    """24 h are promised in working time, 72 h else, and 15 min pass until the report. It named an empty calendar."""
    found = sentences(
        language,
        settings=SETTINGS,
        supplier={"cloud": {"name": "Nuage", "contracts": [{"number": "N-1", "to_be_signed": True}]}},
        item={"vm": {"type": "device", "name": "vm", "supplier": "cloud"}},
        application={"crm": {"name": "CRM", "criticality": "critical", "needs": [{"all": ["vm"]}]}},
    )
    assert found[-1] == (typeset(clause) if language == "fr" else clause)
