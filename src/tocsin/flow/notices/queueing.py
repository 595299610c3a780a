"""Notices: what is due becomes rows of the outbox, one for each recipient, in the transaction of what they are about."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from tocsin.core.company import Company
from tocsin.core.duty.ways import MAIL
from tocsin.core.escalation.ladder import Recipient
from tocsin.core.incident.values import NoticeDue, NoticeKind
from tocsin.core.notice.values import Notice
from tocsin.core.notice.writing import written
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.notices import reachable
from tocsin.store import incidents, outbox, roster

log = structlog.get_logger()


def queue(due: Sequence[NoticeDue], company: Company, now: datetime) -> None:
    """Write the notices that are due, one for each recipient; none about what was folded."""
    if not due:
        return
    concerned = incidents.load({notice_due.subject.id for notice_due in due})
    hits, known = incidents.hits_alike(concerned), roster.standing(now)
    clocks = {number: clocks_of(incident, now) for number, incident in concerned.items()}
    notified = _notified(due)
    known_ways = reachable.of_everybody() if any(notice_due.channel != MAIL for notice_due in due) else {}
    notices: list[Notice] = []
    for notice_due in due:
        number = notice_due.subject.id
        if number not in concerned or concerned[number].folded_into is not None:
            continue
        made = written(
            notice_due,
            concerned[number],
            clocks[number],
            company.organisation,
            known,
            now=now,
            hits=hits.get(number, ()),
            notified=tuple(notified[number]),
            ways=known_ways,
        )
        notices += made
        notified[number] += map(outbox.recipient_of, made)
    outbox.add(notices)
    transaction.on_commit(lambda: _log_due(due))


def _notified(due: Sequence[NoticeDue]) -> dict[int, list[Recipient]]:
    """Whom notices about the recovered incidents went to; a mailbox read late brings opening and recovery at once."""
    recovered = {about.subject.id for about in due if about.kind is NoticeKind.RECOVERED}
    return defaultdict(list, outbox.notified(recovered) if recovered else {})


def _log_due(due: Sequence[NoticeDue]) -> None:
    for notice in due:
        about = notice.subject.kind.value
        log.info(f"{about}.{notice.kind.value}", **{about: notice.subject.number})
