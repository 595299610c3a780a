"""Receiving: which mails are users' reports, and which are replies to one. Judges none: that is the duty's work."""

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from tocsin.connectors.kit import mail as mails
from tocsin.core.company import Company
from tocsin.core.event.message import Message
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.effects import Effect
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.reading.document import Document, Unreadable
from tocsin.core.translation.reading.read import read
from tocsin.core.translation.text import clean
from tocsin.core.translation.values import Status, Translation
from tocsin.core.understood import Understood, replayed
from tocsin.core.userreport.absence import is_absence
from tocsin.core.userreport.decide import receive, reply
from tocsin.core.userreport.naming import completed
from tocsin.core.userreport.values import UserReport
from tocsin.store import incidents, userreports
from tocsin.store.ids import Ids

_NUMBER = re.compile(r"\brpt-([0-9]{1,18})\b", re.IGNORECASE)
_FIELDS = (b"subject", b"in-reply-to", b"references")


def with_reports(
    understood: Sequence[Understood], here: Company, now: datetime
) -> tuple[list[Understood], list[Effect]]:
    """The batch, in which users' mails are ignored by translation; and what they come to: reports and replies."""
    mine = [reading for reading in understood if _is_for_users(reading, here)]
    if not mine:
        return list(understood), []
    again = set(replayed(reading.message for reading in mine))
    kept = userreports.received_in([reading.message.id for reading in mine])
    receiving = _Receiving(here.organisation, now, kept, again)
    readings = {reading.message.id: receiving.take(reading) for reading in mine}
    return [readings.get(reading.message.id, reading) for reading in understood], receiving.effects


def _is_for_users(reading: Understood, here: Company) -> bool:
    """Whether users write to its source, and it is neither a loop, a stranger's, nor cut."""
    source = here.organisation.sources.get(reading.message.source)
    readable = reading.translation.status not in (Status.IGNORED, Status.QUARANTINED)
    is_mail = reading.message.media_type == mails.MEDIA_TYPE
    return bool(source and source.user_reports and readable and is_mail)


class _Receiving:
    """The users' mails of one batch. ``kept`` are the messages (ids) that are reports (ids) already; those of ``again`` were
    worked before, as a reply or as something else."""

    def __init__(
        self, organisation: Organisation, now: datetime, kept: dict[int, int], again: set[int]
    ) -> None:
        self._organisation, self._now, self._kept, self._again = organisation, now, kept, again
        self._ids = Ids()
        self.effects: list[Effect] = []

    def take(self, reading: Understood) -> Understood:
        """The reading with what became of it; a mail without sender or text stays as it is, and waits in the queue."""
        message = reading.message
        headers, _ = mails.split(message.body)
        if mails.is_of_no_person(headers):
            return _ignored(reading, Why(code="userreport.automatic"))
        sender, (document, *carried) = mails.sender(message.body), _documents(message)
        subject = clean(document.subject).strip() if document else ""
        if is_absence(subject):
            return _ignored(reading, Why(code="userreport.automatic"))
        text = clean("\n\n".join(each.words for each in (document, *carried) if each)).strip()
        if not sender or not (text or subject):
            return reading
        if answered := self._answered(headers, sender):
            if not self._is_noted(answered, message):
                self.effects += reply(answered, text, message.id, now=self._now).effects
            return _ignored(
                reading, Why(code="userreport.replied", facts={"number": answered.subject.number})
            )
        number = self._kept.get(message.id)
        if number is None:
            report = self._report(message, sender, subject, text)
            self.effects += receive(report, now=self._now).effects
            number = report.id
        return _ignored(reading, Why(code="userreport.kept", facts={"number": Subject.report(number).number}))

    def _is_noted(self, report: UserReport, message: Message) -> bool:
        """Whether the reply stands on the report's timeline already: the mail is read again."""
        return message.id in self._again and any(
            entry.data.get("message") == message.id for entry in incidents.timeline(report.subject)
        )

    def _answered(self, headers: bytes, sender: str) -> UserReport | None:
        """The report that the mail names, if it is this sender's: a number can be guessed."""
        fields = b" ".join(mails.header(headers, name) for name in _FIELDS).decode("utf-8", "replace")
        for found in _NUMBER.finditer(fields):
            report = userreports.load(int(found[1]))
            if report and report.address == sender:
                return report
        return None

    def _report(self, message: Message, sender: str, title: str, text: str) -> UserReport:
        report = UserReport(
            id=self._ids.new(SubjectKind.REPORT),
            channel="mail",
            reporter=sender,
            address=sender,
            title=title[:200],
            text=text,
            by=sender,
            at=min(message.received_at, self._now),
            message=message.id,
        )
        return completed(report, self._organisation)


def _documents(message: Message) -> tuple[Document | None, ...]:
    """The mail as it is read, without what it quotes, and the mails that it carries."""
    try:
        return read(message)
    except Unreadable:
        return (None,)


def _ignored(reading: Understood, why: Why) -> Understood:
    return replace(reading, translation=Translation(status=Status.IGNORED, why=(why,)), places=())
