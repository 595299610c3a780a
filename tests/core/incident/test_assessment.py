"""Priorities by the client's matrix, as a table, each with its reason."""

import pytest

from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.assessment import accountable, assess
from tocsin.core.incident.values import IncidentKind
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.typography import typeset
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import PriorityRow

P = Priority


def item(key, kind, **more):
    return key, Item(key=key, type=ItemType(kind), name=key.upper(), **more)


COMPANY = Organisation(
    items=dict(
        [
            item("par1", "site", supplier="host"),
            item("par1.r07", "rack", parent="par1"),
            item("srv-1", "device", parent="par1.r07", region="fr"),
            item("hsm", "device", parent="par1.r07", supplier="vault"),
            item("crm", "application", criticality=Criticality.CRITICAL),
            item("wiki", "application", criticality=Criticality.LOW, region="fr"),
            item("stock", "application", criticality=Criticality.HIGH, region="it"),
        ]
    ),
    priorities={
        "down": PriorityRow(low=P.P4, medium=P.P3, high=P.P2, critical=P.P1),
        "degraded": PriorityRow(low=P.P5, medium=P.P4, high=P.P3, critical=P.P2),
        "redundancy_lost": PriorityRow(low=P.P5, medium=P.P5, high=P.P4, critical=P.P3),
    },
)

TABLE = [
    # hits                                            kind           criticality  priority  regions
    ({"crm": "down"},                                 "outage",      "critical",  "P1",     ("",)),
    ({"crm": "redundancy_lost"},                      "redundancy",  "critical",  "P3",     ("",)),
    ({"crm": "redundancy_lost", "wiki": "down"},      "outage",      "critical",  "P3",     ("", "fr")),
    ({"stock": "degraded", "wiki": "down"},           "outage",      "high",      "P3",     ("fr", "it")),
    ({"par1.r07": "down", "wiki": "degraded"},        "degradation", "low",       "P5",     ("fr",)),
    ({"srv-1": "down"},                               "outage",      "medium",    "P3",     ("fr",)),
    ({},                                              "degradation", "medium",    "P4",     ("",)),
    ({"crm": "none"},                                 "degradation", "medium",    "P4",     ("",)),
]  # fmt: skip


@pytest.mark.parametrize(("hits", "kind", "criticality", "priority", "regions"), TABLE)
def test_assess(hits, kind, criticality, priority, regions):
    hits = tuple(Hit(item=key, effect=Effect(effect)) for key, effect in hits.items())
    weight = assess(COMPANY, cause="par1.r07", effect=Effect.DEGRADED, hits=hits)
    found = (weight.kind, weight.criticality, weight.priority, weight.regions)
    assert found == (IncidentKind(kind), criticality, priority, regions)


def test_the_reason_names_the_application_that_decides():
    hits = (Hit(item="crm", effect=Effect.REDUNDANCY_LOST), Hit(item="stock", effect=Effect.DOWN))
    weight = assess(COMPANY, cause="par1.r07", effect=Effect.DOWN, hits=hits)
    assert render_why(weight.why, "en") == "P2: STOCK, of high criticality, down (most urgent of 2)."
    assert render_why(weight.why, "fr") == typeset(
        "P2 : STOCK, criticité haute, en panne (la plus urgente des 2)."
    )
    assert weight.applications == ("stock", "crm"), "the one that is down comes first"


def test_what_the_inventory_does_not_know_is_weighed_as_its_source_says():
    weight = assess(
        COMPANY, cause="ghost", effect=Effect.DOWN, hits=(), claimed=Criticality.CRITICAL, region="es"
    )
    assert (weight.priority, weight.regions) == ("P1", ("es",))


@pytest.mark.parametrize(
    ("cause", "supplier"),
    [("par1", "host"), ("par1.r07", "host"), ("srv-1", ""), ("hsm", "vault"), ("crm", ""), ("ghost", "")],
)
def test_the_place_is_the_providers_the_servers_in_it_are_ours(cause, supplier):
    assert accountable(COMPANY, cause) == supplier
