"""The outbox's rows: a storm's worth of notices is written at once, and read as it was written."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Brief, Notice, NoticeKind
from tocsin.core.organisation.values import Label
from tocsin.store import models, outbox

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHY = Why(code="notice.folded")


def notice(incident: int, recipient: str = "team@x.example", at: datetime = NOON) -> Notice:
    title = Label(fr="Baie", en="Rack")
    brief = Brief(number=f"INC-{incident}", title=title, priority=Priority.P2, effect=Effect.DOWN, since=NOON)
    return Notice(
        id=0, kind=NoticeKind.OPENED, subject=Subject.incident(incident), recipient=recipient, language="fr", zone="UTC",
        created_at=at, brief=brief,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_storm_s_notices_are_written_at_once() -> None:
    """A statement takes 65,535 parameters, and a notice has twenty columns."""
    outbox.add([notice(number) for number in range(1, 4001)])
    assert models.Notice.objects.count() == 4000
    assert len(outbox.pending(NOON)) == 2000


@pytest.mark.django_db
def test_what_waits_is_read_with_what_is_due_of_the_same_recipient_and_with_its_number() -> None:
    later = NOON + timedelta(hours=1)
    outbox.add([notice(1), notice(2, at=later), notice(3, "other@x.example", later)])
    found = outbox.pending(NOON)
    assert [each.subject.id for each in found] == [1, 2]
    numbers = list(models.Notice.objects.order_by("id").values_list("id", flat=True))
    assert [each.id for each in found] == numbers[:2]
    assert outbox.has_work(NOON)
    outbox.hold(numbers, later, WHY)
    assert not outbox.has_work(NOON)
    outbox.skip(numbers, WHY)
    assert outbox.pending(later) == []
