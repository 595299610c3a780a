"""The mailbox against a real Dovecot."""

import imaplib
import signal
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Event, Lock, Thread

import msgspec
import pytest

from tests.connectors.servers import Dovecot, until
from tocsin.connectors.kit.backoff import Backoff
from tocsin.connectors.mailbox import Mailbox, MailboxWatcher, Position, Tls, file_away
from tocsin.connectors.mailbox.session import batches
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Busy, Unavailable

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mail(number: int, body: str = "outlet lost") -> bytes:
    return (
        f"From: noc@host.example\r\nTo: hub@client.example\r\nSubject: Alarm {number}\r\n"
        f"Message-ID: <{number}@host.example>\r\n\r\n{body}\r\n"
    ).encode()


class Hub:
    """Takes what a watcher hands over, as the store would: messages and position together."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.position = Position()
        self.reports: list[str] = []
        self.looks = 0
        self.refusals: list[Exception] = []
        self._lock = Lock()

    def deposit(self, messages: Sequence[Message], position: Position) -> None:
        with self._lock:
            if self.refusals:
                raise self.refusals.pop(0)
            self.messages.extend(messages)
            self.position = position

    def answered(self) -> None:
        self.looks += 1

    def unreachable(self, reason: str) -> None:
        self.reports.append(f"unreachable: {reason}")

    def reachable(self) -> None:
        self.reports.append("reachable")

    @property
    def subjects(self) -> list[str]:
        lines = [line for message in self.messages for line in message.body.decode().splitlines()]
        return [line.removeprefix("Subject: ") for line in lines if line.startswith("Subject: ")]


class Watching:
    """A watcher in its thread, for the length of a ``with``."""

    def __init__(self, mailbox: Mailbox, hub: Hub) -> None:
        self._stop = Event()
        watcher = MailboxWatcher(
            mailbox, hub.position, hub.deposit, lambda: NOON, hub, Backoff(first_s=0.05, cap_s=0.2)
        )
        self._thread = Thread(target=watcher.run, args=(self._stop,))

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(15)
        assert not self._thread.is_alive(), "a watcher stops soon after it is asked to"


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


def at(dovecot: Dovecot, **changes: object) -> Mailbox:
    mailbox = Mailbox(
        source="host",
        host="127.0.0.1",
        port=dovecot.imap,
        tls=Tls.NONE,
        user=dovecot.user,
        password=dovecot.password,
        timeout_s=5,
    )
    return msgspec.structs.replace(mailbox, **changes)


def test_a_mail_delivered_while_we_wait_arrives_and_stays_as_it_was(dovecot: Dovecot) -> None:
    hub = Hub()
    dovecot.deliver(mail(1), "1")
    with Watching(at(dovecot), hub):
        until(lambda: hub.subjects == ["Alarm 1"])
        until(lambda: hub.looks)
        dovecot.deliver(mail(2), "2")
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 2"])
    message = hub.messages[1]
    assert message.body == mail(2)
    assert (message.channel, message.source, message.received_at) == ("imap", "host", NOON)
    assert message.envelope["uid"] == "2"
    assert message.envelope["folder"] == "INBOX"
    assert datetime.fromisoformat(message.envelope["arrived_at"]).tzinfo == UTC
    assert hub.reports == ["reachable"]
    assert not [name for name in (dovecot.maildir / "cur").iterdir() if "S" in name.name.partition(":2,")[2]]


def test_nothing_is_read_twice_after_a_restart_nor_missed(dovecot: Dovecot) -> None:
    """GLPI #24760: the same mail fetched again for ever."""
    hub = Hub()
    for run in (1, 2, 3):
        looked = hub.looks
        dovecot.deliver(mail(run), str(run))
        with Watching(at(dovecot), hub):
            until(lambda run=run: len(hub.messages) >= run)
            until(lambda looked=looked: hub.looks > looked)
    assert hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3"]


def test_mails_that_others_have_read_are_read_all_the_same(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1), "1:2,S")
    with imaplib.IMAP4("127.0.0.1", dovecot.imap) as other:
        other.login(dovecot.user, dovecot.password)
        other.select()
        other.fetch("1", "(BODY[])")
    hub = Hub()
    with Watching(at(dovecot), hub):
        until(lambda: hub.subjects == ["Alarm 1"])


def test_a_renumbered_mailbox_is_read_again_and_its_mails_are_recognised(dovecot: Dovecot) -> None:
    hub = Hub()
    for number in (1, 2):
        dovecot.deliver(mail(number), str(number))
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 2)
    before = hub.position
    dovecot.stop()
    dovecot.forget_uids()
    dovecot.start()
    dovecot.deliver(mail(3), "3")
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 5)
    assert hub.position.uid_validity != before.uid_validity
    assert len({message.key for message in hub.messages}) == 3


def test_equal_mails_without_message_id_are_as_many_as_their_uids(dovecot: Dovecot) -> None:
    hub = Hub()
    for number in (1, 2, 3):
        dovecot.deliver(b"From: noc@host.example\nSubject: Alarm\n\ndown\n", str(number))
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 3)
    assert len({message.key for message in hub.messages}) == 3
    assert all(message.key for message in hub.messages), "read again after a crash, they are known"


def test_a_mailbox_that_cannot_be_reached_is_not_a_mailbox_without_mail(dovecot: Dovecot) -> None:
    """Nautobot #171: unreachable is not "no mail"."""
    hub = Hub()
    with Watching(at(dovecot), hub):
        until(lambda: hub.reports == ["reachable"] and hub.looks)
        dovecot.stop(signal.SIGKILL)
        until(lambda: len(hub.reports) >= 2)
        looked = hub.looks
        assert hub.reports[1].startswith("unreachable: ")
        dovecot.deliver(mail(1), "1")
        dovecot.start()
        until(lambda: hub.subjects == ["Alarm 1"])
        until(lambda: hub.reports[-1] == "reachable")
    assert hub.looks > looked


def test_a_wrong_password_is_reported(dovecot: Dovecot) -> None:
    hub = Hub()
    with Watching(at(dovecot, password="wrong"), hub):
        until(lambda: hub.reports)
    assert "AUTHENTICATIONFAILED" in hub.reports[0]
    assert "wrong" not in repr(at(dovecot, password="wrong"))
    assert hub.looks == 0


def test_a_missing_folder_is_reported(dovecot: Dovecot) -> None:
    hub = Hub()
    with Watching(at(dovecot, folder="Nowhere"), hub):
        until(lambda: hub.reports)
    assert "Nowhere" in hub.reports[0]


@pytest.mark.parametrize("tls", [Tls.SSL, Tls.STARTTLS])
def test_tls(dovecot: Dovecot, tls: Tls) -> None:
    port = dovecot.imaps if tls is Tls.SSL else dovecot.imap
    trusted = at(dovecot, tls=tls, port=port, ca_file=str(dovecot.folder / "cert.pem"))
    hub = Hub()
    with Watching(trusted, hub):
        until(lambda: hub.looks)
        dovecot.deliver(mail(1), "1")
        until(lambda: hub.subjects == ["Alarm 1"])
    unknown = Hub()
    with Watching(msgspec.structs.replace(trusted, ca_file=""), unknown):
        until(lambda: unknown.reports)
    assert "CERTIFICATE_VERIFY_FAILED" in unknown.reports[0]


def test_of_a_mail_over_the_limit_the_headers_come_with_the_reason(dovecot: Dovecot) -> None:
    hub = Hub()
    dovecot.deliver(mail(1), "1")
    dovecot.deliver(mail(2, "x" * 60_000), "2")
    dovecot.deliver(mail(3), "3")
    with Watching(at(dovecot, max_bytes=50_000), hub):
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3"])
    large = hub.messages[1]
    assert large.envelope["truncated"].startswith("60")
    assert b"xxx" not in large.body
    assert "truncated" not in hub.messages[2].envelope


def test_mails_that_the_server_cannot_read_are_reported_and_skipped(dovecot: Dovecot) -> None:
    """Dovecot ends the connection over one whose file it may not open, even if asked for nothing but sizes."""
    hub = Hub()
    for number in range(1, 6):
        dovecot.deliver(mail(number), str(number))
    for bad in ("2", "4"):
        (dovecot.maildir / "new" / bad).chmod(0)
    with Watching(at(dovecot), hub):
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 3", "Alarm 5"], 60)
        until(lambda: hub.reports[-1:] == ["reachable"])
        dovecot.deliver(mail(6), "6")
        until(lambda: hub.subjects[3:] == ["Alarm 6"])
    unread = [message for message in hub.messages if "truncated" in message.envelope]
    assert [message.envelope["uid"] for message in unread] == ["2", "4"]
    assert len({message.key for message in unread}) == 2, "not taken for each other's repeats"
    assert unread[0].envelope["truncated"].startswith("UID 2: the server does not give it: abort: ")
    uids = [int(message.envelope["uid"]) for message in hub.messages]
    assert uids == [1, 2, 3, 4, 5, 6], "in order, each once"


def test_a_storm_comes_in_batches_and_in_order(dovecot: Dovecot) -> None:
    hub = Hub()
    for number in range(350):
        dovecot.deliver(mail(number), f"{number:04}")
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 350)
    uids = [int(message.envelope["uid"]) for message in hub.messages]
    assert uids == list(range(1, 351))


def test_a_batch_that_was_not_committed_is_handed_over_again(dovecot: Dovecot) -> None:
    hub = Hub()
    hub.refusals = [Busy(0), Unavailable(), ZeroDivisionError("a mistake of ours")]
    dovecot.deliver(mail(1), "1")
    with Watching(at(dovecot), hub):
        until(lambda: hub.subjects == ["Alarm 1"])
        until(lambda: hub.reports[-1:] == ["reachable"])
    assert hub.subjects == ["Alarm 1"]
    assert "a mistake of ours" in hub.reports[0]


def test_a_server_without_idle_is_asked_again_and_again() -> None:
    dovecot = Dovecot(capability="IMAP4rev1 LITERAL+")
    dovecot.start()
    hub = Hub()
    try:
        with Watching(at(dovecot, poll_s=0.1), hub):
            until(lambda: hub.looks > 2)
            dovecot.deliver(mail(1), "1")
            until(lambda: hub.subjects == ["Alarm 1"])
    finally:
        dovecot.remove()


def test_what_was_dealt_with_is_filed_into_a_folder(dovecot: Dovecot) -> None:
    hub = Hub()
    for number in (1, 2, 3):
        dovecot.deliver(mail(number), str(number))
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 3)
    validity = hub.position.uid_validity
    assert not file_away(at(dovecot), validity + 1, [1], "Dealt"), "other numbers, other mails: hands off"
    for _ in range(2):
        assert file_away(at(dovecot), validity, [1, 3], "Dealt with")
    filed = Hub()
    with Watching(at(dovecot, folder="Dealt with"), filed):
        until(lambda: filed.subjects == ["Alarm 1", "Alarm 3"])
    dovecot.deliver(mail(4), "4")
    with Watching(at(dovecot), hub):
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3", "Alarm 4"])


@pytest.mark.parametrize("capability", ["", "IMAP4rev1 LITERAL+ UIDPLUS"])
def test_a_mail_that_the_server_cannot_move_stays_and_the_others_go(capability: str) -> None:
    dovecot = Dovecot(capability=capability)
    dovecot.start()
    try:
        for number in (1, 2, 3):
            dovecot.deliver(mail(number), str(number))
        with imaplib.IMAP4("127.0.0.1", dovecot.imap) as other:
            other.login(dovecot.user, dovecot.password)
            other.select()
            validity = int(other.response("UIDVALIDITY")[1][0])
        next(path for path in dovecot.maildir.glob("*/2*")).chmod(0)
        assert file_away(at(dovecot), validity, [1, 2, 3], "Dealt with")
        assert file_away(at(dovecot), validity, [2], "Dealt with"), (
            "and it stays, without holding up the next"
        )
        filed = Hub()
        with Watching(at(dovecot, folder="Dealt with", poll_s=0.1), filed):
            until(lambda: filed.subjects == ["Alarm 1", "Alarm 3"])
    finally:
        dovecot.remove()


def test_batches_are_bounded_in_number_and_in_bytes() -> None:
    sized = [(1, 10), (2, 99), (3, 10), *((uid, 1) for uid in range(4, 205))]
    assert [[uid for uid, _ in batch] for batch in batches(sized, 50)] == [
        [1],
        [2],
        [3, *range(4, 103)],
        [*range(103, 203)],
        [203, 204],
    ]


def test_a_server_that_says_good_bye_and_is_still_there_is_not_out_of_reach(dovecot: Dovecot) -> None:
    hub = Hub()
    with Watching(at(dovecot), hub):
        until(lambda: hub.looks)
        looks = hub.looks
        dovecot.kick()
        until(lambda: hub.reports.count("reachable") == 2 and hub.looks > looks)
        dovecot.deliver(mail(1), "1")
        until(lambda: hub.subjects == ["Alarm 1"])
    assert hub.reports == ["reachable", "reachable"]


def test_a_mailbox_kept_for_years_is_read_though_its_numbers_fill_more_than_a_line(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imaplib, "_MAXLINE", 1_000)  # as 200,000 mails would pass the real one
    for number in range(400):
        dovecot.deliver(mail(number), f"{number:04}")
    hub = Hub()
    with Watching(at(dovecot), hub):
        until(lambda: len(hub.messages) == 400)


@pytest.mark.parametrize("capability", ["IMAP4rev1 LITERAL+ UIDPLUS", "IMAP4rev1 LITERAL+"])
def test_filing_without_move_takes_nothing_that_others_have_marked(capability: str) -> None:
    dovecot = Dovecot(capability=capability)
    dovecot.start()
    try:
        for number in (1, 2):
            dovecot.deliver(mail(number), str(number))
        with imaplib.IMAP4("127.0.0.1", dovecot.imap) as other:
            other.login(dovecot.user, dovecot.password)
            other.select()
            validity = int(other.response("UIDVALIDITY")[1][0])
            other.store("1", "+FLAGS", r"(\Deleted)")
            assert file_away(at(dovecot), validity, [2], "Dealt with")
            other.noop()
            _, (left,) = other.uid("SEARCH", "UNDELETED")
            assert not left
            _, (marked,) = other.uid("SEARCH", "DELETED")
            assert marked.split()[0] == b"1", "their mail is still there, to be undeleted"
        filed = Hub()
        with Watching(at(dovecot, folder="Dealt with", poll_s=0.1), filed):
            until(lambda: filed.subjects == ["Alarm 2"])
    finally:
        dovecot.remove()
