"""Judging: what all judgements of a bond have in common: its changes, its entries, what the incident learns."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tocsin.core.exchange.bond import ENDED, Bond, Entry, Health, Kind, Sending, Way
from tocsin.core.incident.commands import LearnFromDesk
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.desks import Desk, TicketState

AGAIN_S = (
    5,
    15,
    60,
    300,
    900,
)  # seconds before what failed is tried again, by the number of failures in a row
SETTLE_S = 30  # after a doubt: a desk may still be at what we no longer wait for
READ_S = 300  # a ticket is read at least so often, whatever pushes and lists said
READ_ENDED_S = 1800
MAIL_S = 60  # between two looks at a mail that is under way: its delivery says when it has left
MOST_CONTESTS = 2  # then it is for people to settle


class Trouble(Value):
    """What an exchange must know of its incident. ``hurts``: it is open, and we still measure trouble."""

    number: str
    open: bool
    hurts: bool
    closed: bool = False


class Judging:
    """One bond, one happening, one instant."""

    def __init__(self, bond: Bond, desk: Desk | None, trouble: Trouble, now: datetime) -> None:
        self.bond, self.desk, self.trouble, self.now = bond, desk, trouble, now
        self.effects: list[LearnFromDesk] = []

    def change(self, **changes: Any) -> None:
        """The bond with these changes."""
        self.bond = replace(self.bond, **changes)

    def put(self, entry: Entry) -> None:
        """An entry as it is now: a known one is replaced, a new one comes last."""
        known = self.bond.entry(entry.number) is not None
        others = self.bond.entries
        entries = tuple(entry if other.number == entry.number else other for other in others)
        self.change(entries=entries if known else (*others, entry))

    def add(self, way: Way, kind: Kind, author: str, **fields: Any) -> Entry:
        """A new entry. One that goes out waits for its turn."""
        if way is Way.OUT and kind is not Kind.CALL:
            fields = {"sending": Sending.WAITING} | fields
        number = max((entry.number for entry in self.bond.entries), default=0) + 1
        entry = Entry(
            **{"number": number, "way": way, "kind": kind, "at": self.now, "author": author, **fields}
        )
        self.put(entry)
        return entry

    def report(self, code: str, *, notify: bool = False, **facts: Any) -> Why:
        """The incident's timeline has a line, for this reason; ``holder`` among the facts is who must act now."""
        holder: Holder | None = facts.pop("holder", None)
        reported: bool = facts.pop("reported", False)
        theirs = {"supplier": self.bond.supplier, "ticket": self.bond.their_reference or self.bond.reference}
        why = Why(code=code, facts={**theirs, **facts})
        if holder:
            self.change(holder=holder)
        self.effects.append(
            LearnFromDesk(
                why=why,
                holder=holder,
                supplier=self.bond.supplier,
                reference=self.bond.their_reference if reported else "",
                reported=reported,
                notify=notify,
            )
        )
        return why

    def ail(self, health: Health, code: str, *, notify: bool = True, **facts: Any) -> None:
        """The exchange is not well, for this reason: reported once while it stays so."""
        if self.bond.health is health and self.bond.why and self.bond.why.code == code:
            return
        why = self.report(code, notify=notify, **facts)
        self.change(health=health, why=why)

    def well(self, *ailments: Health) -> None:
        """It is well again, if one of these was what it had."""
        if self.bond.health in ailments:
            self.change(health=Health.FINE, why=None)

    def acknowledge(self) -> None:
        """The desk has reacted to all that it took until now."""
        for entry in self.bond.entries:
            if entry.way is Way.OUT and entry.sent_at and not entry.acknowledged_at:
                self.put(replace(entry, acknowledged_at=self.now))

    def wait(self, seconds: float) -> None:
        """Look again then."""
        self.change(next_at=self.now + timedelta(seconds=seconds))

    def back_off(self) -> float:
        """Seconds until the next attempt, longer with each failure."""
        failures = self.bond.failures
        self.change(failures=failures + 1)
        return AGAIN_S[min(failures, len(AGAIN_S) - 1)]

    def settle(self) -> None:
        """When to look again, as far as nothing said so: at once where something waits to leave."""
        if self.bond.over and not self.bond.fetches:
            self.change(next_at=None)
        elif self.bond.head and not self.bond.blocked and self.bond.channel != "phone":
            under_way = self.bond.channel == "mail" and self.bond.head.sending is Sending.LEAVING
            self.wait(MAIL_S if under_way else 0)
        elif self.bond.fetches:
            self.wait(0)
        else:
            self.change(next_at=min(self._later(), default=None))

    def _later(self) -> list[datetime]:
        bond, instants = self.bond, []
        if bond.channel == "api" and bond.their_reference and not bond.blocked:
            every = READ_ENDED_S if bond.state in ENDED else READ_S
            instants.append(bond.read_at + timedelta(seconds=every) if bond.read_at else self.now)
        if self.desk and bond.ended_at and self.trouble.hurts and bond.state in ENDED:
            instants.append(bond.ended_at + timedelta(seconds=self.desk.contest_s))
        opening = bond.opening
        if self.desk and opening and opening.sent_at and not (opening.acknowledged_at or bond.silent):
            instants.append(opening.sent_at + timedelta(seconds=self.desk.silence_s))
        return [max(instant, self.now + timedelta(seconds=1)) for instant in instants]

    def state_of(self, word: str) -> TicketState | None:
        """Our state for their word; None where no table translates it."""
        words = self.desk.states if self.desk else {}
        folded = {known.casefold(): state for known, state in words.items()}
        return folded.get(word.casefold())
