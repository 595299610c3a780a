"""Quarantine: a message that the rules could not digest is kept, with the reason, for a person to replay."""

import msgspec
from django.db import transaction

from tocsin.core.kernel.why import Why
from tocsin.core.translation.values import Status
from tocsin.flow import clock
from tocsin.store import locks, queue


def set_aside(source: str, reason: str) -> int:
    """Quarantine the source's oldest waiting message; 1, or 0 if another worker has the source by now."""
    with transaction.atomic():
        if not locks.try_lane(source):
            return 0
        messages = queue.waiting(source, 1)
        why = msgspec.json.encode([Why(code="flow.message_broke_us", facts={"error": reason})])
        queue.settle(
            [
                queue.Outcome(
                    id=message.id,
                    received_at=message.received_at,
                    source=message.source,
                    status=Status.QUARANTINED.value,
                    format="",
                    why=why,
                    events=0,
                )
                for message in messages
            ],
            clock.now(),
        )
    return len(messages)
