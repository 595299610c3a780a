"""Listeners: what the organisation declares is what is listened to; what is missing is said, once."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.connectors.servers import Dovecot, free_port, listens, until
from tests.flow.house import House
from tocsin.connectors.files import read_directory
from tocsin.connectors.inlet.rules import rules_of
from tocsin.connectors.mailbox import Tls
from tocsin.core.organisation.addresses import ANYONE
from tocsin.core.organisation.objects import Object
from tocsin.flow.channels import CHANNELS
from tocsin.flow.organisation import apply, learn, snapshot
from tocsin.flow.sources.lines import settings_of
from tocsin.flow.sources.listeners import Listeners
from tocsin.settings.mail import inlet_settings
from tocsin.store import declared, models, sources

COMPANY = Path("examples/cachemire")
PASSWORD = "VALMONT_IMAP_PASSWORD"


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def cachemire(house: House) -> None:
    """The company as its files declare it: the demo's has no mailbox."""
    apply(read_directory(COMPANY)[0], by="test")


@pytest.fixture
def listening(shared_house: House) -> Iterator[Listeners]:
    apply(read_directory(COMPANY)[0], by="test")
    running = Listeners(threading.Event())
    yield running
    running.close()


def state() -> str:
    known = sources.all_health().get("valmont")
    return known.state if known else ""


def declare(**settings: object) -> None:
    """Change the settings of the provider's mailbox."""
    (valmont,) = (
        declaration for declaration in declared.objects() if declaration.identity == ("source", "valmont")
    )
    learn(
        Object(
            section=valmont.section,
            key=valmont.key,
            spec={**valmont.spec, "settings": {**valmont.spec["settings"], **settings}},
        ),
        by="test",
    )


def here(dovecot: Dovecot) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": dovecot.imap, "tls": "none", "user": "hub"}


def test_only_sources_that_name_recipients_take_mail(cachemire: None) -> None:
    rules = {rule.source: rule for rule in rules_of(snapshot().sources.values())}
    assert "valmont-smtp" in rules
    assert "valmont" not in rules, "a mailbox is read, nobody writes to it through us"
    assert rules["nagios-fr"].senders == (ANYONE,)


def test_a_mailbox_is_its_settings_and_a_secret_that_is_only_named(
    cachemire: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "s3cret")
    mailbox = settings_of(snapshot().sources["valmont"], CHANNELS["imap"])
    assert (mailbox.password, mailbox.tls) == ("s3cret", Tls.SSL)
    assert "s3cret" not in repr(mailbox)


def test_a_missing_secret_makes_the_source_unreachable_and_is_reported_once(
    listening: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    for _ in range(3):
        listening.align()
    assert state() == "unreachable"
    texts = [bytes(message.body).decode() for message in models.Message.objects.filter(source="tocsin")]
    assert sum(PASSWORD in text for text in texts) == 1, texts


def test_new_settings_are_followed_and_another_worker_leaves_the_mailbox_alone(
    dovecot: Dovecot, listening: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.password)
    declare(**here(dovecot) | {"port": 1})
    listening.align()
    until(lambda: state() == "unreachable")

    declare(**here(dovecot))
    listening.align()
    until(lambda: state() == "ok")
    other = Listeners(threading.Event())
    other.align()
    assert not other._watched
    listening.close()
    other.align()
    assert list(other._watched) == ["valmont"]
    other.close()


def test_what_is_written_is_kept_with_the_place_reached(
    dovecot: Dovecot, listening: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.password)
    declare(**here(dovecot))
    listening.align()
    dovecot.deliver(b"From: a@valmont-dc.example\r\nSubject: x\r\n\r\ny\r\n", "one")
    until(lambda: models.Message.objects.filter(source="valmont").exists())
    assert sources.position("valmont")["last_uid"] == 1


def test_the_day_from_which_a_mailbox_is_read_is_declared_and_an_earlier_one_reads_what_is_missing(
    dovecot: Dovecot, listening: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.password)
    for number, arrived in enumerate(
        (datetime(2020, 1, 5, 12, tzinfo=UTC), datetime(2020, 3, 5, 12, tzinfo=UTC))
    ):
        dovecot.deliver(f"From: a@valmont-dc.example\r\nSubject: {number}\r\n\r\ny\r\n".encode(), f"{number}")
        os.utime(dovecot.maildir / "new" / f"{number}", (arrived.timestamp(), arrived.timestamp()))
    declare(**here(dovecot) | {"since": "2020-02-01"})
    listening.align()
    read = models.Message.objects.filter(source="valmont")
    until(lambda: read.count() == 1)
    until(lambda: sources.position("valmont")["last_uid"] == 2)
    assert sources.position("valmont")["skipped"] == {"count": 1, "first": "2020-01-05", "last": "2020-01-05"}

    declare(**here(dovecot) | {"since": "2020-01-01"})
    listening.align()
    until(lambda: read.count() == 2)
    until(lambda: sources.position("valmont")["skipped"] is None)


def test_an_inlet_that_cannot_listen_holds_no_mailbox_up(
    dovecot: Dovecot, listening: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.password)
    monkeypatch.setenv("TOCSIN_SMTP_PORT", str(free_port()))
    monkeypatch.setenv("TOCSIN_MAIL_CERT", "no/such/file.pem")
    declare(**here(dovecot))
    listening.align()
    assert list(listening._watched) == ["valmont"]

    monkeypatch.delenv("TOCSIN_MAIL_CERT")
    listening.align()
    assert listens(inlet_settings().smtp_port), "once that is repaired, it listens"
