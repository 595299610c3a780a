"""Notices with what became of them: the leading notice of a delivery has its state, the others are bundled."""

from typing import Any

from tocsin.core.kernel.subject import Subject
from tocsin.store import rows

NOTICE_AND_DELIVERY = (
    "notice n left join (select id, state, sent_at, error, reply from delivery) d"
    " on d.id = n.delivery_id and n.bundled_into is null"
)
NOTICE_STATE = "coalesce(d.state, n.state)"
_OF_SUBJECT = f"""
select n.kind, n.value, n.recipient, {NOTICE_STATE} as state, n.created_at, coalesce(d.sent_at, n.sent_at) as sent_at,
    coalesce(d.error, n.error) as error, coalesce(d.reply, n.reply) as reply, n.why
from {NOTICE_AND_DELIVERY} where (n.subject_kind, n.subject_id) = (%s, %s)
"""


def newest(subject: Subject, most: int) -> list[dict[str, Any]]:
    """The subject's notices, the newest first."""
    return rows.select(f"{_OF_SUBJECT} order by n.id desc limit %s", [subject.kind, subject.id, most])


def all_of(subject: Subject) -> list[dict[str, Any]]:
    """The subject's notices, the oldest first."""
    return rows.select(f"{_OF_SUBJECT} order by n.id", [subject.kind, subject.id])


def states(newest_only: int) -> dict[str, int]:
    """How many of the newest notices are in which state."""
    found = rows.select(
        f"select {NOTICE_STATE} as state, count(*) from {NOTICE_AND_DELIVERY}"
        " where n.id > (select coalesce(max(id), 0) - %s from notice) group by 1",
        [newest_only],
    )
    return {row["state"]: row["count"] for row in found}
