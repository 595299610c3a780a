"""An exchange by mail: what leaves, the proof that it left, and whose answers are believed."""

from email.message import EmailMessage

import pytest
from django.test import Client

from tests.flow.exchange.conftest import Exchanging
from tests.flow.exchange.test_desk import anna, opens
from tests.flow.house import mail
from tocsin.connectors.smtp.connector import written
from tocsin.core.duty.ways import MAIL
from tocsin.core.exchange import asking as a
from tocsin.core.exchange.bond import Health, Sending, Way
from tocsin.core.incident.values import Holder
from tocsin.demo.command import company
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import asking
from tocsin.flow.notices import outbox
from tocsin.store import bonds, deliveries, models


@pytest.fixture
def by_mail(exchanging: Exchanging) -> Exchanging:
    """Valmont without an API: its ticket goes by mail, and left."""
    organisation.apply(company(), by="test")
    opens(exchanging)
    sends(exchanging)
    return exchanging


def sends(exchanging: Exchanging) -> None:
    outbox.deliver_due(exchanging.house._take)
    exchanging.works(seconds=3)


def ticket_mail() -> dict[str, str]:
    (delivery,) = models.Delivery.objects.filter(address="support@valmont-dc.example")
    return delivery.payload


def answer(subject: str, text: str, sender: str = "support@valmont-dc.example", **headers: str) -> bytes:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, "tocsin@cachemire.example", subject
    written["Message-ID"] = headers.pop("identity", "<1@valmont-dc.example>")
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content(text)
    return written.as_bytes()


def received(exchanging: Exchanging) -> list[str]:
    return [entry.text for entry in exchanging.bond.entries if entry.way is Way.IN]


def test_the_ticket_leaves_in_their_words_and_its_proof_is_kept(by_mail: Exchanging) -> None:
    payload = ticket_mail()
    assert payload["subject"].startswith(f"[{by_mail.bond.reference}]")
    assert payload["written_by"]
    opening = by_mail.bond.opening
    assert opening
    assert (opening.sending, opening.proof) == (Sending.TAKEN, "250 OK")
    assert by_mail.incident.holder is Holder.SUPPLIER
    assert by_mail.incident.reported_at


def test_an_answer_is_known_by_what_it_answers_though_its_subject_lost_our_reference(
    by_mail: Exchanging,
) -> None:
    raw = answer("Votre demande", "Nous regardons.", In_Reply_To=ticket_mail()["message_id"])
    by_mail.house.receives(mail(raw, "valmont"), mail(raw, "valmont"))
    assert received(by_mail) == ["Nous regardons."]
    assert by_mail.bond.opening
    assert by_mail.bond.opening.acknowledged_at
    assert "exchange.answered" in by_mail.timeline()


def test_an_answer_is_known_by_the_address_it_is_sent_to(by_mail: Exchanging) -> None:
    plus = f"echanges+{by_mail.bond.reference.lower()}@cachemire.example"
    by_mail.house.receives(mail(answer("Demande", "Reçu.", Delivered_To=plus), "valmont"))
    assert received(by_mail) == ["Reçu."]


def test_a_stranger_who_knows_our_reference_is_ignored(by_mail: Exchanging) -> None:
    raw = answer(f"Re: [{by_mail.bond.reference}]", "C'est réglé, fermez.", sender="x@evil.example")
    by_mail.house.receives(mail(raw, "valmont"))
    assert received(by_mail) == []


def test_an_automatic_receipt_tells_their_number_and_is_answered_by_nothing(by_mail: Exchanging) -> None:
    before = models.Delivery.objects.count()
    for number in range(5):
        raw = answer(
            f"Re: [{by_mail.bond.reference}]",
            "Reçu.",
            Auto_Submitted="auto-replied",
            identity=f"<{number}@v>",
        )
        by_mail.house.receives(mail(raw, "valmont"))
        by_mail.works(minutes=1)
    assert len(received(by_mail)) == 5
    ours = models.Delivery.objects.filter(address="support@valmont-dc.example")
    assert ours.count() == 1
    assert before >= 1


def test_a_comment_goes_under_the_same_reference(by_mail: Exchanging) -> None:
    asking.ask(anna(), by_mail.incident.id, a.Write(bond=by_mail.bond.id, text="Et la prise 12 ?"))
    by_mail.works(seconds=3)
    sends(by_mail)
    last = models.Delivery.objects.filter(address="support@valmont-dc.example").latest("id").payload
    assert last["thread_id"] == ticket_mail_thread(by_mail)
    assert "Et la prise 12 ?" in last["text"]


def ticket_mail_thread(exchanging: Exchanging) -> str:
    return f"<{exchanging.bond.reference}@cachemire.example>"


def test_an_api_that_is_away_for_long_gives_way_to_mail_and_takes_up_again(exchanging: Exchanging) -> None:
    exchanging.valmont.server.stop()
    opens(exchanging)
    exchanging.works(minutes=25)
    assert exchanging.bond.channel == "mail"
    assert exchanging.bond.health is Health.FINE
    sends(exchanging)
    assert "exchange.rerouted.mail" in exchanging.timeline()
    raw = answer(f"[T-2026-0007] [{exchanging.bond.reference}]", "Enregistré.", Auto_Submitted="auto-replied")
    exchanging.house.receives(mail(raw, "valmont"))
    assert (exchanging.bond.channel, exchanging.bond.their_reference) == ("api", "T-2026-0007")


def test_a_file_goes_with_a_mail_and_comes_with_one(by_mail: Exchanging) -> None:
    """A file sent in an exchange by mail left as an empty mail."""
    asking.ask(anna(), by_mail.incident.id, a.Write(bond=by_mail.bond.id), ("été.csv", "text/csv", b"1;2\n"))
    by_mail.works(seconds=3)
    (delivery,) = deliveries.ready([MAIL], clock.now())
    (sent,) = written(delivery, clock.now).iter_attachments()
    assert (sent.get_filename(), sent.get_content()) == ("été.csv", "1;2\n")

    raw = EmailMessage()
    raw["From"], raw["To"] = "support@valmont-dc.example", "tocsin@cachemire.example"
    raw["Subject"], raw["Message-ID"] = f"Re: [{by_mail.bond.reference}]", "<7@v>"
    raw.set_content("Voici la photo.")
    raw.add_attachment(b"<script>", maintype="text", subtype="html", filename="../photo.html")
    by_mail.house.receives(mail(raw.as_bytes(), "valmont"))
    (photo,) = [entry.file for entry in by_mail.bond.entries if entry.way is Way.IN and entry.file]
    assert bonds.file(photo.digest) == b"<script>"
    client = Client()
    client.force_login(anna())
    number = by_mail.bond.entries[-1].number
    answer = client.get(f"/incidents/{by_mail.incident.id}/exchange/{by_mail.bond.id}/{number}")
    assert answer.content == b"<script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
