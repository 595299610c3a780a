"""State: everything that the provider knows, kept in a file so that a restart forgets nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.demo.provider.contract import Contract
from tocsin.demo.provider.desk import Desk
from tocsin.demo.provider.supervision import Supervision
from tocsin.demo.provider.values import Alarm, Ticket
from tocsin.demo.world import valmont
from tocsin.demo.world.transmission import Mail


class Post(Protocol):
    """The provider's way to send mails."""

    def __call__(self, to: str, subject: str, text: str, answers: str) -> None:
        """Write one; ``answers`` is the Message-ID that it answers, or empty."""

    def send(self, mail: Mail) -> None:
        """Send one that is written."""


class Kept(Value):
    """What the file holds."""

    alarms: tuple[Alarm, ...] = ()
    tickets: tuple[Ticket, ...] = ()


class Provider:
    """The provider's parts. ``file`` None: nothing is kept."""

    def __init__(
        self, file: Path | None, now: Callable[[], datetime], acknowledge: timedelta, post: Post
    ) -> None:
        self.now, self.post = now, post
        self.supervision, self.contract = Supervision(), Contract()
        self.desk = Desk(acknowledge, self._by_mail)
        self._file = file
        if file and file.exists():
            kept = msgspec.json.decode(file.read_bytes(), type=Kept)
            self.supervision.alarms = {alarm.id: alarm for alarm in kept.alarms}
            self.desk.tickets = {ticket.number: ticket for ticket in kept.tickets}

    def keep(self) -> None:
        """Write what is known."""
        if self._file:
            kept = Kept(
                alarms=tuple(self.supervision.alarms.values()), tickets=tuple(self.desk.tickets.values())
            )
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(msgspec.json.encode(kept))
            fresh.replace(self._file)

    def announce_works(self, title: str, place: str, start: datetime, end: datetime) -> None:
        """Mail a works notice, as the supervision writes them."""
        now = self.now()
        sent = valmont.works_notice(
            now, f"VDC-T{int(now.timestamp()) % 1_000_000:06d}", title, place, start, end
        )
        assert isinstance(sent.wire, Mail)
        self.post.send(sent.wire)

    def _by_mail(self, ticket: Ticket, text: str) -> None:
        """Whoever wrote by mail is answered by mail."""
        if ticket.mailed_by:
            self.post(ticket.mailed_by, f"[{ticket.number}] {ticket.subject}", text, ticket.thread)
