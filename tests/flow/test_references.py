"""The provider's own number, from its mails or typed by a person, is on the incident with who gave it and when."""

from collections.abc import Iterator

import pytest

from tests.flow.house import MONDAY, SAMPLES, House, mail, only, post_event, sample
from tests.flow.house import house as opened
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Holder, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act
from tocsin.flow.incidents.provider import card_of
from tocsin.flow.organisation import company
from tocsin.store import incidents

ME = "karim.haddad"
OUTLET = "par1.s1.r07.pdu-a.o12"


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


def test_the_ticket_of_the_mail_is_on_the_incident_with_its_source(house: House) -> None:
    house.receives(sample("01"))
    incident = only()
    assert incident.reference == "VDC-104512"
    (given,) = incident.references
    assert (given.text, given.by) == ("VDC-104512", "valmont")
    assert given.at <= MONDAY
    (entry,) = [entry for entry in incidents.timeline(incident.subject) if entry.verb is Verb.REFERENCED]
    assert entry.why is not None
    assert entry.data == {"references": ["VDC-104512"]}


def test_a_ticket_is_noted_once_however_often_it_is_repeated(house: House) -> None:
    house.receives(sample("01"))
    clock.fast_forward(minutes=20)
    house.receives(sample("03"))
    assert len(only().references) == 1


def test_the_ticket_of_a_symptom_is_kept_beside_that_of_the_cause(house: House) -> None:
    house.receives(sample("01"))
    raw = (SAMPLES / "01-alarm-outlet.eml").read_bytes()
    rack = raw.replace(b"Perte d'alimentation prise", b"Perte d'alimentation baie").replace(
        b" / PDU A / Prise 12", b""
    )
    house.receives(mail(rack.replace(b"VDC-104512", b"VDC-104600").replace(b"vdc.00001", b"vdc.00600")))
    assert [reference.text for reference in only().references] == ["VDC-104512", "VDC-104600"]


def test_the_number_of_our_own_monitoring_is_none_of_the_providers(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET, reference="NAGIOS-7"))
    assert only().references == ()


def test_a_number_typed_by_a_person_is_quoted_and_moves_nobody(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET))
    before = only()
    after = act(before.id, c.NoteReference(reference="VDC-9"), ME)
    assert (after.reference, [(reference.text, reference.by) for reference in after.references]) == (
        "VDC-9",
        [("VDC-9", ME)],
    )
    assert (after.holder, after.turns) == (before.holder, before.turns)
    again = act(before.id, c.ReportToSupplier(reference="VDC-10"), ME)
    assert (again.reference, len(again.references), again.holder) == ("VDC-10", 2, Holder.SUPPLIER)


def test_the_card_quotes_the_number_and_writes_the_place_as_they_did(house: House) -> None:
    house.receives(sample("01"))
    card = card_of(only(), company())
    assert card is not None
    assert (card.reference, card.message.place) == (
        "VDC-104512",
        "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12",
    )
    assert card.message.checked


def test_why_names_the_provider_its_contract_and_the_rungs(house: House) -> None:
    house.receives(sample("01"))
    steps = {step.stage: step.lines for step in why.explain(Subject.incident(only().id), "en")}
    lines = "\n".join(steps["provider"])
    assert "contract VDC-2026-0417" in lines
    assert "Rung Chef de quart" in lines
    assert "support@valmont-dc.example" in lines
