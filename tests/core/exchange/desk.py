"""A desk in memory, that fails as desks do, and a worker that follows one bond through it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Bond, Entry, Kind, mark_of
from tocsin.core.exchange.decide import begin, decide
from tocsin.core.exchange.judging import Trouble
from tocsin.core.exchange.sending import next_step
from tocsin.core.exchange.ticket import Remark, RemoteFile, Taken, Ticket
from tocsin.core.incident.commands import LearnFromDesk
from tocsin.core.organisation.desks import Desk, TicketState, Transition

START = datetime(2026, 11, 28, 12, tzinfo=UTC)
DESK = Desk(
    channel="rest",
    author="cachemire",
    states={
        "new": TicketState.NEW,
        "seen": TicketState.ACKNOWLEDGED,
        "open": TicketState.IN_PROGRESS,
        "waiting": TicketState.PENDING,
        "solved": TicketState.RESOLVED,
        "closed": TicketState.CLOSED,
        "refused": TicketState.REJECTED,
    },
    transitions={
        TicketState.IN_PROGRESS: Transition(to="open"),
        TicketState.RESOLVED: Transition(to="solved", fields={"resolution": "fixed"}),
    },
)
HURTS = Trouble(number="INC-42", open=True, hurts=True)
RESTORED = Trouble(number="INC-42", open=False, hurts=False)


class Worker(Exception):
    """The worker that died in the middle."""


class FakeDesk:
    """Tickets, and a list of what happens to the next calls: "ok", "unsent", "lost" (done, no answer), "never" (no
    answer, not done), "died" (done, and the worker is killed), "refused", "ignored" (says yes, does nothing)."""

    def __init__(self, faults: Iterator[str] | None = None) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.faults = faults or iter(())
        self.clock = 0
        self.creates = 0

    def stamp(self) -> str:
        self.clock += 1
        return str(self.clock)

    def change(self, reference: str, **changes: object) -> Ticket:
        self.tickets[reference] = replace(self.tickets[reference], updated=self.stamp(), **changes)
        return self.tickets[reference]

    def answers(self, reference: str, text: str, author: str = "anna", **more: bool) -> None:
        remarks = self.tickets[reference].remarks
        remark = Remark(id=f"r{self.stamp()}", author=author, text=text, **more)
        self.change(reference, remarks=(*remarks, remark))

    def take(self, bond: Bond, entry: Entry) -> Taken:
        """Carry out a write."""
        match entry.kind:
            case Kind.OPEN:
                self.creates += 1
                number = f"T{self.creates}"
                self.tickets[number] = Ticket(
                    reference=number, state="new", our_reference=bond.reference, created=self.stamp()
                )
                return Taken(remote=number, said="201")
            case Kind.COMMENT:
                self.answers(bond.their_reference, f"{entry.text}\n{mark_of(bond, entry)}", "cachemire")
            case Kind.ATTACHMENT:
                assert entry.file
                files = self.tickets[bond.their_reference].files
                there = RemoteFile(
                    id=self.stamp(), name=entry.file.name, size=entry.file.size, author="cachemire"
                )
                self.change(bond.their_reference, files=(*files, there))
            case Kind.MOVE:
                assert entry.to
                self.change(bond.their_reference, state=DESK.transitions[entry.to].to)
        return Taken(said="200")


class Exchange:
    """One bond, followed as a worker does: what is about to leave is committed first."""

    def __init__(self, desk: FakeDesk | None = None, trouble: Trouble = HURTS) -> None:
        self.desk = desk or FakeDesk()
        self.trouble = trouble
        self.now = START
        self.learnt: list[LearnFromDesk] = []
        bond = Bond(id=1, incident=42, supplier="valmont", reference="INC-42-K7QX", opened_at=START)
        self.bond = begin(bond, by="anna", text="A rack is down", now=START).after

    def on(self, happening: h.Happening) -> list[str]:
        decision = decide(self.bond, happening, desk=DESK, trouble=self.trouble, language="en", now=self.now)
        self.bond = decision.after
        self.learnt += decision.effects
        return [effect.why.code for effect in decision.effects]

    @property
    def codes(self) -> list[str]:
        return [effect.why.code for effect in self.learnt]

    def runs(self, most: int = 60) -> None:
        """Work until nothing is due within a minute."""
        for _ in range(most):
            if self.bond.next_at is None or self.bond.next_at - self.now > timedelta(minutes=1):
                return
            self.now = max(self.now, self.bond.next_at)
            self.works()

    def waits(self, **span: float) -> None:
        """So much later, with what was due meanwhile."""
        until = self.now + timedelta(**span)
        for _ in range(200):
            if self.bond.next_at is None or self.bond.next_at > until:
                break
            self.now = max(self.now, self.bond.next_at)
            self.works()
        self.now = until

    def works(self) -> None:
        """One call, as the next worker makes it."""
        if self._died_in_it():
            return
        step = next_step(self.bond)
        if step.send:
            self._send(step.send)
        elif step.search:
            self._read(lambda: h.Searched(tickets=self._found()))
        elif step.read:
            self._read(self._seen)
        else:
            self.on(h.Looked())

    def _died_in_it(self) -> bool:
        head = self.bond.head
        if head and head.sending == "leaving":
            self.on(h.Doubted(number=head.number, reason="the worker died"))
            return True
        return False

    def _found(self) -> tuple[Ticket, ...]:
        return tuple(
            ticket for ticket in self.desk.tickets.values() if self.bond.reference in ticket.our_reference
        )

    def _seen(self) -> h.Happening:
        ticket = self.desk.tickets.get(self.bond.their_reference)
        return h.Read(ticket=ticket) if ticket else h.NotThere(reason="404")

    def _read(self, ask: Callable[[], h.Happening]) -> None:
        if next(self.desk.faults, "ok") in ("ok", "ignored", "refused"):
            self.on(ask())
        else:
            self.on(h.NotRead(reason="timeout", wait_s=1))

    def _send(self, entry: Entry) -> None:
        fault = next(self.desk.faults, "ok")
        self.on(h.Left(number=entry.number))
        if fault == "unsent":
            self.on(h.NotSent(number=entry.number, reason="connection refused", wait_s=1))
            return
        if fault == "refused":
            self.on(h.Denied(number=entry.number, reason="400: a field is missing"))
            return
        taken = Taken(said="204") if fault in ("never", "ignored") else self.desk.take(self.bond, entry)
        if fault in ("lost", "never"):
            self.on(h.Doubted(number=entry.number, reason="timeout"))
        elif fault != "died":
            self.on(h.Accepted(number=entry.number, taken=taken))
