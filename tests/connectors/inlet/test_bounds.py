"""Clients of the mail inlet that want too much: too many at once, too often, too slowly, too large.

Real sockets, a moved clock. Each gets a temporary error, and leaves a trace; others are served meanwhile.
"""

import smtplib
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import pytest

from tests.connectors.servers import free_port, until
from tocsin.connectors.inlet import Limits, MailInlet, MailInletSettings, Rule, server
from tocsin.connectors.inlet.bounds import Bounds, peer_of
from tocsin.core.event.message import Message

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST, HUB = "noc@host.example", "hub@client.example"
RULES = [Rule(source="host", recipients=(HUB,), senders=("@host.example",))]
MAIL = b"From: noc@host.example\r\n\r\noutlet lost\r\n"


class Door:
    """An inlet that listens, with a clock that a test moves."""

    def __init__(self, limits: Limits) -> None:
        self.now = 1_000.0
        self.kept: list[Message] = []
        self.refused: list[tuple[str, str]] = []
        self.settings = MailInletSettings(smtp_port=free_port(), lmtp_port=free_port(), limits=limits)
        self._inlet = MailInlet(
            self.settings,
            lambda: RULES,
            self._keep,
            lambda: NOON,
            lambda source, error: self.refused.append((source, error.why.code)),
            ticks=lambda: self.now,
        )

    def _keep(self, messages: Sequence[Message]) -> None:
        self.kept.extend(messages)

    def start(self) -> None:
        self._inlet.start()

    def stop(self) -> None:
        self._inlet.stop()

    def smtp(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.settings.smtp_port, "relay.host.example", timeout=10)

    def send(self) -> None:
        with self.smtp() as client:
            client.sendmail(HOST, [HUB], MAIL)


@contextmanager
def door(**limits: float) -> Iterator[Door]:
    opened = Door(Limits(**limits))  # type: ignore[arg-type]
    opened.start()
    try:
        yield opened
    finally:
        opened.stop()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is slow is looked for at once: the clock that counts is the test's."""
    monkeypatch.setattr(server, "_SWEEP_S", 0.01)


def begun(client: smtplib.SMTP) -> None:
    """As far as DATA."""
    client.ehlo()
    client.mail(HOST)
    client.rcpt(HUB)
    assert client.docmd("DATA")[0] == 354


def test_one_peer_does_not_take_every_connection() -> None:
    with door(connections=10, connections_of_peer=3) as opened, ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(opened.smtp())
        with pytest.raises(smtplib.SMTPConnectError) as answer:
            opened.smtp()
        assert answer.value.smtp_code == 421
        until(lambda: opened.refused == [("", "mail_inlet.connections_of_peer")])
    bounds = Bounds(Limits(connections=4, connections_of_peer=3), lambda: 0.0)
    assert [bounds.enter("a") for _ in range(4)] == ["", "", "", "mail_inlet.connections_of_peer"]
    assert [bounds.enter(peer) for peer in "bc"] == ["", "mail_inlet.connections"]


def test_a_connection_that_ends_makes_room_for_the_next() -> None:
    with door(connections=1) as opened:
        for _ in range(5):
            opened.send()
            until(lambda: not opened._inlet._open)
    assert len(opened.kept) == 5


def test_a_peer_that_sends_too_many_mails_in_a_minute_comes_again_later() -> None:
    with door(mails_a_minute=3) as opened:
        for _ in range(3):
            opened.send()
        with pytest.raises(smtplib.SMTPRecipientsRefused) as answer:
            opened.send()
        assert answer.value.recipients[HUB][0] == 451
        assert opened.refused == [("host", "mail_inlet.rate")], "beside the source that it was for"
        opened.now += 61
        opened.send()
    assert len(opened.kept) == 4


@pytest.mark.parametrize(
    "dribble", [b"", b"E", b"EHLO relay", b"\x00\xff"], ids=["nothing", "bytes", "half a line", "noise"]
)
def test_who_never_ends_a_command_is_hung_up_on(dribble: bytes) -> None:
    """Slow loris: a byte now and then kept the connection."""
    with (
        door(command_s=300) as opened,
        socket.create_connection(("127.0.0.1", opened.settings.smtp_port)) as caller,
    ):
        caller.settimeout(10)
        assert caller.recv(100).startswith(b"220")
        for _ in range(3):
            opened.now += 99
            caller.sendall(dribble)
        opened.now += 4
        assert caller.recv(100).startswith(b"421 4.4.2")
        assert caller.recv(100) == b"", "and gone"
        until(lambda: ("", "mail_inlet.slow") in opened.refused)


def test_who_never_ends_a_mail_is_hung_up_on_and_its_source_shows_it() -> None:
    with door(command_s=300, data_s=600) as opened, opened.smtp() as client:
        begun(client)
        for _ in range(5):
            opened.now += 119
            client.send(b"x\r\n")
        assert len(opened._inlet._open) == 1, "a mail has more time than a command"
        opened.now += 6
        assert client.getreply()[0] == 421
        until(lambda: opened.refused == [("host", "mail_inlet.slow")])
        client.close()
    assert opened.kept == []


def test_a_session_does_not_last_for_ever_though_it_speaks_now_and_then() -> None:
    with door(session_s=3_600, command_s=300) as opened, opened.smtp() as client:
        for _ in range(12):
            opened.now += 299
            assert client.noop()[0] == 250
        opened.now += 299
        assert client.getreply()[0] == 421
        client.close()


def test_while_we_commit_nobody_is_too_slow() -> None:
    with door(data_s=600) as opened:
        keep = opened._keep

        def slowly(messages: Sequence[Message]) -> None:
            opened.now += 5_000
            until(lambda: swept[0] > 3)
            keep(messages)

        swept = [0]
        sweep = opened._inlet._bounds.forget
        opened._inlet._bounds.forget = lambda: (swept.__setitem__(0, swept[0] + 1), sweep())[1]  # type: ignore[method-assign]
        opened._inlet._handler._deposit = slowly
        with opened.smtp() as client:
            begun(client)
            client.send(MAIL + b".\r\n")
            assert client.getreply()[0] == 250
            client.close()
    assert len(opened.kept) == 1


def test_bytes_in_flight_are_bounded_over_all_sessions() -> None:
    """A hundred connections with 25 MB each were 2.5 GB."""
    with door(bytes_in_flight=1_000_000) as opened, ExitStack() as stack:
        clients = [stack.enter_context(opened.smtp()) for _ in range(6)]
        for client in clients:
            begun(client)
        for client in clients[:4]:
            client.send(b"x" * 99_998 + b"\r\n")
        until(lambda: opened._inlet._bounds._bytes.total() >= 400_000)
        clients[4].send(b"x" * 199_998 + b"\r\n")
        assert clients[4].getreply()[0] == 421
        clients[4].close()
        assert opened.refused == [("host", "mail_inlet.bytes")]
        for client in clients[:4]:
            client.send(b".\r\n")
            assert client.getreply()[0] == 250
        clients[5].send(MAIL + b".\r\n")
        assert clients[5].getreply()[0] == 250
        until(lambda: not opened._inlet._bounds._bytes)
    assert len(opened.kept) == 5


def test_lines_cost_what_they_take_in_memory_and_a_mail_that_never_fits_is_refused_so() -> None:
    """Ten megabytes of empty lines were five million objects: 800 MB, and 20 s of processor."""
    with door(bytes_in_flight=1_000_000) as opened:
        with opened.smtp() as client:
            begun(client)
            client.send(b"\r\n" * 20_000)
            assert client.getreply()[0] == 552
            client.close()
        until(lambda: not opened._inlet._bounds._bytes)
        opened.send()
    assert (len(opened.kept), opened.refused) == (1, [("host", "mail_inlet.bytes")])


def test_a_size_that_finds_no_room_is_refused_before_it_is_sent() -> None:
    with door(bytes_in_flight=1_000_000, mail_bytes=900_000) as opened, opened.smtp() as client:
        client.ehlo()
        code, answer = client.mail(HOST, ["SIZE=600000"])
        assert (code, answer[:5]) == (452, b"4.3.1")
        assert client.mail(HOST, ["SIZE=400000"])[0] == 250


def test_bytes_of_a_command_count_until_it_is_answered_and_of_who_leaves_no_more() -> None:
    with door(bytes_in_flight=1_000_000) as opened:
        with socket.create_connection(("127.0.0.1", opened.settings.smtp_port)) as caller:
            caller.sendall(b"x" * 400_000)
            until(lambda: opened._inlet._bounds._bytes.total() == 400_000)
        until(lambda: not opened._inlet._bounds._bytes)
        opened.send()


def test_lmtp_is_bounded_as_smtp_is() -> None:
    with door(command_s=300) as opened, smtplib.LMTP("127.0.0.1", opened.settings.lmtp_port) as client:
        client.ehlo()
        opened.now += 301
        assert client.getreply()[0] == 421
        client.close()


@pytest.mark.parametrize(
    ("address", "peer"),
    [
        (("192.0.2.7", 4711), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 4711, 0, 0), "2001:0db8:0001:0002"),
        (("2001:db8:1:2:ffff::1", 4711, 0, 0), "2001:0db8:0001:0002"),
        (("::ffff:192.0.2.7", 4711, 0, 0), "192.0.2.7"),
        (("fe80::1%eth0", 25, 0, 2), "fe80:0000:0000:0000"),
        (None, ""),
        ("/run/socket", ""),
    ],
)
def test_whose_connection_it_is(address: object, peer: str) -> None:
    assert peer_of(address) == peer


def test_a_peer_of_which_nothing_is_left_is_forgotten() -> None:
    now = [0.0]
    bounds = Bounds(Limits(), lambda: now[0])
    for number in range(1_000):
        assert bounds.mail(f"192.0.2.{number}")
    now[0] = 61.0
    bounds.forget()
    assert not bounds._mails
