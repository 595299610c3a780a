"""Listeners: the mailboxes and the mail inlet that a worker keeps open, as the organisation declares them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
import psycopg
import structlog
from django.db import connection

from tocsin.connectors.inlet import MailInlet, Rule
from tocsin.connectors.inlet.rules import ANYONE
from tocsin.connectors.mailbox import Mailbox, MailboxWatcher, Position
from tocsin.core.event.message import Message
from tocsin.core.organisation.values import Source
from tocsin.flow import clock
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import snapshot
from tocsin.flow.sources import heartbeats
from tocsin.flow.sources.filing import file_worked
from tocsin.settings.database import database_url
from tocsin.settings.mail import inlet_settings, secret
from tocsin.store import sources

log = structlog.get_logger()

_MAILBOX_LOCK = 0x70C55


class Listeners:
    """Follows the organisation: starts what it declares, stops what it no longer does."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._inlet: MailInlet | None = None
        self._rules: Sequence[Rule] = ()
        self._mailboxes: dict[str, _Watched] = {}

    def align(self) -> None:
        """Make what runs here agree with the organisation. A mailbox is read by one worker of all."""
        declared = snapshot().sources
        self._rules = mail_rules()  # read here: the inlet asks from its event loop, which must not wait
        self._open_inlet()
        wanted = {key: source for key, source in declared.items() if source.channel == "imap"}
        for key in list(self._mailboxes):
            if (
                key not in wanted
                or self._mailboxes[key].source != wanted[key]
                or not self._mailboxes[key].alive
            ):
                self._mailboxes.pop(key).stop()
        for key, source in wanted.items():
            if key not in self._mailboxes and (watched := _Watched.begin(source)):
                self._mailboxes[key] = watched
        for watched in self._mailboxes.values():
            if watched.status.reached:  # else a second one would knock beside the watcher, and never back off
                file_worked(watched.mailbox)

    def close(self) -> None:
        """Stop listening."""
        if self._inlet:
            self._inlet.stop()
        for watched in self._mailboxes.values():
            watched.stop()

    def _open_inlet(self) -> None:
        settings = inlet_settings()
        if self._inlet is None and (settings.smtp_port or settings.lmtp_port):
            try:
                inlet = MailInlet(settings, lambda: self._rules, _deposit, clock.now)
                inlet.start()
            except OSError as error:  # a port that is taken, a certificate that is none: the mailboxes go on
                log.error("inlet.not_listening", reason=str(error), certificate=settings.certificate or None)
                return
            self._inlet = inlet
            log.info("inlet.listening", smtp=settings.smtp_port, lmtp=settings.lmtp_port)


def mail_rules() -> Sequence[Rule]:
    """Who may write to which source: those with recipients take mail; without senders, from anyone."""
    return [
        Rule(source=source.key, recipients=source.recipients, senders=source.senders or (ANYONE,))
        for source in snapshot().sources.values()
        if source.channel == "smtp" and source.recipients
    ]


def mailbox_of(source: Source) -> Mailbox:
    """The mailbox that a source's settings describe. Raises KeyError or OSError for a secret that is not there."""
    settings = dict(source.settings)
    settings["password"] = secret(str(settings.get("password", "")))
    return msgspec.convert({**settings, "source": source.key}, Mailbox)


def _deposit(messages: Sequence[Message]) -> None:
    with _lent():
        intake.deposit(messages)


@contextmanager
def _lent() -> Iterator[None]:
    """In one of many threads: the connection goes back to the pool, else the thread would take it to its grave."""
    try:
        yield
    finally:
        connection.close()


def _position(source: str) -> Position:
    known = sources.position(source)
    return Position(uid_validity=known.get("uid_validity", 0), last_uid=known.get("last_uid", 0))


class _Watched:
    """A mailbox being read in a thread, under a lock that no other worker can take meanwhile."""

    def __init__(
        self, source: Source, mailbox: Mailbox, lock: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        self.source, self.mailbox = source, mailbox
        self._lock = lock
        self._stop = threading.Event()
        self.status = _Status(source.key)
        watcher = MailboxWatcher(mailbox, _position(source.key), self._deposit, clock.now, self.status)
        self._thread = threading.Thread(
            target=watcher.run, args=[self._stop], name=f"mailbox-{source.key}", daemon=True
        )
        self._thread.start()

    @classmethod
    def begin(cls, source: Source) -> "_Watched | None":
        """Read it, unless another worker does, or its secret is missing (which is said as unreachable)."""
        try:
            mailbox = mailbox_of(source)
        except (KeyError, OSError, msgspec.ValidationError) as wrong:
            missing = "not in the environment: " if isinstance(wrong, KeyError) else ""
            heartbeats.unreachable(source.key, f"settings: {missing}{wrong}")
            return None
        lock = psycopg.connect(database_url(), autocommit=True)
        mine = lock.execute(
            "select pg_try_advisory_lock(%s, hashtext(%s))", [_MAILBOX_LOCK, source.key]
        ).fetchone()
        if mine and mine[0]:
            return cls(source, mailbox, lock)
        lock.close()
        return None

    @property
    def alive(self) -> bool:
        """Whether we still hold the lock: a connection that broke has lost it."""
        try:
            self._lock.execute("select 1")
        except psycopg.Error:
            return False
        return self._thread.is_alive()

    def stop(self) -> None:
        """Let go of the mailbox."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._lock.close()

    def _deposit(self, messages: Sequence[Message], position: Position) -> None:
        with _lent():
            intake.deposit(messages, position=msgspec.to_builtins(position))


class _Status:
    """How a mailbox is, told to the heartbeats."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.reached = False

    def heard(self) -> None:
        """An answer is a heartbeat of the connection, not of the provider: silence is judged by its mails."""

    def unreachable(self, reason: str) -> None:
        """It can't be reached."""
        self.reached = False
        with _lent():
            heartbeats.unreachable(self._source, reason)

    def reachable(self) -> None:
        """It can be reached again."""
        self.reached = True
        with _lent():
            heartbeats.reachable(self._source)
