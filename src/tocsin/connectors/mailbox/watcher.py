"""Watcher: reads one mailbox while the program runs. Knows when to look, not the protocol."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from threading import Event

import structlog
from msgspec.structs import replace

from tocsin.connectors.kit import mail as mails
from tocsin.connectors.kit.backoff import Backoff
from tocsin.connectors.kit.handover import Now, Status
from tocsin.connectors.mailbox import beginning
from tocsin.connectors.mailbox.answers import Mail
from tocsin.connectors.mailbox.session import LOST, Session
from tocsin.connectors.mailbox.settings import Mailbox, Position
from tocsin.connectors.mailbox.stumbling import Stumbling
from tocsin.core.event.message import TRUNCATED, Message
from tocsin.core.kernel.errors import Busy, Unavailable

CHANNEL = "imap"

# Returns once the messages and the position are committed together.
DepositMails = Callable[[Sequence[Message], Position], None]

_log = structlog.get_logger(__name__)


class MailboxWatcher:
    """Reads a mailbox from ``position`` on, until it is stopped.

    Mails that are there when reading begins are read from a day on; later mails are read whatever their date.
    Each batch goes to ``deposit(messages, position)``; the position counts only once that has returned. So after a
    crash a mail may be read once more (it is known by its key), but none is skipped.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        position: Position,
        deposit: DepositMails,
        now: Now,
        status: Status,
        backoff: Backoff | None = None,
    ) -> None:
        self._mailbox = mailbox
        self._position = position
        self._deposit = deposit
        self._now = now
        self._status = status
        self._backoff = backoff or Backoff()
        self._stumbling = Stumbling()
        self._unreachable = ""
        self._worked = False  # until now, this connection

    def run(self, stop: Event) -> None:
        """Watch until ``stop`` is set. Made for a thread of its own; never raises."""
        while not stop.is_set():
            try:
                self._connected(stop)
            except LOST as error:
                self._lost(reason_of(error), stop)
            except Exception as error:  # noqa: BLE001 - the thread's outermost edge: a dead watcher would be silent
                _log.exception("mailbox watcher failed", mailbox=repr(self._mailbox))
                self._lost(f"internal error: {error!r}", stop)

    def _connected(self, stop: Event) -> None:
        session = Session(self._mailbox)
        try:
            first = True
            while not stop.is_set():
                self._look(session, stop)
                if first:
                    self._found()
                first = False
                self._status.answered()
                self._wait(session, stop)
        finally:
            session.close()

    def _look(self, session: Session, stop: Event) -> None:
        careful = self._stumbling.careful
        self._stumbling.ask()
        if not self._begin(session, session.open(), stop):
            return
        if beginning.reaches_back(self._position, self._mailbox.since) and not self._reach_back(
            session, stop
        ):
            return
        new = self._wanted(session, session.after(self._position.last_uid, sized=not careful))
        if self._read(session, new, stop, lambda uid: replace(self._position, last_uid=uid)):
            self._stumbling.through()

    def _begin(self, session: Session, validity: int, stop: Event) -> bool:
        """Store the beginning before the first mail is read; False when asked to stop before it succeeded."""
        if validity == self._position.uid_validity:
            return True
        position, declared = self._position, self._mailbox.since
        position = beginning.begin(validity, session.arrivals(), position, declared, self._now())
        self._report("mailbox is read from its beginning", position)
        return self._keep([], position, stop)

    def _reach_back(self, session: Session, stop: Event) -> bool:
        """Read the mails before the former first day; once all are kept, the declared day is the first day.

        After a crash in between some are read again: they are known by their keys.
        """
        declared = self._mailbox.since
        assert declared is not None
        arrived = session.arrivals(1, self._position.there_uid)
        older = session.sized(beginning.missing(arrived, self._position, declared))
        if not self._read(session, older, stop, lambda _: self._position):
            return False
        position = beginning.reached_back(arrived, self._position, declared)
        self._report("mailbox is read from an earlier day", position)
        return self._keep([], position, stop)

    def _wanted(self, session: Session, sized: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """All mails that came after the beginning; of the mails before it, those that are not older than the day."""
        position = self._position
        arrived = session.arrivals(position.last_uid + 1, position.there_uid) if position.since else {}
        return [pair for pair in sized if not beginning.is_older(arrived.get(pair[0]), position.since)]

    def _read(
        self,
        session: Session,
        sized: Sequence[tuple[int, int]],
        stop: Event,
        reached: Callable[[int], Position],
    ) -> bool:
        """Fetch and keep them; ``reached`` is the position once the mail of a UID is kept. False when asked to stop."""
        careful = self._stumbling.careful
        for batch in self._one_by_one(session, sized) if careful else session.fetch(sized):
            if not batch:
                continue  # they were moved away between our two questions
            messages = [self._message(mail) for mail in batch]
            if not self._keep(messages, reached(batch[-1].uid), stop):
                return False
        return True

    def _report(self, event: str, position: Position) -> None:
        notice = position.notice
        _log.info(
            event, mailbox=repr(self._mailbox), since=str(position.since or ""), skipped=str(notice or "")
        )

    def _one_by_one(self, session: Session, sized: Sequence[tuple[int, int]]) -> Iterator[list[Mail]]:
        """The mails one by one: a bad mail, at which the server hangs up, must not block the others for ever."""
        for uid, _ in sized:
            yield session.fetch_alone(uid, self._stumbling.ask(uid))
            self._backoff.reset()

    def _keep(self, messages: Sequence[Message], position: Position, stop: Event) -> bool:
        """Deposit, and retry until it succeeds; False when asked to stop before."""
        backoff = Backoff()
        while not stop.is_set():
            try:
                self._deposit(messages, position)
            except Busy as busy:
                stop.wait(busy.retry_after_s)
            except Unavailable as error:
                _log.warning("deposit failed", mailbox=repr(self._mailbox), error=str(error))
                stop.wait(backoff.next_s())
            else:
                self._position = position
                return True
        return False

    def _message(self, mail: Mail) -> Message:
        validity = self._position.uid_validity
        envelope = {
            "folder": self._mailbox.folder,
            "uid": str(mail.uid),
            "uid_validity": str(validity),
            "arrived_at": mail.arrived.astimezone(UTC).isoformat() if mail.arrived else "",
            TRUNCATED: mail.truncated,
        }
        message = mails.message(self._mailbox.source, CHANNEL, self._now(), mail.raw, envelope)
        if message.key and mail.raw:
            return message
        # The only identity of such a mail: read again after a crash, it is the same.
        return replace(message, key=f"{mail.uid}@{validity}/{self._mailbox.folder}")

    def _wait(self, session: Session, stop: Event) -> None:
        if session.can_idle:
            session.wait(stop.is_set, self._mailbox.idle_s)
        else:
            stop.wait(self._mailbox.poll_s)

    def _found(self) -> None:
        self._backoff.reset()
        self._worked = True
        self._unreachable = ""
        self._status.reachable()

    def _lost(self, reason: str, stop: Event) -> None:
        """After a connection that worked, try again before reporting a loss: servers end connections at any time."""
        if stop.is_set():
            return
        self._stumbling.lost(reason)
        worked, self._worked = self._worked, False
        if not worked and reason != self._unreachable:
            self._unreachable = reason
            self._status.unreachable(reason)
        delay = self._backoff.next_s()
        _log.warning("mailbox lost", mailbox=repr(self._mailbox), reason=reason, retry_in_s=round(delay, 1))
        stop.wait(delay)


def reason_of(error: BaseException) -> str:
    """The error between us and the server, in one printable line."""
    return mails.printable(f"{type(error).__name__}: {error}")[:500]
