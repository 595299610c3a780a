"""Notices: what is due becomes rows of the outbox, one for each recipient, in the transaction of what they are about."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from tocsin.core.company import Company
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.escalation.ladder import recipients
from tocsin.core.incident.values import NoticeDue, NoticeKind
from tocsin.core.notice.writing import brief_of, write
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.store import incidents, outbox, roster

log = structlog.get_logger()


def queue(due: Sequence[NoticeDue], company: Company, now: datetime) -> None:
    """Write the notices that are due, one for each recipient."""
    if not due:
        return
    concerned = incidents.load({notice_due.subject.id for notice_due in due})
    hits = incidents.hits_alike(concerned)
    known = roster.standing(now)
    recovered = {about.subject.id for about in due if about.kind is NoticeKind.RECOVERED}
    notified = outbox.notified(recovered) if recovered else {}
    briefs = {
        number: brief_of(
            incident,
            clocks_of(incident, now),
            company.organisation,
            hits=hits.get(number, ()),
        )
        for number, incident in concerned.items()
        if incident.folded_into is None
    }
    outbox.add(
        [
            notice
            for notice_due in due
            if notice_due.subject.id in briefs
            for notice in write(
                notice_due,
                briefs[notice_due.subject.id],
                recipients(
                    company.organisation,
                    concerned[notice_due.subject.id],
                    notice_due.kind,
                    to=notice_due.to,
                    on_duty=on_duty(
                        concerned[notice_due.subject.id].owner_team, now, company.organisation, known
                    ).person,
                    notified=notified.get(notice_due.subject.id, ()),
                ),
                by=_name(notice_due.by, company),
            )
        ]
    )
    transaction.on_commit(lambda: _log_due(due))


def _name(actor: str, company: Company) -> str:
    person = company.organisation.persons.get(actor)
    return person.name if person else actor


def _log_due(due: Sequence[NoticeDue]) -> None:
    for notice in due:
        about = notice.subject.kind.value
        log.info(f"{about}.{notice.kind.value}", **{about: notice.subject.number})
