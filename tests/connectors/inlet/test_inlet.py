"""The mail inlet, spoken to by smtplib over real sockets."""

import gc
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.servers import certificate, free_port
from tocsin.connectors.inlet import Limits, MailInlet, MailInletSettings, Rule
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Busy, Unavailable
from tocsin.core.organisation.addresses import matches

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MAIL = b"From: noc@host.example\r\nMessage-ID: <1@host.example>\r\n\r\noutlet lost\r\n"
RULES = [
    Rule(source="host", recipients=("hub@client.example",), senders=("@host.example",)),
    Rule(source="nagios", recipients=("@mon.client.example",), senders=("nagios@par.client.example", "<>")),
    Rule(source="open", recipients=("anyone@client.example",), senders=("*",)),
]


class Kept(list[Message]):
    """What was deposited; ``error`` is what the deposit raises."""

    error: Exception | None = None

    def deposit(self, messages: Sequence[Message]) -> None:
        if self.error:
            raise self.error
        self.extend(messages)


@contextmanager
def listening(kept: Kept, **settings: Any) -> Iterator[MailInletSettings]:
    where = MailInletSettings(smtp_port=free_port(), lmtp_port=free_port(), **settings)
    inlet = MailInlet(where, lambda: RULES, kept.deposit, lambda: NOON)
    inlet.start()
    try:
        yield where
    finally:
        inlet.stop()


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def smtp(kept: Kept) -> Iterator[smtplib.SMTP]:
    with listening(kept) as where, smtplib.SMTP("127.0.0.1", where.smtp_port, "relay.host.example") as client:
        yield client


def test_a_mail_is_kept_verbatim_with_its_envelope(smtp: smtplib.SMTP, kept: Kept) -> None:
    body = MAIL + b"." + b"\x00\x01\xff nul and broken bytes\r\n..\r\n" + b"x" * 5_000 + b"\r\n"
    smtp.sendmail("noc@host.example", ["Hub@Client.example"], body)
    (message,) = kept
    assert message.body == body
    assert (message.source, message.channel, message.received_at) == ("host", "smtp", NOON)
    assert message.envelope == {
        "sender": "noc@host.example",
        "recipient": "Hub@Client.example",
        "peer": "127.0.0.1",
        "helo": "relay.host.example",
    }


@pytest.mark.parametrize(
    ("sender", "recipient", "code"),
    [
        ("noc@host.example", "hub@client.example", 250),
        ("noc@host.example", "other@client.example", 550),
        ("noc@evil-host.example", "hub@client.example", 550),
        ("nagios@par.client.example", "hub@client.example", 550),
        ("nagios@par.client.example", "any.thing@mon.client.example", 250),
        ("stranger@example.org", "anyone@client.example", 250),
        ("", "anyone@client.example", 550),
        ("", "x@mon.client.example", 250),
    ],
)
def test_who_may_write_to_whom(smtp: smtplib.SMTP, sender: str, recipient: str, code: int) -> None:
    smtp.ehlo()
    smtp.mail(sender)
    assert smtp.rcpt(recipient)[0] == code


def test_a_refusal_is_reported_beside_the_source_that_was_written_to(kept: Kept) -> None:
    refused: list[tuple[str, str]] = []
    with socket.create_server(("127.0.0.1", 0)) as free:
        where = MailInletSettings(smtp_port=free.getsockname()[1])
    inlet = MailInlet(
        where,
        lambda: RULES,
        kept.deposit,
        lambda: NOON,
        lambda source, error: refused.append((source, str(error))),
    )
    inlet.start()
    with smtplib.SMTP("127.0.0.1", where.smtp_port) as client:
        client.ehlo()
        client.mail("noc@evil-host.example")
        assert client.rcpt("hub@client.example")[0] == 550
        assert client.rcpt("nobody@client.example")[0] == 550
    inlet.stop()
    reason = "A mail from 'noc@evil-host.example' to hub@client.example: this sender is not declared for this source."
    assert refused == [("host", reason)]


def test_a_sender_is_trusted_by_its_whole_domain() -> None:
    rule = Rule(source="host", recipients=("@client.example",), senders=("@host.example",))
    assert not rule.trusts("x@example.org")
    assert not rule.trusts("")
    assert matches("@host.example", "NOC@HOST.EXAMPLE")
    assert not matches("@host.example", "noc@sub.host.example")


def test_one_mail_to_several_recipients(smtp: smtplib.SMTP, kept: Kept) -> None:
    to = ["hub@client.example", "nobody@client.example", "anyone@client.example"]
    refused = smtp.sendmail("noc@host.example", to, MAIL)
    assert list(refused) == ["nobody@client.example"]
    assert [(message.source, message.envelope["recipient"]) for message in kept] == [
        ("host", "hub@client.example"),
        ("open", "anyone@client.example"),
    ]


@pytest.mark.parametrize("error", [Busy(3), Unavailable(), ZeroDivisionError()])
def test_when_we_fail_the_sender_tries_again(smtp: smtplib.SMTP, kept: Kept, error: Exception) -> None:
    kept.error = error
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("noc@host.example", ["hub@client.example"], MAIL)
    assert refused.value.smtp_code == 451
    kept.error = None
    smtp.sendmail("noc@host.example", ["hub@client.example"], MAIL)
    assert len(kept) == 1


@pytest.mark.parametrize("announce", [True, False])
def test_a_mail_over_the_limit(kept: Kept, announce: bool) -> None:
    with (
        listening(kept, limits=Limits(mail_bytes=10_000)) as where,
        smtplib.SMTP("127.0.0.1", where.smtp_port) as client,
    ):
        client.ehlo()
        if announce:
            assert client.mail("noc@host.example", ["SIZE=10001"])[0] == 552
        else:
            client.mail("noc@host.example")
            client.rcpt("hub@client.example")
            assert client.data(MAIL + b"x\r\n" * 5_000)[0] == 552
        client.sendmail("noc@host.example", ["hub@client.example"], MAIL)
    assert len(kept) == 1


def test_mails_that_go_round_in_circles_are_stopped(smtp: smtplib.SMTP, kept: Kept) -> None:
    """GLPI #16785: bounce loops."""
    circling = b"".join(b"Received: from hop%d\r\n by hop\r\n" % hop for hop in range(60)) + MAIL
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("noc@host.example", ["hub@client.example"], circling)
    assert refused.value.smtp_code == 554
    assert not kept


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (b"X-Tocsin-Notice: <1@tocsin>\r\n", "own notice"),
        (
            b"Content-Type: multipart/report;\r\n report-type=delivery-status; boundary=x\r\n",
            "delivery report",
        ),
        (b"Auto-Submitted: auto-replied (vacation)\r\n", "automatic reply"),
        (b"Auto-Submitted: auto-generated\r\nReturn-Path: <>\r\n", None),
    ],
)
def test_mails_that_must_not_be_answered_say_why(
    smtp: smtplib.SMTP, kept: Kept, headers: bytes, reason: str | None
) -> None:
    """GLPI #16785: a bounce of our own notice must not become the next notice."""
    smtp.sendmail("noc@host.example", ["hub@client.example"], headers + MAIL)
    assert kept[0].envelope.get("loop") == reason


def test_a_lone_line_feed_does_not_end_a_mail(smtp: smtplib.SMTP, kept: Kept) -> None:
    """SMTP smuggling: what follows "LF . LF" would be commands from within a mail."""
    smtp.ehlo()
    smtp.mail("noc@host.example")
    smtp.rcpt("hub@client.example")
    smtp.docmd("DATA")
    smtp.send(b"Subject: x\r\n\r\na\n.\nMAIL FROM:<evil@host.example>\r\n.\r\n")
    assert smtp.getreply()[0] == 250
    assert b"MAIL FROM" in kept[0].body


def test_lmtp_answers_for_each_recipient(kept: Kept) -> None:
    """RFC 2033, section 4.2: one reply a recipient, or the client waits for ever."""
    with (
        listening(kept, limits=Limits(mail_bytes=10_000)) as where,
        smtplib.LMTP("127.0.0.1", where.lmtp_port) as client,
    ):
        client.timeout = 5
        for content, code in ((MAIL, b"250"), (MAIL + b"x\r\n" * 5_000, b"552")):
            client.ehlo()
            client.mail("noc@host.example")
            client.rcpt("hub@client.example")
            client.rcpt("anyone@client.example")
            client.docmd("DATA")
            client.send(content + b".\r\n")
            assert [client.getreply()[0] for _ in range(2)] == [int(code)] * 2
    assert [message.source for message in kept] == ["host", "open"]


def test_several_servers_share_a_port(kept: Kept) -> None:
    with listening(kept) as where:
        second = MailInlet(where, lambda: RULES, kept.deposit, lambda: NOON)
        second.start()
        for number in range(8):
            with smtplib.SMTP("127.0.0.1", where.smtp_port) as client:
                client.sendmail("noc@host.example", ["hub@client.example"], MAIL + b"%d\r\n" % number)
        second.stop()
    assert len({message.key for message in kept}) == 8


def test_a_port_that_is_taken_is_an_error_at_the_start(kept: Kept) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        inlet = MailInlet(
            MailInletSettings(smtp_port=taken.getsockname()[1]), lambda: RULES, kept.deposit, lambda: NOON
        )
        with pytest.raises(OSError, match="in use"):
            inlet.start()


def test_connections_are_bounded(kept: Kept) -> None:
    with listening(kept, limits=Limits(connections=1)) as where, smtplib.SMTP("127.0.0.1", where.smtp_port):
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.SMTP("127.0.0.1", where.smtp_port)
        assert refused.value.smtp_code == 421


def test_starttls_by_a_certificate_and_a_session_counts_once(kept: Kept, tmp_path: Path) -> None:
    certificate(tmp_path)
    files = {"certificate": f"{tmp_path}/cert.pem", "key": f"{tmp_path}/key.pem"}
    trust = ssl.create_default_context(cafile=files["certificate"])
    with listening(kept, limits=Limits(connections=1), **files) as where:
        for _ in range(3):
            with smtplib.SMTP("localhost", where.smtp_port) as client:
                client.starttls(context=trust)
                client.sendmail("noc@host.example", ["hub@client.example"], MAIL)
    assert len(kept) == 3


def test_a_certificate_that_is_none_is_an_error_at_the_start(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    with pytest.raises(ssl.SSLError), listening(kept, certificate=f"{tmp_path}/cert.pem"):
        pass


def test_a_mail_is_not_accepted_before_it_is_kept_even_when_we_stop() -> None:
    begun, go = threading.Event(), threading.Event()

    def deposit(messages: Sequence[Message]) -> None:
        begun.set()
        go.wait(10)

    where = MailInletSettings(smtp_port=free_port())
    inlet = MailInlet(where, lambda: RULES, deposit, lambda: NOON)
    inlet.start()
    errors: list[Exception] = []
    sending = threading.Thread(target=_send, args=(where.smtp_port, errors.append))
    sending.start()
    assert begun.wait(10)
    stopping = threading.Thread(target=inlet.stop)
    stopping.start()
    sending.join(10)
    go.set()
    stopping.join(10)
    assert isinstance(errors[0], smtplib.SMTPServerDisconnected)


def _send(port: int, report: Callable[[Exception], None]) -> None:
    client = smtplib.SMTP("127.0.0.1", port)
    try:
        client.sendmail("noc@host.example", ["hub@client.example"], MAIL)
    except smtplib.SMTPException as error:
        report(error)
    finally:
        client.close()


def test_a_mail_has_a_hundred_recipients_and_not_more(kept: Kept, smtp: smtplib.SMTP) -> None:
    smtp.ehlo()
    smtp.mail("nagios@par.client.example")
    codes = [smtp.rcpt(f"r{number}@mon.client.example")[0] for number in range(101)]
    assert codes == [250] * 100 + [452]


def test_who_rings_as_it_stops_is_hung_up_on(kept: Kept, recwarn: pytest.WarningsRecorder) -> None:
    """A connection that was accepted and has no session yet used to stay open, without time limit."""
    for _ in range(20):
        with listening(kept) as where, socket.socket() as caller:
            caller.connect(("127.0.0.1", where.smtp_port))
    gc.collect()
    assert [warning.message for warning in recwarn if warning.category is ResourceWarning] == []
