"""Reasons are said in people's words: no key, no raw value and no bare UTC instant reaches a reader."""

import pytest

import tocsin.core.correlation.sentences
import tocsin.core.routing.sentences
import tocsin.core.sla.sentences
import tocsin.core.translation.sentences  # noqa: F401
from tests.core.organisation.small import objects, specs
from tocsin.core.kernel.typography import typeset
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named


@pytest.fixture(scope="module")
def small() -> Organisation:
    return Organisation.of(objects(specs()))


SENTENCES = [
    (
        Why(code="correlation.recovered", facts={"recovered_at": "2026-11-24T16:20:47+00:00"}),
        typeset("Plus aucune alerte de cet incident n'est active depuis le 24/11/2026 17:20:47 CET."),
        "No alert of this incident fires any more since 2026-11-24 17:20:47 CET.",
    ),
    (
        Why(
            code="correlation.worsened",
            facts={"before": "redundancy_lost", "effect": "down", "criticality": "critical"},
        ),
        typeset("Effet : sans redondance → en panne ; criticité critique."),
        "Effect: without redundancy → down; criticality: critical.",
    ),
    (
        Why(code="translation.limit", facts={"what": "parts", "found": 201, "limit": 200}),
        typeset("Message mis en quarantaine : parties, 201 au lieu de 200 au plus"),
        "Message quarantined: parts, 201 instead of 200 at most",
    ),
    (
        Why(code="translation.unknown_word", facts={"table": "kind", "word": "kind"}),
        typeset("Mot inconnu dans la table nature : « kind »"),
        "Unknown word in table kind: 'kind'",
    ),
    (
        Why(code="sla.chosen.kinds", facts={"name": "8 h", "target": "8 h", "given": ["power.lost"]}),
        typeset("Engagement « 8 h » (8 h) : il vise ce type d'événement (Coupure)."),
        "Commitment “8 h” (8 h): it is for this kind of event (Cut).",
    ),
    (
        Why(code="sla.chosen.period", facts={"name": "8 h", "target": "8 h", "given": "non_working"}),
        typeset("Engagement « 8 h » (8 h) : l'incident commence dans sa période (hors des heures ouvrées)."),
        "Commitment “8 h” (8 h): the incident began in its period (non-working time).",
    ),
]


@pytest.mark.parametrize(("why", "french", "english"), SENTENCES)
def test_a_reason_in_both_languages(small, why, french, english):
    assert render_named(why, small, "fr") == french
    assert render_named(why, small, "en") == english


ROUTED = Why(code="routing.rule.group", facts={"team": "Systèmes", "rule": "last", "regions": []})


def test_a_routing_rule_is_shown_by_its_label_in_the_readers_language():
    label = {"fr": "Tout le reste", "en": "Everything else"}
    company = Organisation.of(
        objects({**specs(), "routing/last": {"order": 99, "team": "systems", "label": label}})
    )
    assert typeset("règle « Tout le reste »") in render_named(ROUTED, company, "fr")
    assert "rule “Everything else”" in render_named(ROUTED, company, "en")


def test_a_routing_rule_without_a_label_is_shown_by_its_key(small):
    assert typeset("règle « last »") in render_named(ROUTED, small, "fr")


def test_an_outlet_is_shown_with_its_pdu_and_its_rack(small):
    why = Why(code="correlation.opened_alone", facts={"item": "dc.s1.r01.pdu-a.o01"})
    outlet, pdu, rack = (item.display_name for item in list(small.path("dc.s1.r01.pdu-a.o01"))[:3])
    assert f"{outlet}, {pdu}, {rack}" in render_named(why, small, "fr")


def test_what_a_message_says_stays_as_it_was_written(small):
    why = Why(code="correlation.opened_unresolved", facts={"subject": "critical", "source": "mail"})
    assert typeset("« critical »") in render_named(why, small, "fr")
