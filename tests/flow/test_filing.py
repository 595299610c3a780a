"""Filing: mails that were worked are moved where the organisation wants them, in a real mailbox."""

from collections.abc import Iterator

import msgspec
import pytest

from tests.connectors.servers import Dovecot
from tests.flow.house import House, sample
from tocsin.connectors.kit.connector import Line
from tocsin.connectors.mailbox import CONNECTOR, Mailbox, Tls
from tocsin.connectors.mailbox.session import Session
from tocsin.connectors.mailbox.settings import MailboxSettings
from tocsin.core.event.message import Message
from tocsin.flow import clock
from tocsin.flow.calls import AccountCalls
from tocsin.flow.sources.filing import file_worked
from tocsin.store import sources

ALARM, NOISE = "01-", "45-"


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    return Mailbox(
        source="valmont", host="127.0.0.1", port=dovecot.imap, user="hub", password="secret", tls=Tls.NONE
    )


def read(dovecot: Dovecot, mailbox: Mailbox, name: str, validity: int = 0) -> Message:
    """A sample that was delivered to the mailbox, as its watcher hands it over."""
    mail = sample(name)
    dovecot.deliver(mail.body, name)
    session = Session(mailbox)
    now, found = session.open(), session.after(0)
    session.close()
    place = {"folder": "INBOX", "uid": str(found[-1][0]), "uid_validity": str(validity or now)}
    return msgspec.structs.replace(mail, channel="imap", envelope={**mail.envelope, **place})


def filed(mailbox: Mailbox) -> int:
    """How many the duty files, where the source's settings are these."""
    settings = msgspec.structs.asdict(mailbox)
    line = Line(
        source=settings.pop("source"), settings=MailboxSettings(**settings), position={},
        deposit=lambda messages, position: 0, now=clock.now, status=Silence(),
        calls=AccountCalls, urgent=lambda: False,
    )  # fmt: skip
    return file_worked(CONNECTOR, line)


class Silence:
    """Nobody asks how the mailbox is."""

    def answered(self) -> None: ...

    def unreachable(self, reason: str) -> None: ...

    def reachable(self) -> None: ...


def within(dovecot: Dovecot, folder: str = "") -> int:
    """How many mails lie in the folder; in INBOX without one."""
    place = dovecot.maildir / (f".{folder}" if folder else "")
    return sum(1 for part in ("cur", "new") for _ in place.glob(f"{part}/*"))


def test_each_outcome_has_its_folder(house: House, dovecot: Dovecot, mailbox: Mailbox) -> None:
    house.receives(read(dovecot, mailbox, ALARM))
    house.receives(read(dovecot, mailbox, NOISE))
    asked = msgspec.structs.replace(mailbox, file_translated="Done", file_ignored="Noise")
    assert filed(asked) == 2
    assert (within(dovecot), within(dovecot, "Done"), within(dovecot, "Noise")) == (0, 1, 1)
    assert filed(asked) == 0, "each is moved once"


def test_nothing_moves_where_nobody_asked(house: House, dovecot: Dovecot, mailbox: Mailbox) -> None:
    house.receives(read(dovecot, mailbox, ALARM))
    assert filed(mailbox) == 0
    assert within(dovecot) == 1


def test_a_uid_of_another_life_of_the_folder_moves_nobody_elses_mail(
    house: House, dovecot: Dovecot, mailbox: Mailbox
) -> None:
    house.receives(read(dovecot, mailbox, ALARM, validity=7))
    filed(msgspec.structs.replace(mailbox, file_translated="Done"))
    assert within(dovecot) == 1


def test_a_mailbox_out_of_reach_is_filed_later(house: House, dovecot: Dovecot, mailbox: Mailbox) -> None:
    house.receives(read(dovecot, mailbox, ALARM))
    asked = msgspec.structs.replace(mailbox, file_translated="Done")
    dovecot.stop()
    assert filed(asked) == 0
    assert "filed" not in sources.position("valmont")
    dovecot.start()
    assert filed(asked) == 1
    assert within(dovecot, "Done") == 1
