"""Whom to reach, at which hour; which rung is next; which contract holds the cause."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.core.exchange.test_ready_message import NOW, OUTLET, card, company, declared, incident
from tocsin.core.company import Company
from tocsin.core.exchange.card import provider_card
from tocsin.core.exchange.reaching import contact_of_the_hour
from tocsin.core.incident.values import FrozenCommitment, Holder, Incident, Turn
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import CalendarSpec, Contact, Supplier

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OFFICE = CalendarSpec(key="office", zone="Europe/Paris", week=dict.fromkeys(DAYS, ("09:00-17:00",)))
NIGHT = CalendarSpec(key="night", zone="Europe/Paris", week=dict.fromkeys(DAYS, ("17:00-24:00",)))
CALENDARS = {"office": OFFICE, "night": NIGHT}
DAY_DESK, NIGHT_DESK, ALWAYS = (
    Contact(name="day", phone="+331", calendar="office"),
    Contact(name="night", phone="+332", calendar="night"),
    Contact(name="always", phone="+333"),
)


@pytest.mark.parametrize(
    ("at", "contacts", "name", "code"),
    [
        ((2026, 11, 27, 10), (DAY_DESK, NIGHT_DESK), "day", "open"),  # Friday, 11:00 in Paris
        ((2026, 11, 27, 20), (DAY_DESK, NIGHT_DESK), "night", "open"),
        ((2026, 11, 28, 10), (NIGHT_DESK, DAY_DESK), "day", "later"),  # Saturday: Monday morning comes first
        ((2026, 11, 28, 10), (DAY_DESK, ALWAYS), "always", "always"),
        ((2026, 7, 3, 7, 30), (DAY_DESK, NIGHT_DESK), "day", "open"),  # in summer, 09:30 in Paris
    ],
)  # fmt: skip
def test_the_contact_of_the_hour(
    at: tuple[int, ...], contacts: tuple[Contact, ...], name: str, code: str
) -> None:
    supplier = Supplier(key="s", name="S", zone="Europe/Paris", contacts=contacts)
    reach = contact_of_the_hour(supplier, CALENDARS, datetime(*at, tzinfo=UTC))
    assert reach is not None
    assert (reach.name, reach.why.code) == (name, f"exchange.reach.{code}")


def test_outside_all_hours_it_says_when_the_first_opens() -> None:
    supplier = Supplier(key="s", name="S", zone="Europe/Paris", contacts=(DAY_DESK,))
    reach = contact_of_the_hour(supplier, CALENDARS, datetime(2026, 11, 28, 10, tzinfo=UTC))
    assert reach is not None
    assert (reach.open, reach.opens_at) == (False, datetime(2026, 11, 30, 8, tzinfo=UTC))


def test_a_supplier_without_contacts_is_reached_by_its_channels() -> None:
    assert contact_of_the_hour(Supplier(key="s", name="S"), {}, NOW) is None


def test_at_night_the_duty_desk_is_called_and_a_call_has_its_price() -> None:
    found = card(OUTLET)
    assert (found.reach.name, found.number) == ("Centre de supervision", "+33 1 99 00 70 00")  # type: ignore[union-attr]
    assert (found.phone.cost, found.phone.cost_minute) == (150, 120)  # type: ignore[union-attr]


def test_what_is_urgent_goes_by_phone_and_the_rest_by_what_costs_least() -> None:
    assert card(OUTLET, priority=Priority.P1).advised.channel == "phone"
    assert card(OUTLET, priority=Priority.P4).advised.channel == "api"


def test_the_next_rung_is_due_by_their_own_clock() -> None:
    """The first rung is for after an hour of their clock, the second for after two."""
    reported = NOW - timedelta(minutes=90)
    found = card(OUTLET, reported_at=reported, turns=(Turn(at=reported, holder=Holder.SUPPLIER),))
    assert found.present_rung is not None
    assert found.next_rung is not None
    assert (found.present_rung.name, found.next_rung.name) == ("Chef de quart", "Isabelle Carlier")
    assert found.next_rung.due_at == reported + timedelta(hours=2)


def test_while_they_wait_for_us_their_clock_and_their_ladder_stand_still() -> None:
    here = company(_promise())
    began = NOW - timedelta(hours=3)
    turns = (Turn(at=began, holder=Holder.SUPPLIER), Turn(at=began + timedelta(minutes=90), holder=Holder.US))
    found = provider_card(_promised(here, reported_at=began, turns=turns), here, now=NOW)
    assert found is not None
    assert [rung.due for rung in found.rungs] == [True, False, False]
    assert found.rungs[1].due_at is None


def test_before_they_know_of_it_no_rung_is_due() -> None:
    assert all(rung.due_at is None for rung in card(OUTLET, reported_at=None).rungs)


def test_once_it_is_over_no_rung_is_due() -> None:
    turns = (
        Turn(at=NOW - timedelta(hours=5), holder=Holder.SUPPLIER),
        Turn(at=NOW, holder=Holder.US, over=True),
    )
    assert all(rung.due_at is None for rung in card(OUTLET, turns=turns).rungs)


def test_the_contract_that_holds_the_cause_most_closely_is_quoted() -> None:
    contracts = [
        {"number": "SITE", "items": ["par1"]},
        {"number": "RACK", "items": ["par1.s1.r07"]},
        {"number": "REST"},
    ]
    here = company(_supplier("valmont", contracts=contracts))
    assert card(OUTLET, here=here).contract == "RACK"
    assert card("par1.s1.r01", "power.lost", here=here).contract == "SITE"


def test_whose_contract_holds_it_answers_for_it() -> None:
    """A virtual machine on a leased platform: no field of the item names the supplier, the contract does."""
    here = company(_supplier("ligne-claire", contracts=[{"number": "IAAS-1", "items": ["srv-crm-01"]}]))
    found = card("srv-crm-01", "device.down", here=here)
    assert (found.supplier, found.contract) == ("ligne-claire", "IAAS-1")


def _supplier(key: str, **changes: object) -> Object:
    spec = next(
        declaration.spec for declaration in declared() if declaration.identity == (Section.SUPPLIER, key)
    )
    return Object(section=Section.SUPPLIER, key=key, spec={**spec, **changes})


def _promise() -> Object:
    spec = {
        "party": "supplier",
        "supplier": "valmont",
        "target_s": 14400,
        "calendar": "24x7",
        "start": "reported",
    }
    return Object(section=Section.COMMITMENT, key="four-hours", spec=spec)


def _promised(here: Company, **changes: object) -> Incident:
    organisation = here.organisation
    spec = next(commitment for commitment in organisation.commitments if commitment.key == "four-hours")
    return incident(
        OUTLET, terms=(FrozenCommitment(spec=spec, calendar=organisation.calendars["24x7"]),), **changes
    )
