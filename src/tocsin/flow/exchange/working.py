"""Working: the exchanges that are due, one call at a time each. A worker that stops in a call leaves a doubt, no double."""

import structlog
from msgspec.structs import replace

from tocsin.connectors.kit.desk import Denied, Doubtful, Sent, TicketDesk, Unsent
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import MOST_FILE, Bond, Entry, File, Kind, Sending, mark_of
from tocsin.core.exchange.decide import goes_by_mail
from tocsin.core.exchange.sending import Step, next_step
from tocsin.core.exchange.ticket import NewTicket, RemoteFile, Taken
from tocsin.core.incident.values import TOCSIN
from tocsin.core.organisation.desks import Desk
from tocsin.flow import clock
from tocsin.flow.exchange import desks, mailing, polling, writing
from tocsin.flow.exchange.bonds import desk_of, judge
from tocsin.flow.organisation import company
from tocsin.store import bonds, locks

log = structlog.get_logger()


def work_due() -> int:
    """Work the exchanges whose time has come, or whose incident has changed; how many."""
    return sum(work_of(supplier) for supplier in due_now())


def due_now() -> set[str]:
    """See what mails and incidents make of exchanges; then the suppliers (keys) with whom something is to be done."""
    mailing.settle()
    for number in bonds.stirred():
        judge(number, h.Looked())
    return {*polling.due(), *bonds.due_suppliers(clock.now())}


def work_of(supplier: str) -> int:
    """Work the exchanges with this supplier (key); how many."""
    if supplier in polling.due():
        polling.poll(supplier)
    return sum(_work_alone(number) for number in bonds.due(supplier, clock.now()))


def _work_alone(number: int) -> bool:
    """The lock lasts as long as the call, and dies with the worker: the next one finds what it left in the middle."""
    with locks.locked(f"bond {number}") as mine:
        bond = bonds.load(number) if mine else None
        if bond is None or bond.next_at is None or bond.next_at > clock.now():
            return False
        work(bond)
        return True


def work(bond: Bond) -> Bond:
    """Do the next thing that is to be done for a bond; the lock on it is held."""
    head = bond.head
    if head and head.sending is Sending.LEAVING:
        if bond.channel == "mail":
            return judge(bond.id, h.Looked())  # its delivery knows what has become of it
        return judge(bond.id, h.Doubted(number=head.number, reason="the sender died"))
    step = next_step(bond)
    if bond.channel == "mail" and step.send:
        return mailing.send(bond, step.send)
    desk = desk_of(company(), bond.supplier, hosted=bond.hosted)
    if desk is None or bond.channel != "api" or not (step.send or step.fetch or step.search or step.read):
        return judge(bond.id, h.Looked())
    return _give_way(_ask(bond, step, desk), desk)


def _ask(bond: Bond, step: Step, desk: Desk) -> Bond:
    urgent = step.send is not None and step.send.author != TOCSIN
    try:
        with desks.opened(desk, bond.supplier, urgent=urgent) as there:
            return _send(bond, step.send, desk, there) if step.send else _read(bond, step, there)
    except Unsent as unsent:
        return judge(bond.id, _not_done(step, unsent))


def _not_done(step: Step, unsent: Unsent) -> h.Happening:
    if step.send:
        return h.NotSent(
            number=step.send.number, reason=unsent.reason, wait_s=unsent.wait_s, away=unsent.away
        )
    return h.NotRead(reason=unsent.reason, wait_s=unsent.wait_s, away=unsent.away)


def _fetch(bond: Bond, entry: Entry, there: TicketDesk) -> Bond:
    """A file of theirs, kept under the digest of its content."""
    file = entry.file or File(name="", size=0)
    try:
        content = there.fetch(bond.their_reference, RemoteFile(id=entry.remote, name=file.name))
    except Denied as denied:
        return judge(bond.id, h.NotFetched(number=entry.number, reason=str(denied)))
    if len(content) > MOST_FILE:
        return judge(bond.id, h.NotFetched(number=entry.number, reason=f"{len(content)} bytes"))
    kept = replace(file, size=len(content), digest=bonds.keep_file(content))
    return judge(bond.id, h.Fetched(number=entry.number, file=kept))


def _read(bond: Bond, step: Step, there: TicketDesk) -> Bond:
    if step.fetch:
        return _fetch(bond, step.fetch, there)
    if step.search:
        return judge(bond.id, h.Searched(tickets=there.search(bond.reference)))
    ticket = there.read(bond.their_reference)
    return judge(bond.id, h.Read(ticket=ticket) if ticket else h.NotThere(reason="404"))


def _send(bond: Bond, entry: Entry, desk: Desk, there: TicketDesk) -> Bond:
    """What is about to leave is committed first."""
    new = writing.new_ticket(bond, entry) if entry.kind is Kind.OPEN else None
    judge(bond.id, h.Left(number=entry.number))
    try:
        taken = _write(bond, entry, desk, there, new)
    except Doubtful as doubt:
        log.warning("exchange.doubt", bond=bond.id, entry=entry.number, reason=str(doubt))
        return judge(bond.id, h.Doubted(number=entry.number, reason=str(doubt)))
    except Denied as denied:
        log.warning("exchange.denied", bond=bond.id, entry=entry.number, reason=str(denied))
        return judge(bond.id, h.Denied(number=entry.number, reason=str(denied)))
    log.info("exchange.sent", bond=bond.id, entry=entry.number, kind=entry.kind.value)
    return judge(bond.id, h.Accepted(number=entry.number, taken=taken))


def _write(bond: Bond, entry: Entry, desk: Desk, there: TicketDesk, new: NewTicket | None) -> Taken:
    marked = f"{entry.text}\n\n{mark_of(bond, entry)}"
    if new is not None:
        return there.open(new)
    if entry.kind is Kind.MOVE and entry.to:
        transition = desk.transitions.get(entry.to)
        if transition is None:
            raise Denied(f"no transition to {entry.to.value} is declared any more")
        return there.transition(bond.their_reference, transition.to, transition.fields, marked)
    if entry.kind is Kind.ATTACHMENT and entry.file:
        content = bonds.file(entry.file.digest) or b""
        return there.attach(bond.their_reference, Sent(entry.file.name, entry.file.media_type, content))
    return there.comment(bond.their_reference, marked)


def _give_way(bond: Bond, desk: Desk) -> Bond:
    """A ticket whose API has been away for long goes by mail, where they have an address for it."""
    head = bond.head
    if head is None or not mailing.address_of(bond.supplier) or not goes_by_mail(bond, desk, clock.now()):
        return bond
    return judge(bond.id, h.Rerouted(channel="mail", reason=head.error))
