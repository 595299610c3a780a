"""Answers: a supplier's mail that names a request or an intervention of ours is noted there, and waits in no queue."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parseaddr

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.authorisation import values as a
from tocsin.core.authorisation.decide import decide as of_authorisation
from tocsin.core.authorisation.rule import terms_of
from tocsin.core.company import Company
from tocsin.core.event.message import Message
from tocsin.core.intervention import values as i
from tocsin.core.intervention.decide import decide as of_intervention
from tocsin.core.kernel.subject import Subject, SubjectKind, subject_in
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.effects import Effect
from tocsin.core.organisation.senders import senders_of
from tocsin.core.translation.values import Status, Translation
from tocsin.core.understood import Understood, replayed
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.flow.sites.authorisations import DUTY
from tocsin.store import authorisations, locks
from tocsin.store.read.headline import HEAD_BYTES, headline

_NUMBER = re.compile(r"\b(?:AUT|WRK)-[0-9]{1,18}\b", re.IGNORECASE)


def with_answers(
    understood: Sequence[Understood], here: Company, now: datetime
) -> tuple[list[Understood], list[Effect]]:
    """The batch, in which answers are ignored by translation; and what they come to. Takes the duty's lock if there are any.

    What it says is for a person to read: a supplier may take note, ask back or refuse, in any words.
    """
    again = set(replayed(reading.message for reading in understood))
    judged, effects = [], []
    for reading in understood:
        named = _named(reading, here) if reading.message.id not in again else None
        noted = list(_noted(*named, reading.message.id, here, now)) if named else []
        if named and noted:
            why = Why(code="flow.answer", facts={"number": named[0].number})
            reading = replace(reading, translation=Translation(status=Status.IGNORED, why=(why,)))
        judged.append(reading)
        effects += noted
    return judged, effects


def _named(reading: Understood, here: Company) -> tuple[Subject, str, str] | None:
    """What a mail without an event names, whose mail it is, and its subject line; None: it is no answer.

    The sender must be of one of the supplier's domains: a number can be guessed.
    """
    source = here.organisation.sources.get(reading.message.source)
    if source is None or reading.translation.events or terms_of(here.organisation, source.supplier) is None:
        return None
    sender, line = _headline(reading.message)
    found = _NUMBER.search(line)
    subject = subject_in(found[0]) if found else None
    theirs = source.supplier in senders_of(parseaddr(sender)[1], here.organisation)
    return (subject, source.supplier, line[:300]) if subject and theirs else None


def _headline(message: Message) -> tuple[str, str]:
    return headline(message.body[:HEAD_BYTES], message.media_type, message.envelope)


def note_answer(subject: Subject, supplier: str, line: str) -> None:
    """A ticket of the supplier's has changed: that is noted, as a mail of theirs would be."""
    with transaction.atomic():
        here, now = company(), clock.now()
        apply(tuple(_noted(subject, supplier, line, 0, here, now)), here, now)


def _noted(
    subject: Subject, supplier: str, line: str, message: int, here: Company, now: datetime
) -> Iterator[Effect]:
    locks.duty(DUTY)
    if subject.kind is SubjectKind.AUTHORISATION:
        known = authorisations.load(subject.id)
        if known and known.supplier == supplier:
            answer = a.Answered(message=message, line=line)
            yield from of_authorisation(known, answer, here.organisation, now=now).effects
        return
    planned = authorisations.planned(subject.id)
    if planned and planned.supplier == supplier:
        yield from of_intervention(
            planned, i.Answered(message=message, line=line), here.organisation, now=now
        ).effects
