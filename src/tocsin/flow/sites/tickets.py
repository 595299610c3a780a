"""Tickets: what is asked about sites at a supplier's desk: one ticket a subject, searched for before it is opened."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b

import structlog

from tocsin.connectors.kit.desk import Denied, Doubtful, TicketDesk, Unsent
from tocsin.connectors.kit.sending import Outcome, SendFailed
from tocsin.core.exchange.ticket import NewTicket, Ticket
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.desks import Desk
from tocsin.flow import clock
from tocsin.flow.exchange import desks
from tocsin.flow.exchange.bonds import desk_of
from tocsin.flow.notices import outbox
from tocsin.flow.notices.mailing import TICKET, TO_SUPPLIER
from tocsin.flow.organisation import company
from tocsin.flow.sites.answers import note_answer
from tocsin.store import authorisations, locks, site_tickets
from tocsin.store.site_tickets import SiteTicket

log = structlog.get_logger()

_READ_S = 300  # between two looks at a ticket about which the supplier owes an answer
_PRIORITY = Priority.P4  # a request can wait: what is urgent about sites is an incident


def are_used() -> bool:
    """Whether any supplier is asked so."""
    suppliers = company().organisation.suppliers.values()
    return any(known.site_access and known.site_access.channel == "api" for known in suppliers)


def work_due() -> None:
    """Write what waits, and read what an answer is owed about: beside the outbox, which a slow desk must not keep back."""
    if are_used():
        outbox.deliver_by(TICKET, send)
        look()


def send(delivery: Delivery, about_to_leave: Callable[[], None]) -> str:
    """Open the subject's ticket, or write under it: the desk's answer. Raises SendFailed.

    What is in doubt is tried again: it is searched for first, by our reference or by the mark under it.
    """
    supplier = delivery.payload[TO_SUPPLIER]
    desk = desk_of(company(), supplier)
    if desk is None:
        raise SendFailed(Outcome.PERMANENT, "no ticket desk is declared any more")
    try:
        with desks.opened(desk, supplier, urgent=True) as there:
            return _Writing(delivery, supplier, desk, there).write(about_to_leave)
    except (Unsent, Doubtful) as later:
        raise SendFailed(Outcome.TEMPORARY, str(later)) from later
    except Denied as denied:
        raise SendFailed(Outcome.PERMANENT, str(denied)) from denied


class _Writing:
    """One delivery to one desk."""

    def __init__(self, delivery: Delivery, supplier: str, desk: Desk, there: TicketDesk) -> None:
        self._delivery, self._supplier, self._desk, self._there = delivery, supplier, desk, there
        self._mark = f"[{delivery.subject.number}/{delivery.id}]"
        self._text = f"{delivery.payload['text'].rstrip()}\n\n{self._mark}"

    def write(self, about_to_leave: Callable[[], None]) -> str:
        """What the desk has of it afterwards: it is read back."""
        number = self._known()
        if not number:
            about_to_leave()
            number = self._there.open(self._new()).remote
        elif not self._stands(number):
            about_to_leave()
            self._there.comment(number, self._text)
            if not self._stands(number):
                raise SendFailed(Outcome.PERMANENT, f"{number}: the desk said yes, and changed nothing")
        return self._kept(number)

    def _known(self) -> str:
        """The subject's ticket, also one that was opened without our having its answer."""
        known = site_tickets.of(self._delivery.subject)
        if known and self._there.read(known.ticket):
            return known.ticket
        reference = reference_of(self._delivery.subject)
        found = [
            ticket for ticket in self._there.search(reference) if ticket.our_reference in ("", reference)
        ]
        return found[0].reference if found else ""

    def _stands(self, number: str) -> bool:
        """Whether our text is there already, as a comment. Written twice it does no harm, lost it would."""
        ticket = self._there.read(number)
        return ticket is not None and any(self._mark in remark.text for remark in ticket.remarks)

    def _new(self) -> NewTicket:
        subject, payload = self._delivery.subject, self._delivery.payload
        return NewTicket(
            reference=reference_of(subject),
            subject=payload["subject"],
            text=self._text,
            priority=self._desk.priorities.get(_PRIORITY, _PRIORITY.value),
            fields={
                "place": payload.get("place", ""),
                "contract": payload.get("contract", ""),
                "kind": "",
                "number": subject.number,
            },
        )

    def _kept(self, number: str) -> str:
        ticket = self._there.read(number)
        if ticket is None:
            raise SendFailed(Outcome.PERMANENT, f"{number}: the desk said yes, and has no such ticket")
        _keep(self._delivery.subject, self._supplier, number, ticket)
        return f"{number}: {ticket.state}"


def reference_of(subject: Subject) -> str:
    """What the desk keeps of ours: no other subject's reference contains it, as AUT-12 contains AUT-1."""
    return f"{subject.number}-{blake2b(subject.number.encode(), digest_size=4).hexdigest()}"


def look() -> int:
    """Read the tickets about which an answer is owed; how many have changed."""
    with locks.locked("site tickets") as mine:
        if not mine:
            return 0
        return sum(_look_at(known) for known in site_tickets.unread(clock.now() - timedelta(seconds=_READ_S)))


def _look_at(known: SiteTicket) -> bool:
    site_tickets.looked_at(
        known.subject, clock.now()
    )  # also where the desk is away: it is not asked every second
    desk = desk_of(company(), known.supplier)
    if desk is None or not _is_owed(known.subject):
        return False
    try:
        with desks.opened(desk, known.supplier, urgent=False) as there:
            ticket = there.read(known.ticket)
    except Unsent as unsent:
        log.warning("site_ticket.unread", ticket=known.ticket, reason=unsent.reason)
        return False
    if ticket is None:
        return False
    line = _changed(known, ticket, desk)
    if line:
        note_answer(known.subject, known.supplier, f"{known.ticket} : {line}"[:300])
    _keep(known.subject, known.supplier, known.ticket, ticket)
    return bool(line)


def _is_owed(subject: Subject) -> bool:
    """Whether the supplier owes an answer: the tickets of what is settled cost no calls."""
    if subject.kind is SubjectKind.AUTHORISATION:
        known = authorisations.load(subject.id)
        return known is not None and known.waiting
    planned = authorisations.planned(subject.id)
    return planned is not None and planned.asked_at is not None and not planned.over


def _changed(known: SiteTicket, ticket: Ticket, desk: Desk) -> str:
    """What they have done since it was read last; empty: nothing."""
    fresh = [
        remark.text
        for remark in ticket.remarks
        if remark.id not in known.remarks and not remark.internal and remark.author != desk.author
    ]
    states = [ticket.state] if ticket.state != known.state else []
    return " ; ".join(" ".join(text.split()) for text in (*states, *fresh))


def _keep(subject: Subject, supplier: str, number: str, ticket: Ticket) -> None:
    remarks = [remark.id for remark in ticket.remarks]
    site_tickets.keep(subject, supplier, number, ticket.state, remarks, clock.now())
