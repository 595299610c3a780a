"""Sending notices, to servers that behave and to servers that die at the worst moment."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from tests.connectors.servers import certificate, free_port, smtp_server
from tocsin.connectors.kit.mail import loop_reason
from tocsin.connectors.smtp import Outcome, Sender, SendFailed, SmtpSettings, SmtpTls, address_notice

CODES = {"MAIL": "250 OK", "RCPT": "250 OK", "DATA": "250 OK"}


def notice(
    to: str = "team@client.example", text: str = "INC-42 : perte d'arrivée électrique\n.\n"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Tocsin <tocsin@client.example>"
    mail["To"] = to
    mail["Subject"] = "INC-42 ouvert : salle électrique"
    mail.set_content(text)
    return address_notice(
        mail, message_id="<n1@tocsin.client.example>", thread_id="<inc-42@tocsin.client.example>"
    )


class Server:
    """Takes mails, or answers as set."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.codes = dict(CODES)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.codes["MAIL"]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.codes["RCPT"].startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.codes["RCPT"]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.codes["DATA"].startswith("250"):
            self.mails.append(envelope.content)
        return self.codes["DATA"]


@contextmanager
def serving(server: Server, **options: Any) -> Iterator[SmtpSettings]:
    with smtp_server(server, **options) as port:
        yield SmtpSettings(host="127.0.0.1", port=port, tls=SmtpTls.NONE, timeout_s=5)


@pytest.fixture
def server() -> Server:
    return Server()


def test_a_notice_arrives_with_the_headers_that_keep_machines_quiet(server: Server) -> None:
    committed: list[int] = []
    with serving(server) as settings, Sender(settings).open() as sender:
        for _ in range(2):
            assert sender.send(notice(), lambda: committed.append(len(server.mails))) == "250 OK"
    assert committed == [0, 1], "committed before the content leaves, for each mail"
    mail = message_from_bytes(server.mails[0], policy=default)
    assert mail.get_content().splitlines() == ["INC-42 : perte d'arrivée électrique", "."]
    assert mail["Subject"] == "INC-42 ouvert : salle électrique"
    assert mail["Message-ID"] == "<n1@tocsin.client.example>"
    assert mail["References"] == mail["In-Reply-To"] == "<inc-42@tocsin.client.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert server.mails[0].isascii()
    assert loop_reason(server.mails[0]) == "own notice"


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [("451 4.3.0 later", Outcome.TEMPORARY), ("550 5.1.1 unknown", Outcome.PERMANENT)],
)
def test_what_a_reply_means_and_that_the_next_mail_is_not_harmed(
    server: Server, phase: str, reply: str, outcome: Outcome
) -> None:
    committed: list[str] = []
    with serving(server) as settings, Sender(settings).open() as sender:
        server.codes[phase] = reply
        with pytest.raises(SendFailed) as failed:
            sender.send(notice(), lambda: committed.append(phase))
        assert (failed.value.outcome, failed.value.reply) == (outcome, reply)
        assert committed == (["DATA"] if phase == "DATA" else [])
        server.codes = dict(CODES)
        sender.send(notice(), lambda: None)
    assert len(server.mails) == 1
    assert reply in failed.value.sentence("fr")


def test_a_mail_whose_sending_could_not_be_recorded_does_not_leave(server: Server) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with serving(server) as settings, Sender(settings).open() as sender:
        with pytest.raises(ZeroDivisionError):
            sender.send(notice(), fails)
        with pytest.raises(SendFailed):
            sender.send(notice(), lambda: None)
    assert not server.mails


@pytest.mark.parametrize(
    ("last_words", "outcome", "committed"),
    [
        ("MAIL", Outcome.TEMPORARY, False),
        ("RCPT", Outcome.TEMPORARY, False),
        ("DATA", Outcome.TEMPORARY, True),
        (".", Outcome.AMBIGUOUS, True),
    ],
)
def test_a_server_that_dies(last_words: str, outcome: Outcome, committed: bool) -> None:
    """Only a mail whose content has left may have been taken."""
    committed_to: list[str] = []
    with dying(last_words) as port:
        settings = SmtpSettings(host="127.0.0.1", port=port, tls=SmtpTls.NONE, timeout_s=5)
        with Sender(settings).open() as sender, pytest.raises(SendFailed) as error:
            sender.send(notice(), lambda: committed_to.append("sending"))
    assert error.value.outcome is outcome
    assert bool(committed_to) is committed


@contextmanager
def dying(last_words: str) -> Iterator[int]:
    """A server that hangs up without an answer once it has received ``last_words``."""
    loop, port = asyncio.new_event_loop(), free_port()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        content = False
        while line := await reader.readline():
            command = line.strip().upper()
            if command.startswith(last_words.encode()):
                break
            content = content or command == b"DATA"
            if command == b"DATA" or not content:
                writer.write(b"354 go on\r\n" if content else b"250 OK\r\n")
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(talk, "127.0.0.1", port))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_a_server_that_is_not_there_is_a_matter_of_time() -> None:
    with pytest.raises(SendFailed) as failed:
        Sender(SmtpSettings(host="127.0.0.1", port=free_port(), tls=SmtpTls.NONE, timeout_s=2)).open()
    assert failed.value.outcome is Outcome.TEMPORARY


@pytest.mark.parametrize("to", ["", "a@client.example, b@client.example"])
def test_one_mail_has_one_recipient(server: Server, to: str) -> None:
    """So that a refusal, and a delivery, are somebody's."""
    with serving(server) as settings, Sender(settings).open() as sender, pytest.raises(SendFailed) as failed:
        sender.send(notice(to), lambda: None)
    assert failed.value.outcome is Outcome.PERMANENT


class TestTls:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        certificate(tmp_path)
        return tmp_path / "cert.pem"

    @pytest.mark.parametrize("tls", [SmtpTls.SSL, SmtpTls.STARTTLS])
    def test_protected_with_a_login(self, server: Server, certificate: Path, tls: SmtpTls) -> None:
        with self.protected(server, certificate, tls) as open_with:
            with open_with(user="tocsin", password="right", ca_file=str(certificate)).open() as sender:
                sender.send(notice(), lambda: None)
            for wrong in ({"password": "wrong", "ca_file": str(certificate)}, {"password": "right"}):
                with pytest.raises(SendFailed) as failed:
                    open_with(user="tocsin", **wrong).open()
                expected = Outcome.PERMANENT if "ca_file" in wrong else Outcome.TEMPORARY
                assert failed.value.outcome is expected
        assert len(server.mails) == 1

    def test_protection_is_required_not_hoped_for(self, server: Server) -> None:
        with serving(server) as plain:
            settings = SmtpSettings(host=plain.host, port=plain.port, tls=SmtpTls.STARTTLS, timeout_s=5)
            with pytest.raises(SendFailed):
                Sender(settings).open()

    @contextmanager
    def protected(self, server: Server, certificate: Path, tls: SmtpTls) -> Iterator[Callable[..., Sender]]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
        if tls is SmtpTls.SSL:
            options: dict[str, Any] = {"tls": context, "auth_require_tls": False}
        else:
            options = {"tls_context": context, "require_starttls": True}
        with smtp_server(server, authenticator=_authenticate, **options) as port:
            yield lambda **settings: Sender(
                SmtpSettings(host="127.0.0.1", port=port, tls=tls, timeout_s=5, **settings)
            )


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"right", handled=False)


def test_a_password_is_not_printed() -> None:
    assert "secret" not in repr(SmtpSettings(host="h", user="u", password="secret"))
