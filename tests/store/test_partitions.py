"""Retention: months that are over are dropped with their keys, by the organisation's own numbers."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from tocsin.core.event.message import Message
from tocsin.flow import clock
from tocsin.flow.duties import due as duties
from tocsin.flow.intake import deposit as intake
from tocsin.store import models, partitions

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 15, tzinfo=UTC)


def received(at: datetime, key: str = "") -> None:
    intake.deposit([Message(
        source="s", channel="feed", received_at=at, media_type="text/plain", body=b"", key=key,
    )])  # fmt: skip


def months(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select inhrelid::regclass::text from pg_inherits where inhparent = %s::regclass", [table]
        )
        return sorted(name for (name,) in cursor.fetchall())


def test_a_month_has_its_partition_and_the_next_two() -> None:
    partitions.ensure(datetime(2031, 11, 30, tzinfo=UTC).date())
    assert {f"event_{month}" for month in ("2031_11", "2031_12", "2032_01")} <= set(months("event"))
    partitions.ensure(datetime(2031, 11, 30, tzinfo=UTC).date())


def test_what_is_older_than_the_retention_goes_and_its_keys_with_it() -> None:
    for month, key in ((1, "old"), (2, "kept"), (3, "new")):
        received(datetime(2026, month, 28, 23, 59, 59, tzinfo=UTC), key)
    with clock.moved(NOW):
        duties.keep_partitions()  # 13 months of messages, unless the organisation says otherwise
    assert "message_2026_01" not in months("message")
    assert {"message_2026_02", "message_2027_03", "message_2027_05"} <= set(months("message"))
    assert "event_2026_01" in months("event"), "events are kept longer"
    assert set(models.MessageKey.objects.values_list("key", flat=True)) == {"kept", "new"}
    assert models.Message.objects.count() == 2


def test_a_message_that_comes_again_after_its_key_is_forgotten_is_new() -> None:
    received(datetime(2026, 1, 5, tzinfo=UTC), "k")
    with clock.moved(NOW):
        duties.keep_partitions()
        received(NOW, "k")
    assert models.Message.objects.get().received_at == NOW


def test_other_tables_are_never_dropped() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table message_2001_01_backup (x int)")
    partitions.drop_before("message", NOW.date())
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('message_2001_01_backup') is not null")
        assert cursor.fetchone()[0]
