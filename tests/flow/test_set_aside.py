"""A message that is no alarm is set aside with its like: nothing is lost, no alarm is swallowed, all can be undone."""

import pytest

from tests.flow.house import SAMPLES, House, known, mail, statuses, tally
from tocsin.core.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from tocsin.flow.intake import asked, messages
from tocsin.store import aside, models
from tocsin.store.models import Account

ME = "damien.roussel"
INVOICE = (
    "From: Facturation <facturation@valmont-dc.example>\r\nTo: x@cachemire.example\r\nSubject: {subject}\r\n"
    "Message-ID: <{id}@valmont-dc.example>\r\nContent-Type: text/plain\r\n\r\nVeuillez trouver ci-joint.\r\n"
)


def invoice(number: int, subject: str = "Votre facture {n} du mois") -> object:
    return mail(INVOICE.format(subject=subject.format(n=number), id=number).encode())


def first() -> int:
    return models.Message.objects.order_by("id").first().id


def test_a_message_and_its_like_are_set_aside_now_and_from_then_on(house: House) -> None:
    house.receives(invoice(1), invoice(2), invoice(3, "Question {n}"))
    assert statuses() == tally() == {"untranslated": 3}
    assert messages.set_aside(first(), "Facture", ME) == 2
    house.works()
    assert statuses() == tally() == {"untranslated": 1, "set_aside": 2}
    house.receives(invoice(77))
    assert statuses() == {"untranslated": 1, "set_aside": 3}
    (rule,) = aside.rules()
    assert (rule.reason, rule.by, rule.count, rule.sort.subject) == (
        "Facture",
        ME,
        3,
        "votre facture # du mois",
    )
    assert known() == []


def test_the_message_stays_readable_with_its_reason(house: House) -> None:
    house.receives(invoice(1))
    messages.set_aside(first(), "Facture", ME)
    house.works()
    kept = models.Message.objects.get()
    assert b"Veuillez trouver" in bytes(kept.body)
    assert kept.why[0]["facts"] | {"reason": "Facture", "person": ME} == kept.why[0]["facts"]


def test_what_a_format_reads_as_an_alarm_is_never_set_aside(house: House) -> None:
    """The sort is one that alarms have as well: an alarm is an alarm, whoever set what aside."""
    raw = (SAMPLES / "01-alarm-outlet.eml").read_bytes()
    broken = raw.replace(b"Perte d'alimentation prise", b"Panne inconnue").replace(b"VDC-104512", b"VDC-1")
    broken = broken.replace(b"- Panne inconnue", b"- Perte d'alimentation prise").replace(
        b"vdc.00001", b"vdc.7"
    )
    house.receives(mail(broken))
    assert statuses() == {"untranslated": 1}
    messages.set_aside(first(), "Essai", ME)
    house.works()
    assert statuses() == {"set_aside": 1}
    house.receives(mail(raw))
    assert statuses() == {"set_aside": 1, "translated": 1}
    assert len(known()) == 1


def test_it_is_undone_and_everything_waits_again(house: House) -> None:
    house.receives(invoice(1), invoice(2))
    messages.set_aside(first(), "Facture", ME)
    house.works()
    (rule,) = aside.rules()
    assert messages.take_back(rule, ME) == 2
    house.works()
    assert statuses() == tally() == {"untranslated": 2}
    assert aside.rules() == []
    house.receives(invoice(3))
    assert statuses() == {"untranslated": 3}


def test_a_reason_is_asked_and_what_waits_no_more_is_refused(house: House) -> None:
    house.receives(invoice(1))
    with pytest.raises(BadInput):
        messages.set_aside(first(), "", ME)
    with pytest.raises(NotFound):
        messages.set_aside(999_999, "x", ME)
    messages.set_aside(first(), "Facture", ME)
    house.works()
    with pytest.raises(Refused):
        messages.set_aside(first(), "encore", ME)


def test_a_technician_of_another_region_may_not(house: House) -> None:
    house.receives(invoice(1))
    stranger = Account.objects.create_user("s", role="technician", region="it")
    with pytest.raises(NotAllowed):
        asked.set_aside(stranger, first(), "Facture")
    reader = Account.objects.create_user("r", role="reader")
    with pytest.raises(NotAllowed):
        asked.set_aside(reader, first(), "Facture")
