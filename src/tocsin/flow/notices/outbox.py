"""The outbox: notices chosen, bundled, rendered and delivered after the commit that wrote them; never twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.db import transaction

from tocsin.connectors.smtp import Outcome, Sender, SendFailed, address_notice
from tocsin.core.kernel.why import Why
from tocsin.core.notice.letter import message_id, render, thread_id
from tocsin.core.notice.plan import plan
from tocsin.core.notice.values import Hold, Notice, Send, Skip
from tocsin.flow import clock
from tocsin.flow.organisation import snapshot
from tocsin.settings.mail import relay_settings
from tocsin.store import locks, outbox
from tocsin.store.outbox import Headers, Ready

log = structlog.get_logger()

# Hands over one mail, and gives the server's reply if one is asked; must call its second argument just before the
# content leaves.
Deliver = Callable[[EmailMessage, Callable[[], None]], str | None]

_RETRY_S = (10, 30, 60, 300, 900)
_GIVE_UP_AFTER = 50  # attempts: about half a day
_HISTORY = timedelta(hours=1)


class _TakenError(Exception):
    """Another worker has claimed this mail."""


def deliver_due(deliver: Deliver | None = None) -> int:
    """Send what is due, one worker at a time; how many mails left. Without a relay, nothing moves."""
    relay = relay_settings()
    if (deliver is None and relay is None) or not outbox.has_work(clock.now()):
        return 0
    with locks.held("outbox") as mine:
        if not mine:
            return 0
        if orphans := outbox.orphans():
            log.warning("outbox.unconfirmed", mails=orphans)
        choose()
        mails = outbox.ready(clock.now())
        if not mails:
            return 0
        if deliver is not None:
            return sum(_deliver(mail, deliver) for mail in mails)
        assert relay is not None
        return _through_relay(mails, Sender(relay))


def choose() -> None:
    """Decide the fate of every pending notice: a mail now, later with others, or never."""
    now = clock.now()
    with transaction.atomic():
        outbox.skip_folded(Why(code="notice.skipped.folded"))
        pending = outbox.pending(now)
        if not pending:
            return
        decision = plan(pending, outbox.history(pending, now - _HISTORY), snapshot().policies, now=now)
        notices = {notice.id: notice for notice in pending}
        for fate in decision.effects:
            _settle(fate, notices)


def _settle(fate: Send | Hold | Skip, notices: dict[int, Notice]) -> None:
    match fate:
        case Hold(notices=ids, until=until, why=why):
            outbox.hold(ids, until, why)
        case Skip(notices=ids, why=why):
            outbox.skip(ids, why)
        case Send(notices=ids, digest=digest, why=why):
            told = [notices[number] for number in ids]
            letter = render(told, told[0].language, settings.BASE_URL)
            mail = Headers(message_id(told[0], _domain()), thread_id(told[0], _domain()), digest)
            outbox.make_ready(ids, letter, mail, why)


def _through_relay(mails: list[Ready], sender: Sender) -> int:
    try:
        sender.open()
    except SendFailed as refused:  # the relay refuses us, whatever it says: the mails are not to blame
        for mail in mails:
            _failed(mail, SendFailed(Outcome.TEMPORARY, refused.reply))
        return 0
    with sender:
        return sum(_deliver(mail, sender.send) for mail in mails)


def _deliver(mail: Ready, deliver: Deliver) -> int:
    def about_to_leave() -> None:
        if not outbox.claim(mail.id):
            raise _TakenError

    try:
        reply = deliver(_written(mail), about_to_leave)
    except _TakenError:
        return 0
    except SendFailed as failed:
        _failed(mail, failed)
        return 0
    outbox.sent(mail.id, clock.now(), reply or "")
    log.info(
        "notice.sent", **{mail.about.kind.value: mail.about.number}, recipient=mail.recipient, notice=mail.id
    )
    return 1


def _failed(mail: Ready, failed: SendFailed) -> None:
    log.warning("notice.failed", notice=mail.id, outcome=failed.outcome.value, reply=failed.reply)
    if failed.outcome is Outcome.AMBIGUOUS:
        outbox.doubt(mail.id, failed.reply)
    elif failed.outcome is Outcome.PERMANENT or mail.attempts >= _GIVE_UP_AFTER:
        outbox.give_up(mail.id, failed.reply)
    else:
        outbox.retry(mail.id, _again(mail.attempts), failed.reply)


def _again(attempts: int) -> datetime:
    return clock.now() + timedelta(seconds=_RETRY_S[min(attempts, len(_RETRY_S) - 1)])


def _written(mail: Ready) -> EmailMessage:
    """The mail. One that can't be written at all (an address that is none) must not hold up the others."""
    try:
        return _addressed(mail)
    except (ValueError, IndexError, MessageError) as error:  # what the email package says of a bad address
        raise SendFailed(Outcome.PERMANENT, f"not an address: {error}") from error


def _addressed(mail: Ready) -> EmailMessage:
    written = EmailMessage()
    written["From"] = snapshot().settings.sender or f"Tocsin <tocsin@{_domain()}>"
    written["To"] = Address(addr_spec=mail.recipient)
    written["Subject"] = mail.subject
    written["Date"] = clock.now()
    written.set_content(mail.text)
    return address_notice(written, message_id=mail.message_id, thread_id=mail.thread_id)


def _domain() -> str:
    return parseaddr(snapshot().settings.sender)[1].partition("@")[2] or "tocsin.invalid"


def mark_only(mail: EmailMessage, about_to_leave: Callable[[], None]) -> None:
    """A delivery that sends nothing: for a past that is laid down, whose mails must not leave now."""
    about_to_leave()
