"""What the READMEs of these folders call right, beyond the translation: where it goes and who may write it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.failures.test_mails import read, read_body
from tests.flow.house import House, known, mail
from tests.flow.house import house as opened
from tocsin.connectors.kit import mail as mails
from tocsin.core.translation.values import Status
from tocsin.flow import channels
from tocsin.store import models

HERE = Path(__file__).parent
TESTS = HERE.parent
SATURDAY = datetime(2026, 11, 28, 5, 51, tzinfo=UTC)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened(SATURDAY) as inhabited:
        yield inhabited


def content(name: str) -> bytes:
    return (HERE / name).read_bytes()


def folders() -> list[str]:
    return sorted(folder.name for folder in HERE.iterdir() if (folder / "README").exists())


@pytest.mark.parametrize("folder", folders())
def test_each_failure_is_named_by_a_test(folder: str) -> None:
    tests = (file for file in TESTS.rglob("test_*.py") if file != Path(__file__))
    assert any(folder in file.read_text() for file in tests)


def test_the_alarm_goes_to_its_server_and_takes_no_site_down(house: House) -> None:
    house.receives(mail(content("alarm-with-header-like-lines/alarm.eml")))
    (incident,) = known()
    assert incident.cause == "srv-olap-01"
    assert models.Incident.objects.get().priority != "P1"


def test_a_problem_after_its_recovery_reopens_the_incident(house: House) -> None:
    name = "mail-identical-without-message-id"
    problem, recovery = (content(f"{name}/{step}.eml") for step in ("problem", "recovery"))
    states = []
    for raw in (problem, recovery, problem):
        assert house.receives(mail(raw)) == 1
        states.append([incident.state.value for incident in known()])
        house.waits(seconds=3)
    assert models.Message.objects.count() == 3
    assert states == [["new"], ["resolved"], ["new"]]


def test_the_sender_is_the_address_and_a_list_of_senders_refuses_it(house: House) -> None:
    raw = content("sender-in-the-display-name/spoof.eml")
    polled = mails.message("valmont", "imap", SATURDAY, raw, {})
    assert channels.author(polled) == "attacker@evil.example"
    house.receives(polled)
    kept = models.Message.objects.get()
    assert (kept.status, kept.why[0]["code"], kept.why[0]["facts"]["sender"]) == (
        "ignored", "flow.stranger", "attacker@evil.example",
    )  # fmt: skip
    assert known() == []


def test_a_row_that_fits_no_header_is_named(house: House) -> None:
    raw = (
        content("table-row-with-colspan/digest.eml").decode().replace('<td colspan="2">', '<td colspan="9">')
    )
    house.receives(mail(raw.encode()))
    kept = models.Message.objects.get()
    assert (kept.status, kept.event_count) == ("partial", 1)
    assert "PAR1 / Salle S2 / Baie R05" in str(kept.why)


def test_a_bounce_is_known_by_its_form() -> None:
    bounce = (
        b"From: postmaster@valmont-dc.example\nTo: valmont@tocsin.cachemire.example\nSubject: Undelivered\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=XX\n\n--XX\n"
        b"Content-Type: text/plain\n\nYour mail was not delivered.\n--XX\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n--XX--\n"
    )
    assert read_body(bounce).status is Status.IGNORED


def test_a_text_part_of_no_byte_is_no_text_part_either() -> None:
    raw = content("mail-blank-plain-part/blank.eml")
    assert (
        read_body(raw.replace(b"8bit\n\n \n--XX", b"8bit\n\n--XX")).events
        == read("mail-blank-plain-part/blank.eml").events
    )
