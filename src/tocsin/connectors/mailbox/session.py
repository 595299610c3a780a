"""Session: one IMAP connection to one folder; knows the protocol, not what becomes of the mails.

Folders are opened read-only and bodies are fetched with PEEK: reading leaves no trace in the mailbox.
"""

import imaplib
import select
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any

import structlog
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from tocsin.connectors.mailbox import answers
from tocsin.connectors.mailbox.answers import Answer, Mail
from tocsin.connectors.mailbox.settings import Mailbox, Tls
from tocsin.connectors.mailbox.stumbling import A_FEW

# What may fail between us and the server: the network, its answers, its refusals.
LOST = (OSError, imaplib.IMAP4.error, ImapToolsError)

_FETCH_AT_ONCE = 100  # mails in one command
_FETCH_BYTES = 16_000_000  # in one command, unless one mail alone is larger
_HEADER_BYTES = 256_000
_SIZED = "(UID RFC822.SIZE)"
_WHOLE = "(UID INTERNALDATE BODY.PEEK[])"
_HEADERS = f"(UID INTERNALDATE BODY.PEEK[HEADER]<0.{_HEADER_BYTES}>)"

_log = structlog.get_logger(__name__)


class Session:
    """An open, logged-in connection; raises one of LOST when it breaks."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._box = connect(mailbox)
        self._exist = 0  # mails in the folder

    def close(self) -> None:
        """Say good-bye if the server still listens."""
        leave(self._box)

    @property
    def can_idle(self) -> bool:
        """Whether the server pushes news."""
        return "IDLE" in self._box.client.capabilities

    def open(self) -> int:
        """Open the folder, or look at it again; its present UIDVALIDITY."""
        _, (exist,) = self._box.folder.set(self._mailbox.folder, readonly=True)
        self._exist = int(exist)
        return int(self._box.client.response("UIDVALIDITY")[1][0])

    def after(self, last_uid: int, *, sized: bool = True) -> list[tuple[int, int]]:
        """(UID, size) of the mails after this one, in order.

        Without sizes (0) a server need not open the mails: it may be unable to read one of them.
        """
        if not self._exist:
            return []  # some servers refuse "1:*" there
        # "n:*" always names the last mail, even one that we have (RFC 3501, 6.4.8).
        span = f"{last_uid + 1}:*"
        # One line for each mail: SEARCH would answer with one line for all, too long for a mailbox kept for years.
        answer = self._command(span, _SIZED if sized else "(UID)")
        found = answers.sizes(answer)
        if answers.leaves_out(answer, self._exist):
            found = {**dict.fromkeys(self._search(span), 0), **found}
        return sorted((uid, size) for uid, size in found.items() if uid > last_uid)

    def arrivals(self, first: int = 1, last: int | None = None) -> dict[int, datetime | None]:
        """When the server got the mails from one UID to another, by UID."""
        if not self._exist or (last is not None and first > last):
            return {}
        return answers.arrivals(self._command(f"{first}:{last or '*'}", "(UID INTERNALDATE)"))

    def sized(self, uids: Sequence[int]) -> list[tuple[int, int]]:
        """These mails with their sizes, as far as they are still there."""
        wanted = set(uids)
        return [pair for pair in self.after(min(uids) - 1) if pair[0] in wanted] if uids else []

    def fetch(self, sized: Sequence[tuple[int, int]]) -> Iterator[list[Mail]]:
        """The mails in batches; of a mail over the limit, or that the server can't send, as much as possible."""
        for batch in batches(sized, self._mailbox.max_bytes):
            if len(batch) == 1 and batch[0][1] > self._mailbox.max_bytes:
                size = f"{batch[0][1]} bytes, the limit is {self._mailbox.max_bytes}"
                yield [self._headers(batch[0][0], size)]
            else:
                yield self._bodies([uid for uid, _ in batch])

    def fetch_alone(self, uid: int, lost: Sequence[str]) -> list[Mail]:
        """One mail, with smaller requests after each lost connection: the whole mail, its headers, nothing."""
        if len(lost) < A_FEW - 1:
            return next(self.fetch([(uid, answers.sizes(self._command(str(uid), _SIZED)).get(uid, 0))]), [])
        why = f"UID {uid}: the server does not give it: {lost[-1]}"
        return [self._headers(uid, why) if len(lost) < A_FEW else Mail(uid=uid, raw=b"", truncated=why)]

    def wait(self, stopped: Callable[[], bool], seconds: float) -> None:
        """Return when the server has news, when ``seconds`` have passed, or soon after ``stopped()``."""
        self._box.idle.start()  # type: ignore[no-untyped-call]
        until = monotonic() + seconds
        while not (self._has_buffered() or stopped() or monotonic() > until):
            if _readable(self._box.client.sock, 1.0):
                break
        self._box.idle.stop()  # type: ignore[no-untyped-call]
        # Otherwise flags that others changed meanwhile would be read as parts of the next answer.
        self._box.client.untagged_responses.clear()

    def _has_buffered(self) -> bool:
        """Whether news came in the same packet as the server's consent to wait: polling the socket would not show it."""
        client = self._box.client
        timeout = client.sock.gettimeout()
        client.sock.settimeout(0)
        try:
            return bool(_reader(client).peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            client.sock.settimeout(timeout)

    def _bodies(self, uids: Sequence[int]) -> list[Mail]:
        try:
            mails = answers.mails(self._command(_set(uids), _WHOLE), uids)
        except (imaplib.IMAP4.abort, OSError):
            raise
        except LOST as error:
            # One bad mail must not block the others for ever.
            _log.warning("fetch refused", mailbox=repr(self._mailbox), uids=len(uids), error=str(error))
            if len(uids) == 1:
                return [self._headers(uids[0], f"UID {uids[0]}: the server does not give it: {error}")]
            return [mail for uid in uids for mail in self._bodies([uid])]
        came = {mail.uid for mail in mails}
        alone = [mail for uid in uids if uid not in came for mail in self._again(uid)]
        return sorted([*mails, *alone], key=lambda mail: mail.uid)

    def _again(self, uid: int) -> list[Mail]:
        """A mail whose answer lacked its body or its UID, asked for alone; nothing if it is gone meanwhile."""
        answer = self._command(str(uid), _WHOLE)
        if mails := answers.mails(answer, [uid]):
            return mails
        if uid not in self._search(str(uid)):
            return []
        bodies = answers.without_uid(answer)
        lacks = "UID" if bodies else "body"
        _log.warning("answer without what was asked", mailbox=repr(self._mailbox), uid=uid, lacks=lacks)
        why = f"UID {uid}: the server's answer holds no {lacks}, asked twice"
        return [Mail(uid=uid, raw=bodies[0] if len(bodies) == 1 else b"", truncated=why)]

    def _headers(self, uid: int, why: str) -> Mail:
        try:
            (mail,) = answers.mails(self._command(str(uid), _HEADERS), [uid], truncated=why)
        except (imaplib.IMAP4.abort, OSError):
            raise
        except (*LOST, ValueError):
            return Mail(uid=uid, raw=b"", truncated=why)
        return mail

    def _search(self, uids: str) -> set[int]:
        """Which of these exist, asked by SEARCH instead of FETCH."""
        status, lines = self._box.client.uid("SEARCH", f"UID {uids}")
        if status != "OK":
            raise imaplib.IMAP4.error(f"SEARCH: {status} {lines!r}")
        return {int(uid) for line in lines if line for uid in line.split()}

    def _command(self, uids: str, parts: str) -> Answer:
        status, answer = self._box.client.uid("FETCH", uids, parts)
        if status != "OK":
            raise imaplib.IMAP4.error(f"FETCH: {status} {answer!r}")
        return [part for part in answer if part is not None]


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def connect(mailbox: Mailbox) -> BaseMailBox:
    """An IMAP connection, logged in, no folder opened. Raises one of LOST."""
    box = _open(mailbox)
    try:
        _log_in(box, mailbox)
    except LOST:
        _hang_up(box)
        raise
    return box


def leave(box: BaseMailBox) -> None:
    """Log out if the server still listens; hang up if it does not."""
    try:
        box.logout()
    except LOST:
        _hang_up(box)


def _hang_up(box: BaseMailBox) -> None:
    with suppress(OSError):  # a TLS handshake that failed has closed it already
        box.client.shutdown()


def _log_in(box: BaseMailBox, mailbox: Mailbox) -> None:
    if mailbox.tls is Tls.STARTTLS:
        box.client.starttls(_trust(mailbox))
    login = box.login if mailbox.password.isascii() and mailbox.user.isascii() else box.login_utf8
    login(mailbox.user, mailbox.password, None)
    # Servers list more capabilities after the login, and imaplib asks only before it.
    answer = box.client.capability()[1][0] or b""
    box.client.capabilities = tuple(answer.decode("ascii", "replace").upper().split())


def batches(sized: Sequence[tuple[int, int]], max_bytes: int) -> Iterator[list[tuple[int, int]]]:
    """Cut (UID, size) into what one command may fetch; a mail over ``max_bytes`` stands alone."""
    batch: list[tuple[int, int]] = []
    total = 0
    for uid, size in sized:
        full = len(batch) >= _FETCH_AT_ONCE or total + size > _FETCH_BYTES or size > max_bytes
        if batch and (full or batch[-1][1] > max_bytes):
            yield batch
            batch, total = [], 0
        batch.append((uid, size))
        total += size
    if batch:
        yield batch


def _open(mailbox: Mailbox) -> BaseMailBox:
    place: dict[str, Any] = {"host": mailbox.host, "port": mailbox.port, "timeout": mailbox.timeout_s}
    # STARTTLS comes before the login, and is ours to clean up after
    encrypted = mailbox.tls is Tls.SSL
    box = MailBox(**place, ssl_context=_trust(mailbox)) if encrypted else MailBoxUnencrypted(**place)
    _notice_death(box.client.sock)
    return box


def _notice_death(line: socket.socket) -> None:
    """Notice after two minutes that a server has disappeared, not only when IDLE is renewed."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 15)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)


def _trust(mailbox: Mailbox) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=mailbox.ca_file or None)


def _reader(client: imaplib.IMAP4) -> Any:
    return getattr(client, "_file", None) or client.file  # Python 3.14 renamed it


def _readable(sock: Any, seconds: float) -> bool:
    poller = select.poll()
    poller.register(sock.fileno(), select.POLLIN)
    return bool(poller.poll(seconds * 1000))
