"""Sender: sends the messages by SMTP or HTTP, and tries again as a real sender would."""

import http.client
import json
import smtplib
import socket
import threading
from queue import SimpleQueue
from typing import Any

import structlog

from tocsin.connectors.kit.backoff import Backoff
from tocsin.core.kernel.value import Value
from tocsin.demo.world.transmission import Mail, Post

_log = structlog.get_logger(__name__)

_TIMEOUT_S = 20.0


class Doors(Value):
    """Where Tocsin listens."""

    host: str
    smtp_port: int
    http_port: int


class TryAgainError(Exception):
    """The other side was not there, or asked to come again; in ``after_s`` seconds if it said so."""

    def __init__(self, reason: str, after_s: float = 0.0) -> None:
        self.after_s = after_s
        super().__init__(reason)


def wait_for(doors: Doors, stop: threading.Event) -> None:
    """Return once both servers listen, or when asked to stop."""
    for port in (doors.smtp_port, doors.http_port):
        while not stop.is_set() and not _open(doors.host, port):
            stop.wait(0.2)


def _open(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _read(http_: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Any:
    http_.request("GET", path, headers=headers)
    return json.loads(http_.getresponse().read())


class Sender:
    """One source: its messages are sent in their order, from a thread of its own."""

    def __init__(self, doors: Doors, stop: threading.Event) -> None:
        self._doors, self._stop = doors, stop
        self._queue: SimpleQueue[Mail | Post | None] = SimpleQueue()
        self._smtp: smtplib.SMTP | None = None
        self._http: http.client.HTTPConnection | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def send(self, wire: Mail | Post) -> None:
        """Put it in the queue."""
        self._queue.put(wire)

    def close(self) -> None:
        """Send what is left, then hang up."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (wire := self._queue.get()) is not None:
            self._deliver(wire)
        self._hang_up()

    def _deliver(self, wire: Mail | Post) -> None:
        backoff = Backoff(first_s=0.3, cap_s=10)
        while not self._stop.is_set():
            try:
                self._put(wire)
                return
            except TryAgainError as later:
                _log.debug("world.again", source=wire.source, reason=str(later))
                self._hang_up()
                self._stop.wait(later.after_s or backoff.next_s())

    def _put(self, wire: Mail | Post) -> None:
        if isinstance(wire, Mail):
            self._mail(wire)
        else:
            self._post(wire)

    def _mail(self, mail: Mail) -> None:
        """4xx and a lost connection: try again; 5xx: give up, and log it."""
        try:
            if self._smtp is None:
                self._smtp = smtplib.SMTP(self._doors.host, self._doors.smtp_port, "world", _TIMEOUT_S)
            self._smtp.sendmail(mail.sender, [mail.recipient], mail.content, ["BODY=8BITMIME"])
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            self._refused(mail, refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPRecipientsRefused as refused_all:
            code, reason = refused_all.recipients[mail.recipient]
            self._refused(mail, code, reason)
        except (OSError, smtplib.SMTPException) as away:
            raise TryAgainError(str(away)) from away

    def _post(self, post: Post) -> None:
        """429, 5xx and a lost connection: try again, when the server says; other refusals: give up, and log it."""
        headers = {"Content-Type": post.media_type, "Authorization": f"Bearer {post.token}"}
        try:
            if self._http is None:
                self._http = http.client.HTTPConnection(
                    self._doors.host, self._doors.http_port, timeout=_TIMEOUT_S
                )
            path, content = self._named(self._http, post, headers)
            self._http.request("POST", path, content, headers)
            answer = self._http.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as away:
            raise TryAgainError(str(away)) from away
        if answer.status == 429 or answer.status >= 500:
            raise TryAgainError(f"HTTP {answer.status}", float(answer.getheader("Retry-After") or 0))
        if answer.status >= 400:
            _log.error("world.refused", source=post.source, status=answer.status, answer=body[:300])

    def _named(
        self, http_: http.client.HTTPConnection, post: Post, headers: dict[str, str]
    ) -> tuple[str, bytes]:
        """The path and the body, with the ids of what the post is about. Raises TryAgainError while there is none."""
        if not post.about:
            return post.path, post.body
        major = "{major}" in post.path
        state = "" if major else "state=open&"  # the trouble may be over before the major incident is
        known = _read(http_, f"/api/v1/incidents?{state}item={post.about}", headers)["items"]
        found = [incident["id"] for incident in known if incident["cause"] == post.about]
        if not found:
            raise TryAgainError(f"no incident about {post.about}")
        path = post.path.replace("{incident}", str(found[0]))
        if major:
            led = _read(http_, "/api/v1/majors", headers)  # those that are led now come first
            number = next((row["id"] for row in led if set(found) & set(row["incidents"])), None)
            if number is None:
                raise TryAgainError(f"no major incident about {post.about}")
            path = path.replace("{major}", str(number))
        return path, post.body.replace(b'"{incident}"', str(found[0]).encode())

    def _refused(self, mail: Mail, code: int, reason: bytes | str) -> None:
        if code < 500:
            raise TryAgainError(f"SMTP {code}")
        _log.error("world.refused", source=mail.source, status=code, answer=reason)

    def _hang_up(self) -> None:
        for wire in (self._smtp, self._http):
            if wire is not None:
                wire.close()
        self._smtp = self._http = None


class World:
    """All sources of the company, sending at the same time, until ``stop`` is set."""

    def __init__(self, doors: Doors, stop: threading.Event) -> None:
        self._doors, self._stop = doors, stop
        self._senders: dict[str, Sender] = {}

    def send(self, wire: Mail | Post) -> None:
        """Give it to the sender of its source."""
        if wire.source not in self._senders:
            self._senders[wire.source] = Sender(self._doors, self._stop)
        self._senders[wire.source].send(wire)

    def close(self) -> None:
        """Send what is left, unless asked to stop, and hang up."""
        for sender in self._senders.values():
            sender.close()
