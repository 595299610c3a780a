"""The coverage check on small companies: one supplier, a calendar, a promise of ours. Instants in Paris."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tocsin.core.coverage.decide import Check
from tocsin.core.coverage.values import Coverage, Verdict
from tocsin.core.impact.graph import Graph
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.organisation import Organisation

PARIS = ZoneInfo("Europe/Paris")
OURS = {"party": "ours", "period_calendar": "office", "calendar": "always"}
THEIRS = {"party": "supplier", "supplier": "host"}
START = datetime(2026, 11, 28, tzinfo=PARIS)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOUR = 3600
ALWAYS = {"zone": "UTC", "week": {day: ["00:00-24:00"] for day in (*WORKDAYS, "saturday", "sunday")}}
OFFICE = {
    "zone": "Europe/Paris",
    "week": {day: ["08:00-18:00"] for day in WORKDAYS},
    "holidays": {"country": "FR"},
}


def objects(**more: dict[str, dict[str, Any]]) -> list[Object]:
    """A room of the host with racks a and b, and an application on two servers, one in each."""
    declared: dict[str, dict[str, dict[str, Any]]] = {
        "settings": {"settings": {"name": "Test", "policies": {"report_s": 0}}},
        "calendar": {"always": ALWAYS, "office": OFFICE},
        "supplier": {"host": {"name": "Host"}},
        "item": {
            "site": {"type": "site", "name": "Site", "supplier": "host"},
            "a": {"type": "rack", "name": "A", "parent": "site", "attributes": {"guarantee": "standard"}},
            "b": {"type": "rack", "name": "B", "parent": "site", "attributes": {"guarantee": "high"}},
            "srv-a": {"type": "device", "name": "srv-a", "parent": "a"},
            "srv-b": {"type": "device", "name": "srv-b", "parent": "b"},
        },
        "application": {"crm": {"name": "CRM", "criticality": "critical", "needs": [{"all": ["srv-a"]}]}},
        "commitment": {
            "working": OURS | {"period": "working", "target_s": 24 * HOUR},
            "otherwise": OURS | {"period": "non_working", "target_s": 72 * HOUR},
            "host-standard": THEIRS | {"guarantee": "standard", "target_s": 8 * HOUR, "calendar": "office"},
            "host-high": THEIRS | {"guarantee": "high", "target_s": 4 * HOUR, "calendar": "always"},
        },
    }
    for section, specs in more.items():
        declared[section] |= specs
    return [
        Object(section=section, key=key, spec=spec)
        for section, specs in declared.items()
        for key, spec in specs.items()
    ]


def crm(**more: dict[str, dict[str, Any]]) -> Coverage:
    organisation = Organisation.of(objects(**more))
    graph = Graph.compile(organisation.items, organisation.requirements)
    return Check(organisation, graph, START).application("crm")


def test_eight_hours_of_service_against_a_day_is_at_risk_on_fridays_from_ten_to_eighteen() -> None:
    """The finding on the brief's own numbers: 72 h cover the weekend, 24 h do not."""
    found = crm()
    assert found.verdict is Verdict.AT_RISK
    (weekly,) = found.weekly
    assert (weekly.weekday, str(weekly.start), weekly.end_weekday, str(weekly.end)) == (
        4,
        "10:00:01",
        4,
        "18:00:00",
    )


def test_the_worst_beginning_is_before_the_longest_closing() -> None:
    worst = crm().worst
    assert worst is not None
    assert worst.start.astimezone(PARIS) == datetime(2027, 10, 29, 10, 0, 1, tzinfo=PARIS)
    assert worst.guaranteed_at is not None
    assert worst.guaranteed_at.astimezone(PARIS) == datetime(2027, 11, 2, 8, 0, 1, tzinfo=PARIS)
    assert worst.late_s == 71 * HOUR


def test_no_target_on_that_calendar_would_hold_and_a_day_by_day_and_night_would() -> None:
    (clause,) = crm().clauses
    assert (clause.commitment, clause.largest_s, clause.always_s, clause.holds) == (
        "host-standard",
        None,
        24 * HOUR,
        False,
    )


def test_holidays_are_named_apart_from_the_ordinary_week() -> None:
    starts = {risk.start.astimezone(PARIS).date().isoformat() for risk in crm().exceptions}
    assert "2026-12-24" in starts  # the day before Christmas


def test_the_rack_with_the_high_guarantee_holds_whatever_is_lost_around_it() -> None:
    application = {"crm": {"name": "CRM", "criticality": "critical", "needs": [{"all": ["srv-b"]}]}}
    assert crm(application=application).verdict is Verdict.KEPT


def test_redundancy_over_both_racks_is_as_good_as_the_better_promise() -> None:
    application = {"crm": {"name": "CRM", "criticality": "critical", "needs": [{"any": ["srv-a", "srv-b"]}]}}
    assert crm(application=application).verdict is Verdict.KEPT


def test_what_we_take_to_report_counts() -> None:
    settings = {"settings": {"name": "Test", "policies": {"report_s": HOUR}}}
    reported = {"guarantee": "standard", "target_s": 8 * HOUR, "calendar": "office", "start": "reported"}
    (weekly,) = crm(settings=settings, commitment={"host-standard": THEIRS | reported}).weekly
    assert str(weekly.start) == "09:00:01"


def test_a_supplier_that_promises_nothing_cannot_be_relied_on_and_the_contract_to_sign_is_given() -> None:
    application = {"crm": {"name": "CRM", "criticality": "critical", "supplier": "cloud"}}
    found = crm(application=application, supplier={"cloud": {"name": "Cloud", "calendar": "office"}})
    assert found.verdict is Verdict.BROKEN
    assert found.unpromised == ("crm",)
    assert found.worst is not None
    assert found.worst.late_s is None
    (clause,) = found.clauses
    assert (clause.supplier, clause.commitment, clause.target_s) == ("cloud", "", None)
    assert (clause.calendar, clause.largest_s, clause.always_s) == ("office", None, 24 * HOUR)


def test_a_promise_for_power_alone_leaves_every_other_trouble_without_one() -> None:
    power = {
        "party": "supplier",
        "supplier": "host",
        "items": ["site"],
        "kinds": ["power.lost"],
        "target_s": 180,
        "calendar": "always",
    }
    never = {
        "party": "supplier",
        "supplier": "host",
        "guarantee": "none",
        "target_s": 1,
        "calendar": "always",
    }
    found = crm(commitment={"power": power, "host-standard": never, "host-high": never})
    assert (found.verdict, found.kind) == (Verdict.BROKEN, "")


def test_where_we_promise_nothing_nothing_is_judged() -> None:
    other = {"party": "ours", "criticalities": ["low"], "target_s": 1, "calendar": "always"}
    assert crm(commitment={"working": other, "otherwise": other}).verdict is Verdict.UNPROMISED
