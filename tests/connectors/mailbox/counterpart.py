"""A mailbox server in a thread that speaks IMAP, and answers one mail in the ways that Dovecot can't be made to."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

ODD = 2  # the UID that is answered oddly
# What its FETCH answer is; the others are answered well.
ANSWERS = {
    "no body": lambda number, body: b'(UID %d INTERNALDATE "28-Nov-2026 07:00:00 +0100")' % number,
    "NIL": lambda number, body: b"(UID %d BODY[] NIL)" % number,
    "empty literal": lambda number, body: b"(UID %d BODY[] {0}\r\n)" % number,
    "empty string": lambda number, body: b'(UID %d BODY[] "")' % number,
    "no UID": lambda number, body: b"(BODY[] {%d}\r\n%s)" % (len(body), body),
    "flags alone": lambda number, body: b"(FLAGS (\\Seen))",
    "flags with a UID": lambda number, body: b"(UID %d FLAGS (\\Seen))" % number,
    "another UID": lambda number, body: b"(UID 77 BODY[] {%d}\r\n%s)" % (len(body), body),
    "nothing": lambda number, body: None,
    "cut and gone": lambda number, body: b"(UID %d BODY[] {%d}\r\n%s" % (number, len(body) + 50, body),
    "UID behind": lambda number, body: b"(BODY[] {%d}\r\n%s UID %d)" % (len(body), body, number),
}


def mail(number: int) -> bytes:
    """The mail of a UID."""
    return b"From: noc@host.example\r\nSubject: Alarm %d\r\nMessage-ID: <%d@x>\r\n\r\nalarm\r\n" % (
        number, number,
    )  # fmt: skip


class Counterpart:
    """Holds three mails. ``odd`` names how the second is answered, ``times`` how often before it is answered well."""

    def __init__(self, odd: str, times: int = 1_000_000, listed: str = "") -> None:
        self.odd, self.times, self.listed = odd, times, listed
        self.asked: list[str] = []  # what FETCH asked for, with bodies
        self.uids = [1, 2, 3]
        self.port = 0

    def answer(self, number: int, parts: str) -> bytes | None:
        """The FETCH answer of a mail, without its number in the folder."""
        if "BODY" not in parts:
            if number == ODD and self.listed:
                return {"no UID": b"(RFC822.SIZE 99)", "nothing": None}[self.listed]
            return b'(UID %d RFC822.SIZE 99 INTERNALDATE "28-Nov-2026 07:00:00 +0100")' % number
        if number == ODD and self.times > 0:
            self.times -= 1
            return ANSWERS[self.odd](number, mail(number))
        return b"(UID %d BODY[] {%d}\r\n%s)" % (number, len(mail(number)), mail(number))


@contextmanager
def serving(counterpart: Counterpart) -> Iterator[Counterpart]:
    """It listens, for the length of a ``with``."""

    class Handler(_Session):
        served = counterpart

    with _Server(("127.0.0.1", 0), Handler) as server:
        counterpart.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield counterpart
        server.shutdown()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


class _Session(socketserver.StreamRequestHandler):
    served: Counterpart

    def handle(self) -> None:
        self._put(b"* OK ready")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            if not self._obey(command):
                return
            self._put(f"{tag} OK done".encode())
            if command.upper().startswith("LOGOUT"):
                return

    def _obey(self, command: str) -> bool:
        """Answer it; False when the connection is to end in the middle."""
        word = command.upper()
        if word.startswith("CAPABILITY"):
            self._put(b"* CAPABILITY IMAP4rev1")
        elif word.startswith("EXAMINE"):
            self._put(b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok" % len(self.served.uids))
        elif word.startswith("UID SEARCH"):
            self._put(b"* SEARCH " + " ".join(map(str, self._named(command.split()[3]))).encode())
        elif word.startswith("UID FETCH"):
            return self._fetch(command.split()[2], word)
        return True

    def _fetch(self, uids: str, parts: str) -> bool:
        if "BODY" in parts:
            self.served.asked.append(uids)
        for number in self._named(uids):
            answer = self.served.answer(number, parts)
            if answer is not None:
                self._put(b"* %d FETCH %s" % (self.served.uids.index(number) + 1, answer))
            if self.served.odd == "cut and gone" and number == ODD and "BODY" in parts:
                return False
        return True

    def _named(self, uids: str) -> list[int]:
        known, named = self.served.uids, set()
        for span in uids.split(","):
            first, _, last = span.partition(":")
            if last:
                named |= {uid for uid in known if uid >= int(first)} or {max(known)}
            else:
                named |= {int(first)} & set(known)
        return sorted(named)

    def _put(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")
