"""What is asked about sites leaves as a ticket at the supplier's desk, or as a call that our team makes."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.flow.exchange.conftest import Valmont, company_at
from tests.flow.house import House
from tests.flow.sites.people import DESK, account, entered, mails_to
from tests.flow.sites.test_planned import plan
from tocsin.core.authorisation import values as a
from tocsin.core.intervention import values as i
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, organisation
from tocsin.flow.notices import outbox
from tocsin.flow.notices.mailing import TICKET
from tocsin.flow.sites import authorisations, interventions, tickets
from tocsin.store import calls as call_rows
from tocsin.store import incidents
from tocsin.store.read.mails import mails


def asked_by(channel: str, port: int) -> list[Any]:
    """The company that asks Valmont about its sites by this channel."""
    objects = []
    for declared in company_at(port):
        if declared.identity == (Section.SUPPLIER, "valmont"):
            spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
            spec["site_access"] |= {"channel": channel, "address": ""}
            declared = replace(declared, spec=spec)
        objects.append(declared)
    return objects


@pytest.fixture
def at_the_desk(shared_house: House, valmont: Valmont, monkeypatch: pytest.MonkeyPatch) -> Valmont:
    monkeypatch.setenv("VALMONT_DESK_KEY", "demo-guichet")
    monkeypatch.setattr(call_rows, "database_now", clock.now)
    organisation.apply(asked_by("api", valmont.port), by="test")
    return valmont


@pytest.fixture
def on_the_phone(shared_house: House, valmont: Valmont) -> House:
    organisation.apply(asked_by("phone", valmont.port), by="test")
    return shared_house


def verbs(subject: Subject) -> list[str]:
    return [entry.verb.value for entry in incidents.timeline(subject)]


def later(**span: float) -> None:
    clock.fast_forward(seconds=timedelta(**span).total_seconds())


def test_a_request_becomes_one_ticket_and_what_follows_stands_under_it(at_the_desk):
    who = account()
    known = entered(who, confirmed=False)
    outbox.deliver_by(TICKET, tickets.send)
    (ticket,) = at_the_desk.tickets
    assert known.subject.number in ticket.subject
    assert "Marion Delcourt" in ticket.description
    (proof,) = [mail for mail in mails(known.subject) if mail.supplier]
    assert (proof.state, proof.reply) == ("sent", f"{ticket.number}: Nouveau")
    authorisations.ask(who, known.id, a.Remove())
    outbox.deliver_by(TICKET, tickets.send)
    assert len(at_the_desk.tickets) == 1
    assert any("retir" in remark.text.lower() for remark in at_the_desk.tickets[0].comments)


def test_an_intervention_is_declared_so_and_ended_under_the_same_ticket(at_the_desk):
    who = account()
    entered(who, place="par1.s2")
    drafted = interventions.plan(who, plan(places=("par1.s2",)))
    interventions.ask(who, drafted.id, i.Declare(accepted=True))
    outbox.deliver_by(TICKET, tickets.send)
    number = drafted.subject.number
    assert [number in ticket.subject for ticket in at_the_desk.tickets] == [False, True]
    interventions.ask(who, drafted.id, i.Cancel(note="reportée"))
    outbox.deliver_by(TICKET, tickets.send)
    assert any("reportée" in remark.text for remark in at_the_desk.tickets[-1].comments)


def test_their_answer_in_the_ticket_is_noted_once_and_offered_as_proof(at_the_desk):
    who = account()
    known = entered(who, confirmed=False)
    outbox.deliver_by(TICKET, tickets.send)
    at_the_desk.answers("Marion Delcourt est inscrite.")
    later(minutes=6)
    assert tickets.look() == 1
    later(minutes=6)
    assert tickets.look() == 0
    answered = [entry for entry in incidents.timeline(known.subject) if entry.verb.value == "answered"]
    assert len(answered) == 1
    assert "Marion Delcourt est inscrite." in answered[0].data["note"]
    assert "message" not in answered[0].data
    confirmed = authorisations.ask(who, known.id, a.Confirm(proof=answered[0].data["note"]))
    assert confirmed.state is a.AuthorisationState.CONFIRMED


def test_a_ticket_about_what_is_settled_costs_no_calls(at_the_desk, monkeypatch):
    who = account()
    known = entered(who, confirmed=False)
    outbox.deliver_by(TICKET, tickets.send)
    authorisations.ask(who, known.id, a.Confirm(proof="Inscrite"))
    monkeypatch.setattr(tickets.desks, "opened", None)  # whoever opens the desk fails
    later(minutes=6)
    assert tickets.look() == 0


def test_a_desk_that_is_away_is_not_asked_every_second(at_the_desk, monkeypatch):
    entered(account(), confirmed=False)
    outbox.deliver_by(TICKET, tickets.send)
    later(minutes=6)
    monkeypatch.delenv("VALMONT_DESK_KEY")
    assert tickets.look() == 0
    monkeypatch.setattr(tickets.desks, "opened", None)
    later(seconds=1)
    assert tickets.look() == 0


def test_a_sender_whose_answer_was_lost_opens_no_second_ticket(at_the_desk, monkeypatch):
    known = entered(account(), confirmed=False)
    desk_open = tickets._Writing._kept
    monkeypatch.setattr(
        tickets._Writing, "_kept", lambda self, number: (_ for _ in ()).throw(tickets.Doubtful("lost"))
    )
    outbox.deliver_by(TICKET, tickets.send)
    assert len(at_the_desk.tickets) == 1
    monkeypatch.setattr(tickets._Writing, "_kept", desk_open)
    later(minutes=1)
    outbox.deliver_by(TICKET, tickets.send)
    assert len(at_the_desk.tickets) == 1
    (proof,) = [mail for mail in mails(known.subject) if mail.supplier]
    assert proof.state == "sent"


def test_a_desk_that_is_away_gets_it_later(at_the_desk, monkeypatch):
    monkeypatch.setenv("VALMONT_DESK_KEY", "")
    monkeypatch.delenv("VALMONT_DESK_KEY")
    known = entered(account(), confirmed=False)
    outbox.deliver_by(TICKET, tickets.send)
    (waiting,) = [mail for mail in mails(known.subject) if mail.supplier]
    assert waiting.state == "ready"
    monkeypatch.setenv("VALMONT_DESK_KEY", "demo-guichet")
    later(minutes=2)
    outbox.deliver_by(TICKET, tickets.send)
    assert len(at_the_desk.tickets) == 1


def test_on_the_phone_our_team_gets_what_to_say_and_logs_the_call(on_the_phone):
    who = account()
    known = entered(who, confirmed=False)
    assert any(subject.startswith(f"[{known.subject.number}] ") for subject in mails_to(on_the_phone, DESK))
    (to_call,) = mails(known.subject)
    assert "+33 1 99 00 70 00" in to_call.text
    assert "VDC-2026-0417" in to_call.text
    assert "Marion Delcourt" in to_call.text
    later(hours=1)
    after = authorisations.ask(who, known.id, a.Called(minutes=4, cost=0, text="N. Morvan : c'est noté"))
    assert (after.state, after.asked_at) == (a.AuthorisationState.REQUESTED, clock.now())
    called = next(entry for entry in incidents.timeline(known.subject) if entry.verb.value == "called")
    assert called.why is not None
    assert render_why(called.why, "fr") == "Appel de 4 min, 6,30 €."


def test_a_leaver_of_a_supplier_on_the_phone_is_to_be_called_about_at_once(on_the_phone):
    who = account()
    known = entered(who)
    authorisations.ask(who, known.id, a.Remove())
    assert verbs(known.subject)[0] == "requested"
    assert sum("Appeler" in subject for subject in mails_to(on_the_phone, DESK)) == 2


def test_a_call_needs_its_words_and_something_that_is_asked(on_the_phone):
    who = account()
    known = entered(who, confirmed=False)
    with pytest.raises(Refused):
        authorisations.ask(who, known.id, a.Called(minutes=3, cost=0, text=" "))
    authorisations.ask(who, known.id, a.Confirm(proof="au téléphone"))
    with pytest.raises(Refused):
        authorisations.ask(who, known.id, a.Called(minutes=3, cost=0, text="bonjour"))


def test_each_subjects_reference_is_found_alone():
    references = [tickets.reference_of(Subject.authorisation(number)) for number in (1, 12, 123)]
    assert not any(mine != other and mine in other for mine in references for other in references)
