"""ACK by mail takes the incident in that person's name; a program, a stranger, a forged reference do not."""

from email.message import EmailMessage

import pytest
from msgspec.structs import replace

from tests.flow.house import House, cachemire, mail, only, post_event, statuses
from tocsin.core.incident import commands as c
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, duty, organisation
from tocsin.flow.incidents.commands import act
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot
from tocsin.store import models


@pytest.fixture
def on_duty(house: House) -> str:
    """Somebody is on duty, and got a mail about an incident that nobody has (its Message-ID is kept)."""
    house.receives(post_event("device.down", "srv-crm-01"))
    house.waits(minutes=1)
    return duty.now_on_duty(only().owner_team).person


def reply(to: str, text: str, sender: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "tocsin@cachemire.example", "Re: [INC-1]"
    made["Message-ID"] = f"<{abs(hash((text, sender, to)))}@phone.example>"
    made["In-Reply-To"] = to
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(f"{text}\n\nLe 23/11, Tocsin a écrit :\n> [INC-1] ...\n")
    return made


def forward(to: str, text: str, sender: str) -> EmailMessage:
    """Somebody passes on what a colleague answered: the program keeps the reference to our notice."""
    made = reply(to, text, sender)
    made.replace_header("Subject", "Fwd: Re: [INC-1]")
    return made


def receipt(to: str, sender: str) -> EmailMessage:
    """A mail program says that a mail was read, and quotes it."""
    made = reply(to, "ACK", sender)
    made.make_mixed()
    made.replace_header(
        "Content-Type", 'multipart/report; report-type="disposition-notification"; boundary="b0"'
    )
    return made


def sent_to(address: str) -> str:
    """The Message-ID of the mail that went there."""
    return str(models.Delivery.objects.get(address=address).payload["message_id"])


def test_ack_by_mail_takes_it_and_is_no_alarm(house: House, on_duty: str) -> None:
    address = snapshot().persons[on_duty].email
    house.receives(mail(reply(sent_to(address), "PRIS", address).as_bytes()))
    assert only().owner == on_duty
    assert "untranslated" not in statuses()


def test_a_member_answers_what_the_teams_mailbox_got(house: House, on_duty: str) -> None:
    team = snapshot().teams[only().owner_team]
    colleague = next(person for person in team.members if person != on_duty)
    to = sent_to(team.notices[0])
    house.receives(mail(reply(to, "ACK", snapshot().persons[colleague].email).as_bytes()))
    assert only().owner == colleague


def test_nothing_else_takes_it_zammad_5113(house: House, on_duty: str) -> None:
    """An out-of-office reply reopened tickets there."""
    address = snapshot().persons[on_duty].email
    to = sent_to(address)
    for nothing in (
        reply(to, "ACK", address, Auto_Submitted="auto-replied"),
        reply(to, "ACK", address, X_Autoreply="yes"),
        reply(to, "ACK", address, Precedence="auto_reply"),
        reply(to, "Je suis absent jusqu'au 12.", address),
        reply(to, "ACK", "stranger@example.org"),
        reply(to, "ACK", "claire.vasseur@cachemire.example"),
        reply("<notice.1.1234567890@tocsin.invalid>", "ACK", address),
        reply(guessed(to), "ACK", address),
        reply(to, "ACK INC-4711", address),
        reply(to, "ACK", address, X_Autorespond="away"),
        forward(
            to,
            "---------- Forwarded message ---------\nFrom: Bob <bob@x.example>\nSubject: Re: [INC-1]\n\nACK",
            address,
        ),
        forward(
            to, "Begin forwarded message:\n\nFrom: Bob <bob@x.example>\nSubject: Re: [INC-1]\n\nACK", address
        ),
        receipt(to, address),
    ):
        house.receives(mail(nothing.as_bytes()))
        assert only().owner == "", nothing.as_string()


def guessed(to: str) -> str:
    """What a stranger can make of a Message-ID: its number and its second are no secret, its mark is."""
    number = to.split(".")[1]
    return f"<notice.{number}.{0:032x}@cachemire.example>"


VOUCHED = "mx.cachemire.example; dkim=pass header.d=cachemire.example; dmarc=pass (p=reject) header.from=cachemire.example"


@pytest.mark.parametrize(
    ("verdict", "counts"),
    [
        (VOUCHED, True),
        (f"MX.cachemire.example 1;{VOUCHED.partition(';')[2]}", True),
        ("", False),
        ("mx.cachemire.example; dmarc=fail header.from=cachemire.example", False),
        ("mx.cachemire.example; dmarc=none (was (really) dmarc=pass; dmarc=pass)", False),
        ("mx.cachemire.example; dmarc=passed", False),
        ("mx.attacker.example; dmarc=pass header.from=cachemire.example", False),
    ],
)
def test_where_our_mail_server_is_named_it_must_vouch_for_the_sender(house, on_duty, verdict, counts):
    objects = [
        replace(made, spec={**made.spec, "authserv": "mx.cachemire.example"}) if made.section == Section.SETTINGS else made
        for made in cachemire()
    ]  # fmt: skip
    organisation.apply(objects, by="test")
    address = snapshot().persons[on_duty].email
    headers = [f"Authentication-Results: {verdict}"] if verdict else []
    if "mx.cachemire" in verdict:  # what a stranger writes stands below what our server writes
        headers.append("Authentication-Results: mx.cachemire.example; dmarc=pass")
    written = "".join(f"{header}\r\n" for header in headers).encode()
    written += reply(sent_to(address), "ACK", address).as_bytes()
    house.receives(mail(written))
    assert (only().owner == on_duty) is counts


def test_an_answer_after_somebody_else_took_it_changes_nothing(house: House, on_duty: str) -> None:
    address = snapshot().persons[on_duty].email
    act(only().id, c.Take(), "nadia.ouali")
    house.receives(mail(reply(sent_to(address), "ACK", address).as_bytes()))
    assert only().owner == "nadia.ouali"


def test_the_owner_who_is_reminded_answers_and_counts_as_at_work(house: House, on_duty: str) -> None:
    act(only().id, c.ChangePriority(priority=Priority.P1), "nadia.ouali")
    act(only().id, c.Take(), on_duty)
    house.waits(minutes=61)
    address = snapshot().persons[on_duty].email
    outbox.deliver_due()
    newest = models.Delivery.objects.filter(address=address).latest("id").payload["message_id"]
    house.receives(mail(reply(newest, "ACK", address).as_bytes()))
    assert only().acknowledged_at == clock.now()
