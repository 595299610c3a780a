"""A supplier's mail that names a request or an intervention of ours is noted there; a person reads what it says."""

from email.message import EmailMessage

import pytest

from tests.flow.house import House, mail, statuses
from tests.flow.sites.people import DESK, account, asked, entered, mails_to
from tests.flow.sites.test_planned import declared, plan
from tocsin.core.authorisation.values import AuthorisationState
from tocsin.core.incident.values import Verb
from tocsin.core.intervention.values import PlanState
from tocsin.flow import clock
from tocsin.flow.sites import authorisations, watching
from tocsin.store import authorisations as rows
from tocsin.store import incidents, models


def answer(number: str, sender: str = "acces@valmont-dc.example", text: str = "Bien reçu.") -> bytes:
    written = EmailMessage()
    written["From"] = f"Accès <{sender}>"
    written["To"] = "tocsin@cachemire.example"
    written["Subject"] = f"RE: Demande d'accès [{number}]"
    written["Message-ID"] = f"<{abs(hash((number, sender, text)))}@valmont-dc.example>"
    written.set_content(text)
    return written.as_bytes()


def test_an_answer_is_noted_reported_to_the_desk_and_waits_in_no_queue(house: House) -> None:
    known = authorisations.ask_for(account(), asked())
    clock.fast_forward(hours=3)
    house.receives(mail(answer(known.subject.number)))
    assert statuses() == {"ignored": 1}
    after = rows.load(known.id)
    assert after is not None
    assert after.state is AuthorisationState.REQUESTED, "what it says, a person reads"
    entry = incidents.timeline(known.subject)[-1]
    assert (entry.verb, entry.data["message"]) == (Verb.ANSWERED, str(models.Message.objects.get().id))
    assert [subject for subject in mails_to(house, DESK) if "a répondu" in subject]
    clock.fast_forward(hours=3)
    watching.watch()
    assert incidents.timeline(known.subject)[-1].verb is Verb.ANSWERED, (
        "nobody is reminded right after an answer"
    )


def test_an_answer_to_a_declaration_is_noted_too(house: House) -> None:
    who = account()
    entered(who)
    sent = declared(who, plan())
    house.receives(mail(answer(sent.subject.number.lower())))
    after = rows.planned(sent.id)
    assert after is not None
    assert after.state is PlanState.DECLARED
    assert incidents.timeline(sent.subject)[-1].verb is Verb.ANSWERED


@pytest.mark.parametrize(
    ("sender", "number"),
    [
        ("acces@valmont-dc.example.evil.example", ""),
        ("someone@elsewhere.example", ""),
        ("acces@valmont-dc.example", "AUT-999999"),
        ("acces@valmont-dc.example", "WRK-999999"),
        ("acces@valmont-dc.example", "INC-1"),
        ("acces@valmont-dc.example", "AUT-" + "9" * 60),
    ],
)
def test_a_stranger_and_an_unknown_number_note_nothing(house: House, sender: str, number: str) -> None:
    known = authorisations.ask_for(account(), asked())
    house.receives(mail(answer(number or known.subject.number, sender)))
    assert [entry.verb for entry in incidents.timeline(known.subject)] == [Verb.REQUESTED]
    assert "ignored" not in statuses()


def test_an_answer_to_what_is_settled_is_kept_and_reported_to_nobody(house: House) -> None:
    known = entered(account())
    house.sent.clear()
    house.receives(mail(answer(known.subject.number)))
    assert incidents.timeline(known.subject)[-1].verb is Verb.ANSWERED
    assert mails_to(house, DESK) == []
