"""Choosing: what becomes of each notice that waits: delivered now, later with others, or never."""

from collections.abc import Container
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from tocsin.core.duty.ways import MAIL
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.notice.letter import message_id, render, thread_id
from tocsin.core.notice.plan import per_hour, plan
from tocsin.core.notice.short import render_short
from tocsin.core.notice.values import Delivery, Hold, Notice, Send, Skip
from tocsin.flow import clock
from tocsin.flow.incidents.provider import card_of
from tocsin.flow.notices import links, marks
from tocsin.flow.organisation import company, snapshot
from tocsin.store import incidents, outbox

_HISTORY = timedelta(hours=1)


def choose(channels: Container[str]) -> None:
    """Decide what becomes of every pending notice that goes by one of these channels."""
    now = clock.now()
    with transaction.atomic():
        outbox.skip_folded(Why(code="notice.skipped.folded"))
        pending = [notice for notice in outbox.pending(now) if notice.channel in channels]
        if not pending:
            return
        here = snapshot()
        decision = plan(
            pending,
            outbox.history(pending, now - _HISTORY),
            here.policies,
            now=now,
            allowances=per_hour(here),
        )
        notices = {notice.id: notice for notice in pending}
        for fate in decision.effects:
            _settle(fate, notices)


def sender() -> str:
    """The From of our mails."""
    return snapshot().settings.sender or f"Tocsin <tocsin@{domain()}>"


def _settle(fate: Send | Hold | Skip, notices: dict[int, Notice]) -> None:
    match fate:
        case Hold(notices=ids, until=until, why=why):
            outbox.hold(ids, until, why)
        case Skip(notices=ids, why=why):
            outbox.skip(ids, why)
        case Send(notices=ids, digest=digest, why=why):
            carried = [notices[number] for number in ids]
            delivery = _mail(carried) if carried[0].channel == MAIL else _text(carried)
            outbox.deliver(ids, delivery, digest=digest, why=why, now=clock.now())


def _mail(notices: list[Notice]) -> Delivery:
    first = notices[0]
    letter = render(notices, first.language, settings.BASE_URL, _card, links.link(notices[-1]))
    payload = {
        "sender": sender(),
        "subject": letter.subject,
        "text": letter.text,
        "message_id": message_id(first, marks.mark(first), domain()),
        "thread_id": thread_id(first, domain()),
    }
    return Delivery(subject=first.subject, channel=MAIL, address=first.recipient, payload=payload)


def _text(notices: list[Notice]) -> Delivery:
    """A gateway's message: short, with the link by which the last of them is answered, or read."""
    first, last = notices[0], notices[-1]
    about = {notice.subject for notice in notices}
    page = f"{settings.BASE_URL}{last.subject.path}" if len(about) == 1 else f"{settings.BASE_URL}/"
    link = links.link(last) if len(about) == 1 else ""
    letter = render_short(notices, first.language, link or page)
    payload = {"title": letter.subject, "text": letter.text}
    return Delivery(subject=first.subject, channel=first.channel, address=first.recipient, payload=payload)


def _card(subject: Subject) -> ProviderCard | None:
    """The provider's card as of the sending of the mail: whom to call depends on the hour."""
    if subject.kind is not SubjectKind.INCIDENT:
        return None
    incident = incidents.load([subject.id]).get(subject.id)
    return card_of(incident, company()) if incident else None


def domain() -> str:
    """The domain of our mails, for what must be unique in them."""
    return parseaddr(snapshot().settings.sender)[1].partition("@")[2] or "tocsin.invalid"
