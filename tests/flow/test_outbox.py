"""Notices by real SMTP: each leaves once, or we know that we do not know."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from django.db import connection

from tests.connectors.servers import free_port, smtp_server
from tests.flow.house import House, notices, only, post_event
from tocsin.connectors.kit.connector import Connector
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.values import Label
from tocsin.flow import clock
from tocsin.flow.channels import CHANNELS
from tocsin.flow.incidents.why import explain
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot
from tocsin.store import deliveries as rows
from tocsin.store import models


class Relay:
    """A mail server that keeps what it takes, and answers DATA and RCPT as set."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.says_to_rcpt = ""
        self.after_data: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.says_to_rcpt:
            return self.says_to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content)
        self.mails.append((envelope.rcpt_tos[0], mail["Message-ID"]))
        if self.after_data:
            self.after_data(server)
        return "250 OK"


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    kept = Relay()
    with smtp_server(kept) as port:
        monkeypatch.setenv("TOCSIN_RELAY", f"smtp://127.0.0.1:{port}")
        yield kept


@pytest.fixture
def unsent(shared_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """An incident whose opening is due to be notified; nothing has left."""
    with monkeypatch.context() as nothing_leaves:
        nothing_leaves.setattr(House, "does_what_is_due", lambda self: None)
        shared_house.receives(post_event("device.down", "srv-crm-01", source="desk-fr"))
        shared_house.waits(seconds=30)
    assert states() == {"pending": models.Notice.objects.count()}
    return shared_house


def states() -> dict[str, int]:
    """What became of the notices; a notice that a delivery leads with is as its delivery."""
    shown: Counter[str] = Counter()
    for (_, state), count in notices().items():
        shown[state] += count
    return dict(shown)


def test_each_recipient_gets_one_mail(unsent: House, relay: Relay) -> None:
    count = models.Notice.objects.count()
    assert outbox.deliver_due() == count == len(relay.mails)
    assert outbox.deliver_due() == 0
    assert states() == {"sent": count}
    assert len(set(relay.mails)) == count


def test_two_workers_send_one(unsent: House, relay: Relay) -> None:
    together = threading.Barrier(2)

    def deliver() -> int:
        together.wait()
        try:
            return sum(outbox.deliver_due() for _ in range(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        sent = [job.result() for job in [two.submit(deliver), two.submit(deliver)]]
    assert sum(sent) == len(relay.mails) == len(set(relay.mails)) == models.Notice.objects.count()


def test_a_temporary_refusal_is_tried_again(unsent: House, relay: Relay) -> None:
    relay.says_to_rcpt = "451 4.7.1 Greylisted"
    assert outbox.deliver_due() == 0
    assert (set(states()), relay.mails) == ({"ready"}, [])
    assert "Greylisted" in models.Delivery.objects.all()[0].error
    relay.says_to_rcpt = ""
    assert outbox.deliver_due() == 0, "not at once"
    next_try = models.Delivery.objects.all()[0].not_before
    clock.fast_forward(seconds=(next_try - clock.now()).total_seconds())
    assert outbox.deliver_due() == models.Notice.objects.count() == len(relay.mails)


def test_a_lasting_refusal_is_given_up_and_shown(unsent: House, relay: Relay) -> None:
    relay.says_to_rcpt = "550 5.1.1 No such user"
    outbox.deliver_due()
    assert set(states()) == {"failed"}


def test_the_servers_answer_is_kept_and_shown(unsent: House, relay: Relay) -> None:
    outbox.deliver_due()
    assert set(models.Delivery.objects.values_list("reply", "error")) == {("250 OK", "")}
    incident = only()
    assert any("250 OK" in line for step in explain(incident.subject, "en") for line in step.lines)


def test_an_address_that_is_none_holds_up_nobody(unsent: House, relay: Relay) -> None:
    outbox.choosing.choose({"mail"})
    first, *others = models.Delivery.objects.order_by("id")
    for address in ("no address", "a\nBcc: b@x.example", "", "é@x.example", "<", "a@b@c", "@"):
        models.Delivery.objects.filter(id=first.id).update(address=address, state="ready")
        outbox.deliver_due()
        first.refresh_from_db()
        assert (first.state, bool(first.error)) == ("failed", True), address
    assert len(relay.mails) == len(others)


def test_a_relay_that_knows_us_no_more_loses_no_mail(unsent: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password was changed: the mails are not to blame, and wait."""

    def refuses(*_: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with smtp_server(Relay(), auth_require_tls=False, authenticator=refuses) as port:
        monkeypatch.setenv("TOCSIN_RELAY", f"smtp://us:old@127.0.0.1:{port}")
        outbox.deliver_due()
    assert set(states()) == {"ready"}
    assert "535" in models.Delivery.objects.all()[0].error


def test_what_is_never_sent_says_why_in_both_languages(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01", source="desk-fr"))
    house.receives(post_event("device.down", "srv-crm-01", "resolved", source="desk-fr"))
    assert "skipped" in states()
    for language, words in (("fr", "finie avant"), ("en", "over before")):
        steps = explain(only().subject, language)
        assert any(words in line for step in steps for line in step.lines if step.stage == "notices")


def test_no_relay_moves_nothing(unsent: House) -> None:
    assert outbox.deliver_due() == 0
    assert set(states()) == {"pending"}


def test_a_relay_that_is_away_is_tried_again(unsent: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_RELAY", f"smtp://127.0.0.1:{free_port()}")
    outbox.deliver_due()
    assert set(states()) == {"ready"}


def test_a_server_that_hangs_up_after_the_content_leaves_a_doubt_and_no_second_mail(
    unsent: House, relay: Relay
) -> None:
    relay.after_data = lambda server: server.transport.abort()
    outbox.deliver_due()
    doubtful = states()["unconfirmed"]
    assert doubtful >= 1
    first = list(relay.mails)
    relay.after_data = None
    unsent.waits(minutes=20)
    outbox.deliver_due()
    assert Counter(relay.mails)[first[0]] == 1


def test_a_sender_killed_in_the_middle_leaves_a_doubt_and_no_second_mail(unsent: House, relay: Relay) -> None:
    class KilledError(BaseException):
        """What a kill -9 leaves: nothing is tidied up."""

    def killed(mail: object, about_to_leave: Any) -> None:
        about_to_leave()
        raise KilledError

    with pytest.raises(KilledError):
        outbox.deliver_due(killed)
    assert states()["sending"] == 1
    outbox.deliver_due()
    assert states()["unconfirmed"] == 1
    assert len(relay.mails) == models.Notice.objects.count() - 1
    assert not rows.claim(models.Delivery.objects.get(state="unconfirmed").id)


def test_a_storm_is_one_notice_a_recipient(house: House) -> None:
    house.receives(post_event("power.lost", "par1.s2", source="desk-fr", criticality="critical"))
    racks = [
        item.key for item in snapshot().items.values() if item.parent == "par1.s2" and item.type == "rack"
    ]
    assert len(racks) > 4
    for rack in racks:
        house.receives(post_event("power.lost", rack, source="http-it"))
    house.waits(minutes=2)
    assert only().cause == "par1.s2"
    assert house.sent
    assert max(Counter(recipient for recipient, _ in house.sent).values()) == 1


def older(state: str, **fields: Any) -> models.Notice:
    """What a version without deliveries left in that state."""
    notice = models.Notice.objects.order_by("id")[0]
    mail = {"subject": "[INC-1] P1", "text": "down", "message_id": "<old@x>", "thread_id": "<t@x>", **fields}
    models.Notice.objects.filter(id=notice.id).update(state=state, **mail)
    return notice


def test_a_mail_that_an_older_version_rendered_leaves_once_under_its_own_identity(
    unsent: House, relay: Relay
) -> None:
    notice = older("ready", not_before=clock.now())
    outbox.deliver_due()
    outbox.deliver_due()
    assert relay.mails.count((notice.recipient, "<old@x>")) == 1
    assert states() == {"sent": models.Notice.objects.count()}


def test_a_mail_that_an_older_version_was_sending_when_it_died_is_in_doubt(
    unsent: House, relay: Relay
) -> None:
    older("sending")
    outbox.deliver_due()
    assert states()["unconfirmed"] == 1
    assert "<old@x>" not in {identity for _, identity in relay.mails}
    assert len(relay.mails) == models.Notice.objects.count() - 1


def test_a_delivery_waits_for_its_own_channel(unsent: House, relay: Relay) -> None:
    """A ticket is no mail: the mail relay never sees it."""
    ticket = Delivery(subject=only().subject, channel="ticket", address="acme", payload={})
    rows.add(ticket, clock.now(), clock.now())
    outbox.deliver_due()
    assert models.Delivery.objects.get(channel="ticket").state == "ready"
    assert len(relay.mails) == models.Notice.objects.count()


def test_another_channel_is_one_line_of_the_registry(
    unsent: House, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def send(delivery: Delivery, about_to_leave: Any) -> str:
        about_to_leave()
        taken.append(delivery.address)
        return "TCK-1"

    desk = Connector(
        word="ticket", label=Label(fr="Ticket", en="Ticket"), receives=False, sender=lambda: nullcontext(send)
    )
    monkeypatch.setitem(CHANNELS, "ticket", desk)
    rows.add(
        Delivery(subject=only().subject, channel="ticket", address="acme", payload={}),
        clock.now(), clock.now(),
    )  # fmt: skip
    outbox.deliver_due()
    outbox.deliver_due()
    assert taken == ["acme"]
    kept = models.Delivery.objects.get(channel="ticket")
    assert (kept.state, kept.reply) == ("sent", "TCK-1")
    assert len(relay.mails) == models.Notice.objects.count()
