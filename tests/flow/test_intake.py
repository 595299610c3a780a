"""Keeping what is received: repeats are counted, nothing is dropped, and an absent database is reported as absent."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from msgspec import structs

from tests.api.inlet.calling import TOKENS
from tests.flow.house import House, known, mail, only, post, post_event, sample
from tocsin.api.inlet import make_inlet
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Unavailable
from tocsin.flow import clock
from tocsin.flow.intake import deposit as intake
from tocsin.store import models


def test_the_same_mail_again_is_counted_and_not_stored_glpi_24760(house: House) -> None:
    assert house.receives(sample("01-")) == 1
    assert house.receives(sample("01-"), sample("01-")) == 0
    assert models.Message.objects.count() == 1
    assert models.MessageKey.objects.get().repeats == 2
    assert models.Alert.objects.get().count == 1


def test_one_message_id_with_two_bodies_is_two_mails(house: House) -> None:
    head = b"Message-ID: <same@example>\r\nFrom: supervision@valmont-dc.example\r\n\r\n"
    assert house.receives(mail(head + b"one"), mail(head + b"two")) == 2


def test_problem_recovery_problem_without_message_id_are_three_mails(house: House) -> None:
    folder = Path("tests/failures/mail-identical-without-message-id")
    problem, recovery = (mail((folder / f"{name}.eml").read_bytes()) for name in ("problem", "recovery"))
    assert [house.receives(received) for received in (problem, recovery, problem)] == [1, 1, 1]
    assert models.Alert.objects.get().state == "firing"
    assert only().state != "resolved"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (b"Subject: a\r\nDate: 1", b"Subject: b\r\nDate: 1"),
        (b"Subject: a\r\nDate: 1", b"Subject: a\r\nDate: 2"),
    ],
)
def test_one_message_id_with_two_subjects_or_dates_is_two_mails(
    house: House, first: bytes, second: bytes
) -> None:
    head = b"Message-ID: <same@example>\r\nFrom: supervision@valmont-dc.example\r\n"
    assert house.receives(mail(head + first + b"\r\n\r\none"), mail(head + second + b"\r\n\r\none")) == 2


def test_the_same_mail_at_two_sources_is_two_messages_nautobot_75(house: House) -> None:
    assert house.receives(sample("01-"), sample("01-", source="ligne-claire")) == 2


def test_equal_bodies_without_an_identity_are_two_messages(house: House) -> None:
    assert (
        house.receives(post_event("device.down", "srv-crm-01"), post_event("device.down", "srv-crm-01")) == 2
    )
    assert models.Alert.objects.get().count == 2
    assert only().alert_count == 1


def test_an_idempotency_key_makes_the_second_a_repeat(house: House) -> None:
    events = [{"kind": "device.down", "state": "firing", "item": "srv-crm-01"}]
    assert house.receives(post(events, key="k"), post(events, key="k")) == 1


def keyed(body: bytes, content: str) -> Message:
    return structs.replace(post(body, key="k"), digest=content)


def test_an_idempotency_key_with_another_content_is_refused(house: House) -> None:
    first, other = keyed(b"[]", "one"), keyed(b"[ ]", "two")
    assert intake.deposit([first]) == 1
    with pytest.raises(BadInput) as refusal:
        intake.deposit([post_event("device.down", "srv-crm-01"), other])
    assert refusal.value.faults[0].field == "Idempotency-Key"
    assert intake.deposit([first]) == 0
    assert models.Message.objects.count() == 2, "what came with it is kept"
    assert models.MessageKey.objects.get().repeats == 1


def test_a_key_from_before_digests_were_kept_names_a_repeat(house: House) -> None:
    assert intake.deposit([keyed(b"[]", "")]) == 1
    assert intake.deposit([keyed(b"[]", "one")]) == 0


async def test_only_who_reuses_a_key_is_refused(shared_house: House) -> None:
    writer = intake.GroupWriter()
    posts = [keyed(b"[]", "one"), keyed(b"[ ]", "two"), keyed(b"[]", "one"), post(b"[]")]
    outcomes = await asyncio.gather(*(writer.deposit([message]) for message in posts), return_exceptions=True)
    await asyncio.to_thread(writer.close)
    assert [type(outcome) for outcome in outcomes] == [type(None), BadInput, type(None), type(None)]
    with ThreadPoolExecutor(1) as other:
        assert other.submit(_count).result() == 2


def test_a_month_without_partition_gets_one(house: House) -> None:
    with clock.moved(datetime(2031, 3, 31, 23, 59, tzinfo=UTC)):
        assert house.receives(post_event("device.down", "srv-crm-01")) == 1
        assert models.Event.objects.get().received_at.year == 2031


def test_a_missing_partition_is_known_whatever_language_the_database_speaks() -> None:
    error = "aucune partition de la relation « message » trouvée pour la ligne"
    assert intake._lacks_partition(psycopg.errors.CheckViolation(error))
    assert not intake._lacks_partition(psycopg.errors.UniqueViolation(error))


@pytest.mark.parametrize("text", ["a\0b", "a\\u0000b", "\ud800", "\\", "\\\\u0000"], ids=ascii)
def test_an_envelope_of_any_text_is_kept(house: House, text: str) -> None:
    message = Message(
        source="http-it", channel="http", received_at=clock.now(), media_type="text/plain",
        body=b"", envelope={"ce-subject": text},
    )  # fmt: skip
    assert intake.deposit([message]) == 1
    kept = models.Message.objects.get().envelope["ce-subject"]
    assert kept == text.replace("\0", "").replace("\ud800", "?")


def test_what_no_database_can_keep_is_the_senders_mistake(house: House) -> None:
    with pytest.raises(BadInput):
        intake.deposit([post([], source="nul\0")])
    assert house.receives(sample("01-")) == 1


async def test_one_that_cannot_be_kept_spares_those_who_came_with_it(shared_house: House) -> None:
    writer = intake.GroupWriter()
    good = [post([{"kind": "door.open", "state": "info", "item": f"x{n}"}]) for n in range(20)]
    jobs = [writer.deposit([message]) for message in (*good[:10], post([], source="nul\0"), *good[10:])]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    await asyncio.to_thread(writer.close)
    assert [type(outcome) for outcome in outcomes if outcome] == [BadInput]
    with ThreadPoolExecutor(1) as other:
        assert other.submit(_count).result() == 20


def _count() -> int:
    try:
        return models.Message.objects.count()
    finally:
        connection.close()


async def test_a_database_away_is_503_and_the_sender_comes_again(
    shared_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.api.inlet.calling import Inlet

    writer = intake.GroupWriter()
    door = Inlet()
    door.app = make_inlet(writer.deposit, lambda: dict.fromkeys(TOKENS, "http-it"), clock.now)
    event = {"kind": "device.down", "state": "firing", "item": "srv-crm-01"}
    with monkeypatch.context() as cut:
        cut.setattr(intake.intake, "store", _cut_off)
        reply = await door.post(event)
        assert (reply.status, reply.headers["retry-after"], reply.json["code"]) == (
            503,
            "5",
            "error.database_away",
        )
    assert (await door.post(event)).status == 202
    await asyncio.to_thread(writer.close)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(_count).result() == 1


def _cut_off(messages: object) -> int:
    """The server ends our connection in the middle of the work, as a crash does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pg_backend_pid())")
    return 0


def test_a_deposit_in_vain_is_no_sign_of_life(shared_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(intake.intake, "store", _cut_off)
        with pytest.raises(Unavailable):
            intake.deposit([sample("01-")])
    assert not models.SourceState.objects.filter(source="valmont").exists()
    intake.deposit([sample("01-")])
    assert models.SourceState.objects.get(source="valmont").last_message_at == clock.now()
    assert known() == []
