"""Deliveries: what older versions left in the outbox is sent as before, and is sent by nobody twice."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import connection

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.store import deliveries, models
from tocsin.store.read import incident as read

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BACKFILL = import_module("tocsin.store.migrations.0020_delivery").BACKFILL
SETTLED = ("sent", "failed", "unconfirmed")


def kept(state: str, **fields: object) -> models.Notice:
    """A notice as a version without deliveries kept it."""
    return models.Notice.objects.create(
        subject_id=7, kind="opened", recipient=f"{state}@x.example", language="fr", value={}, state=state,
        created_at=NOON, not_before=NOON, attempts=1, subject="S", text="T", message_id=f"<{state}@x>", thread_id="<t@x>",
        **fields,
    )  # fmt: skip


def shown() -> list[tuple[object, ...]]:
    found = read._notices(Subject(kind=SubjectKind.INCIDENT, id=7))
    return [(row.recipient, row.state, row.sent_at, row.error, row.reply) for row in found]


@pytest.mark.django_db
def test_the_backfill_changes_nothing_that_is_shown_and_leaves_what_is_under_way_to_who_sends_it() -> None:
    sent = kept("sent", sent_at=NOON, reply="250 OK")
    kept("failed", error="550 no")
    kept("unconfirmed", error="sender died")
    kept("bundled", bundled_into=sent.id)
    for state in ("pending", "ready", "sending", "skipped"):
        kept(state)
    before = shown()
    with connection.cursor() as cursor:
        cursor.execute(BACKFILL)
    assert shown() == before
    carried = {delivery.address: delivery for delivery in models.Delivery.objects.all()}
    assert set(carried) == {f"{state}@x.example" for state in SETTLED}
    delivery = carried["sent@x.example"]
    assert (delivery.channel, delivery.state, delivery.reply, delivery.sent_at) == (
        "mail",
        "sent",
        "250 OK",
        NOON,
    )
    assert (delivery.payload["message_id"], delivery.payload["subject"]) == ("<sent@x>", "S")
    assert set(models.Notice.objects.filter(delivery_id=delivery.id).values_list("state", flat=True)) == {
        "sent",
        "bundled",
    }


@pytest.mark.django_db
def test_a_new_delivery_never_takes_the_number_of_an_old_one() -> None:
    kept("sent", sent_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(BACKFILL)
    kept("ready")
    assert deliveries.adopt("Tocsin <t@x>") == 1
    assert deliveries.adopt("Tocsin <t@x>") == 0
    (waiting,) = deliveries.ready(["mail"], NOON)
    assert (waiting.address, waiting.payload["sender"]) == ("ready@x.example", "Tocsin <t@x>")
    assert models.Delivery.objects.count() == 2


@pytest.mark.django_db
def test_what_is_claimed_is_claimed_once_and_orphans_are_in_doubt() -> None:
    kept("ready")
    deliveries.adopt("")
    (waiting,) = deliveries.ready(["mail"], NOON)
    assert (deliveries.claim(waiting.id), deliveries.claim(waiting.id)) == (True, False)
    assert deliveries.orphans(["mail"]) == 1
    assert not deliveries.claim(waiting.id)
    assert shown()[0][1:2] == ("unconfirmed",)
