"""Owners by scope, as a table of rules and of incidents, each with its reason in both languages."""

import pytest
from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Kind, Label, Region, RoutingRule, Supplier, Team
from tocsin.core.routing.route import route


def region(key):
    return Region(key=key, name=key.upper(), country=key.upper(), calendar=key)


def team(key, scope, region=""):
    return Team(key=key, name=f"Team {key}", scope=scope, region=region)


def kind(key, domain):
    return Kind(key=key, label=Label(fr=key, en=key), domain=domain, effect="down")


RULES = (
    RoutingRule(key="host", order=10, team="desk", domains=("power",), suppliers=("host",)),
    RoutingRule(key="france", order=20, team="fr", scope="regional", regions=("fr",)),
    RoutingRule(key="south", order=30, team="south", regions=("es", "it")),
    RoutingRule(key="crisis", order=40, team="crisis", criticalities=(Criticality.CRITICAL,)),
    RoutingRule(key="wires", order=50, team="network", kinds=("network.down",)),
)
COMPANY = Organisation(
    regions={key: region(key) for key in ("fr", "es", "it", "de")},
    teams={
        owner.key: owner
        for owner in (team("group", "group"), team("de", "regional", "de"), team("fr", "regional", "fr"))
    },
    kinds={
        event_kind.key: event_kind
        for event_kind in (kind("power.lost", "power"), kind("device.down", "hardware"))
    },
    suppliers={"host": Supplier(key="host", name="Valmont")},
    routing=RULES,
)


def weight(regions, criticality="low"):
    return Assessment(
        effect=Effect.DOWN,
        criticality=Criticality(criticality),
        priority=Priority.P3,
        regions=regions,
        why=Why(code="x"),
    )


TABLE = [
    # kind            regions         supplier  criticality  team       reason
    ("power.lost",    ("fr",),        "host",   "low",       "desk",    "routing.rule.regional"),
    ("power.lost",    ("fr",),        "",       "low",       "fr",      "routing.rule.regional"),
    ("device.down",   ("fr",),        "host",   "low",       "fr",      "routing.rule.regional"),
    ("device.down",   ("es", "it"),   "",       "low",       "south",   "routing.rule.group"),
    ("device.down",   ("es", "fr"),   "",       "critical",  "crisis",  "routing.rule.group"),
    ("device.down",   ("",),          "",       "critical",  "crisis",  "routing.rule.group"),
    ("network.down",  ("es", "fr"),   "",       "low",       "network", "routing.rule.group"),
    ("device.down",   ("de",),        "",       "low",       "de",      "routing.default.regional"),
    ("device.down",   ("", "de"),     "",       "low",       "group",   "routing.default.group"),
    ("unheard.of",    ("",),          "",       "low",       "group",   "routing.default.group"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "regions", "supplier", "criticality", "owner", "reason"), TABLE)
def test_owner(kind, regions, supplier, criticality, owner, reason):
    found = route(COMPANY, kind, weight(regions, criticality), supplier=supplier)
    assert (found.team, found.why.code) == (owner, reason)
    assert "{" not in render_why(found.why, "fr") + render_why(found.why, "en")


def test_a_company_without_team_leaves_it_to_a_person():
    found = route(replace(COMPANY, teams={}, routing=()), "device.down", weight(("fr",)))
    assert (found.team, found.why.code) == ("", "routing.nobody")


def test_the_supplier_must_act_once_it_knows():
    reported = route(COMPANY, "power.lost", weight(("fr",)), supplier="host", reporter="host")
    assert (reported.holder, reported.reported, reported.supplier) == (Holder.SUPPLIER, True, "host")
    monitoring = route(COMPANY, "power.lost", weight(("fr",)), supplier="host")
    assert (monitoring.holder, monitoring.reported, monitoring.supplier) == (Holder.US, False, "host")
    assert "Valmont" in render_why(reported.supplier_why, "fr")
    assert reported.supplier_why.code != monitoring.supplier_why.code


def test_what_a_supplier_reports_of_our_own_server_stays_ours():
    found = route(COMPANY, "device.down", weight(("fr",)), reporter="host")
    assert (found.supplier, found.holder, found.reported) == ("", Holder.US, False)
