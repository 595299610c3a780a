"""Which promise applies: a table of commitments, of incidents, and of what wins."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import render_why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, CommitmentSpec
from tocsin.core.sla.calendar import WEEK
from tocsin.core.sla.commitments import choose, circumstance, freeze

HOUR = 3600
OFFICE = CalendarSpec(key="office", zone="Europe/Paris", week=dict.fromkeys(WEEK[:5], ("09:00-18:00",)))
ALWAYS = CalendarSpec(key="always", zone="UTC", week=dict.fromkeys(WEEK, ("00:00-24:00",)))
CRITICAL = (Criticality.CRITICAL,)


def ours(key, hours, calendar="always", **more):
    return CommitmentSpec(key=key, party="ours", target_s=hours * HOUR, calendar=calendar, **more)


def theirs(key, hours, calendar="always", **more):
    return CommitmentSpec(key=key, party="supplier", target_s=hours * HOUR, calendar=calendar, **more)


COMMITMENTS = (
    ours("any", 120, "office"),
    ours("critical-day", 24, criticalities=CRITICAL, period="working", period_calendar="office"),
    ours("critical-night", 72, criticalities=CRITICAL, period="non_working", period_calendar="office"),
    ours("business", 24, applications=("crm", "erp")),
    theirs("room", 8, "office", supplier="host", start="reported"),
    theirs("gold", 4, supplier="host", guarantee="gold", start="reported"),
    theirs("other", 1, supplier="elsewhere"),
)
ITEMS = [
    Item(key="par1", type=ItemType.SITE, name="", supplier="host"),
    Item(key="r07", type=ItemType.RACK, name="", parent="par1", attributes={"guarantee": "gold"}),
    Item(key="r08", type=ItemType.RACK, name="", parent="par1"),
    Item(key="srv", type=ItemType.DEVICE, name="", parent="r07"),
]
COMPANY = Organisation(
    calendars={"office": OFFICE, "always": ALWAYS},
    commitments=COMMITMENTS,
    items={item.key: item for item in ITEMS},
)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
SATURDAY = datetime(2026, 3, 7, 10, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def chosen(
    side, at=MONDAY, cause="r08", criticality="critical", applications=(), peak=Effect.DOWN, company=COMPANY
):
    of = circumstance(company, cause=cause, kind="power.lost", applications=applications, supplier="host")
    return choose(freeze(company, of), side, criticality=Criticality(criticality), peak=peak, start=at)


TABLE = [
    # side       given                                                      the one that applies
    ("ours",     {},                                                        "critical-day"),
    ("ours",     {"at": SATURDAY},                                          "critical-night"),
    ("ours",     {"criticality": "low"},                                    "any"),
    ("ours",     {"criticality": "low", "applications": ("erp",)},          "business"),
    ("ours",     {"at": SATURDAY, "applications": ("crm", "wiki")},         "business"),
    ("supplier", {"cause": "r08"},                                          "room"),
    ("supplier", {"cause": "r07"},                                          "gold"),
    ("supplier", {"cause": "srv"},                                          "gold"),
    ("supplier", {"cause": "unknown"},                                      "room"),
]  # fmt: skip


@pytest.mark.parametrize(("side", "given", "key"), TABLE)
def test_the_most_specific_commitment_wins(side, given, key):
    found = chosen(side, **given)
    assert found.commitment.spec.key == key
    assert render_why(found.why, "fr") != render_why(found.why, "en")
    assert "{" not in render_why(found.why, "fr") + render_why(found.why, "en")


def test_the_reason_is_the_most_specific_condition():
    assert (
        render_why(chosen("supplier", cause="r07").why, "en")
        == "Commitment “gold” (4 h): guarantee “gold” of what is hit."
    )


def test_a_room_that_holds_a_guaranteed_rack_falls_under_its_guarantee():
    of = circumstance(COMPANY, cause="par1", kind="power.lost", hits=("r08", "srv"), supplier="host")
    found = choose(
        freeze(COMPANY, of), "supplier", criticality=Criticality.LOW, peak=Effect.DOWN, start=MONDAY
    )
    assert found.commitment.spec.key == "gold"


def test_among_equals_the_first_to_fall_due_wins():
    company = Organisation(
        calendars=COMPANY.calendars,
        commitments=(ours("10-office", 10, "office"), ours("20-always", 20)),
    )
    assert chosen("ours", company=company).commitment.spec.key == "20-always"


def test_an_effect_may_be_named():
    company = replace(COMPANY, commitments=(ours("outage", 4, effects=("down",)), ours("rest", 48)))
    assert chosen("ours", company=company).commitment.spec.key == "outage"
    lost = chosen("ours", company=company, peak=Effect.REDUNDANCY_LOST)
    assert lost.commitment.spec.key == "rest"


def test_information_has_no_clock():
    assert chosen("ours", peak=Effect.NONE) is None


def test_nothing_is_promised_by_a_supplier_who_is_not_involved():
    of = circumstance(COMPANY, cause="srv", kind="device.down")
    assert {term.spec.party for term in freeze(COMPANY, of)} == {"ours"}


def test_an_incident_that_lasts_into_the_working_day_keeps_the_promise_of_the_night():
    """The period is that in which the trouble began, also for what was frozen later, as it grew."""
    of = circumstance(COMPANY, cause="r08", kind="power.lost", supplier="host")
    terms = freeze(COMPANY, of)
    for start, key in ((MONDAY, "critical-day"), (SATURDAY, "critical-night")):
        found = choose(terms, "ours", criticality=Criticality.CRITICAL, peak=Effect.DOWN, start=start)
        assert found.commitment.spec.key == key
