"""From which day on a mailbox is read, against a real Dovecot."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from structlog.testing import capture_logs

from tests.connectors.mailbox.test_mailbox import Hub, Watching, at, mail
from tests.connectors.servers import Dovecot, until
from tocsin.connectors.mailbox import Position

OLD = (
    datetime(2021, 5, 3, 9, tzinfo=UTC),
    datetime(2026, 10, 1, 9, tzinfo=UTC),
    datetime(2026, 11, 22, 9, tzinfo=UTC),
)
TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # the watcher's clock stands at noon of that day


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """Three mails of other days, and one of this morning."""
    server = Dovecot()
    for number, arrived in enumerate((*OLD, TODAY), start=1):
        deliver(server, number, arrived)
    server.start()
    yield server
    server.remove()


def deliver(server: Dovecot, number: int, arrived: datetime) -> None:
    """A Maildir keeps the time of arrival as the file's."""
    server.deliver(mail(number), str(number))
    os.utime(server.maildir / "new" / str(number), (arrived.timestamp(), arrived.timestamp()))


def watched(dovecot: Dovecot, hub: Hub, expected: list[str], **changes: object) -> None:
    looked = hub.looks
    with Watching(at(dovecot, **changes), hub):
        until(lambda: hub.looks > looked)
    assert hub.subjects == expected


def test_the_first_time_the_mails_of_today_are_read_and_the_older_ones_are_counted(dovecot: Dovecot) -> None:
    hub = Hub()
    with capture_logs() as logs:
        watched(dovecot, hub, ["Alarm 4"])
    assert hub.position.since == TODAY.date()
    notice = hub.position.notice
    assert notice is not None
    assert notice.sentence("en") == (
        "read from 2026-11-23 on; older mails not read: 3, from 2021-05-03 to 2026-11-22"
        " (to read them as well: since: 2021-05-03 in the settings of this source, then tocsin apply)"
    )
    (begun,) = [entry for entry in logs if entry["event"] == "mailbox is read from its beginning"]
    assert begun["skipped"] == str(notice)


def test_a_mailbox_without_a_mail_of_today_is_begun_today_all_the_same() -> None:
    dovecot, hub = Dovecot(), Hub()
    deliver(dovecot, 1, OLD[0])
    dovecot.start()
    try:
        watched(dovecot, hub, [])
        assert (hub.position.since, hub.position.there_uid) == (TODAY.date(), 1), "kept without a message"
        deliver(dovecot, 2, OLD[1])
        watched(dovecot, hub, ["Alarm 2"])  # what comes after we began is read whatever its date
    finally:
        dovecot.remove()


def test_a_declared_day_is_where_reading_begins(dovecot: Dovecot) -> None:
    hub = Hub()
    watched(dovecot, hub, ["Alarm 2", "Alarm 3", "Alarm 4"], since=date(2026, 10, 1))
    assert hub.position.skipped is not None
    assert (hub.position.skipped.count, hub.position.skipped.first) == (1, date(2021, 5, 3))


def test_an_earlier_day_declared_later_reads_what_is_missing_and_nothing_twice(dovecot: Dovecot) -> None:
    hub = Hub()
    watched(dovecot, hub, ["Alarm 4"])
    watched(dovecot, hub, ["Alarm 4", "Alarm 2", "Alarm 3"], since=date(2026, 10, 1))
    assert hub.position.notice is not None
    assert "not read: 1, from" in str(hub.position.notice)
    watched(dovecot, hub, ["Alarm 4", "Alarm 2", "Alarm 3", "Alarm 1"], since=date(2000, 1, 1))
    assert hub.position.notice is None
    watched(dovecot, hub, ["Alarm 4", "Alarm 2", "Alarm 3", "Alarm 1"], since=date(2026, 11, 20))
    assert hub.position.since == date(2000, 1, 1), "a later day takes nothing back"
    deliver(dovecot, 5, TODAY)
    watched(dovecot, hub, ["Alarm 4", "Alarm 2", "Alarm 3", "Alarm 1", "Alarm 5"], since=date(2026, 11, 20))


def test_a_first_reading_that_was_interrupted_goes_on_from_the_same_day(dovecot: Dovecot) -> None:
    """Between two mails that are read lies one that is not."""
    deliver(dovecot, 5, OLD[0])
    deliver(dovecot, 6, TODAY)
    hub = Hub()
    hub.position = Position(uid_validity=_validity(dovecot), last_uid=4, since=TODAY.date(), there_uid=6)
    watched(dovecot, hub, ["Alarm 6"])


def test_a_mailbox_that_was_read_whole_before_there_was_a_day_goes_on_as_it_did(dovecot: Dovecot) -> None:
    hub = Hub()
    hub.position = Position(uid_validity=_validity(dovecot), last_uid=3)
    watched(dovecot, hub, ["Alarm 4"], since=date(2000, 1, 1))


def test_new_numbers_do_not_begin_a_mailbox_anew(dovecot: Dovecot) -> None:
    hub = Hub()
    hub.position = Position(uid_validity=1, last_uid=9, since=date(2026, 10, 1), there_uid=9)
    watched(dovecot, hub, ["Alarm 2", "Alarm 3", "Alarm 4"])


def _validity(dovecot: Dovecot) -> int:
    hub = Hub()
    with Watching(at(dovecot), hub):
        until(lambda: hub.looks)
    return hub.position.uid_validity
