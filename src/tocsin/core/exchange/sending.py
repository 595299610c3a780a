"""Sending: what became of an entry that left, or did not: taken, in doubt, refused; and what is to be done next."""

from typing import assert_never

from msgspec.structs import replace

from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Bond, Entry, Health, Kind, Sending
from tocsin.core.exchange.judging import SETTLE_S, Judging
from tocsin.core.exchange.ticket import Taken, Ticket
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.value import Value


class Step(Value):
    """What a worker is to do for a bond now. ``send``: this entry; ``search``: for our reference; ``read``: the ticket;
    ``fetch``: the file of this entry."""

    send: Entry | None = None
    fetch: Entry | None = None
    search: bool = False
    read: bool = False


def next_step(bond: Bond) -> Step:
    """What is to be done now, one call at a time. A create is preceded by a search whenever it was tried before."""
    head = bond.head
    if (head is None or bond.blocked) and bond.fetches:
        return Step(fetch=bond.unfetched)
    if head is None or bond.blocked:
        return Step(read=bool(bond.their_reference) and bond.channel == "api")
    match head.sending:
        case Sending.WAITING if head.kind is Kind.OPEN and head.attempts and bond.channel == "api":
            return Step(search=True)
        case Sending.WAITING:
            return Step(send=head)
        case _ if head.kind is Kind.OPEN and not bond.their_reference:
            return Step(search=True)
        case _:
            return Step(read=True)


def on(judging: Judging, sent: h.Sent) -> None:
    """Judge what became of what we send."""
    match sent:
        case h.Left():
            _leave(judging, sent)
        case h.Accepted():
            _accept(judging, sent)
        case h.NotSent():
            _not_sent(judging, sent)
        case h.Doubted():
            _doubt(judging, sent)
        case h.Denied():
            _deny(judging, sent)
        case h.Searched():
            _search(judging, sent)
        case h.Rerouted():
            _reroute(judging, sent)
        case _:
            assert_never(sent)


def _leave(judging: Judging, left: h.Left) -> None:
    """It is about to leave: from now on nobody may send it again unread."""
    entry = judging.bond.entry(left.number)
    if entry and entry.sending is Sending.WAITING:
        judging.put(
            replace(
                entry,
                sending=Sending.LEAVING,
                attempts=entry.attempts + 1,
                remote=left.remote or entry.remote,
                channel=judging.bond.channel,
            )
        )


def _accept(judging: Judging, accepted: h.Accepted) -> None:
    """The desk took it. That is not yet a proof: it is read back."""
    entry = judging.bond.entry(accepted.number)
    if entry is None or entry.sending in (Sending.CONFIRMED, Sending.DROPPED):
        return
    taken = accepted.taken
    judging.put(
        replace(
            entry,
            sending=Sending.TAKEN,
            sent_at=entry.sent_at or judging.now,
            remote=taken.remote or entry.remote,
            proof=taken.said,
            error="",
        )
    )
    judging.change(failures=0, cut_since=None)
    judging.well(Health.CUT, Health.UNKNOWN, Health.REFUSED)
    if entry.kind is Kind.OPEN:
        _opened(judging, taken.remote if judging.bond.channel == "api" else "")


def _opened(judging: Judging, reference: str) -> None:
    judging.change(their_reference=reference or judging.bond.their_reference)
    code = "exchange.opened.api" if judging.bond.channel == "api" else "exchange.opened.mail"
    judging.report(code, reported=True, holder=Holder.SUPPLIER)


def _not_sent(judging: Judging, failed: h.NotSent) -> None:
    """It surely stayed here: it waits, before all that was asked later."""
    entry = judging.bond.entry(failed.number)
    if entry:
        attempts = max(entry.attempts - 1, 0) if entry.sending is Sending.LEAVING else entry.attempts
        judging.put(replace(entry, sending=Sending.WAITING, attempts=attempts, error=failed.reason))
    _away(judging, failed.reason, failed.wait_s, away=failed.away)


def not_read(judging: Judging, failed: h.NotRead) -> None:
    """The desk could not be asked: what we know stays what it is."""
    _away(judging, failed.reason, failed.wait_s, away=failed.away)


def _away(judging: Judging, reason: str, wait_s: float, *, away: bool) -> None:
    judging.wait(max(wait_s, judging.back_off() if away else 1.0))
    if not away:
        return
    judging.change(cut_since=judging.bond.cut_since or judging.now)
    if judging.bond.health in (Health.FINE, Health.CUT) and judging.bond.failures > 1:
        judging.ail(Health.CUT, "exchange.cut", reason=reason, notify=False)


def _doubt(judging: Judging, doubted: h.Doubted) -> None:
    """The answer did not come: not failed, unknown. The desk is read before anything is sent again."""
    entry = judging.bond.entry(doubted.number)
    if entry and entry.sending is Sending.LEAVING:
        judging.put(replace(entry, sending=Sending.UNKNOWN, error=doubted.reason))
        judging.ail(Health.UNKNOWN, "exchange.unknown", notify=False, reason=doubted.reason)
    if judging.bond.channel == "api":
        judging.wait(SETTLE_S)


def _deny(judging: Judging, denied: h.Denied) -> None:
    """The desk refused it: a person decides, and sees what the desk would take."""
    entry = judging.bond.entry(denied.number)
    if entry:
        refuse(judging, entry, denied.reason)


def refuse(judging: Judging, entry: Entry, reason: str) -> None:
    """It is refused. Only a refused ticket keeps back what comes after it."""
    judging.put(replace(entry, sending=Sending.REFUSED, error=reason))
    allowed = ", ".join(judging.bond.allowed or _declared(judging))
    code = "exchange.refused.move" if entry.kind is Kind.MOVE and allowed else "exchange.refused"
    judging.change(failures=0, health=Health.FINE)
    judging.ail(Health.REFUSED, code, reason=reason, holder=Holder.US, allowed=allowed)


def _declared(judging: Judging) -> list[str]:
    return [transition.to for transition in judging.desk.transitions.values()] if judging.desk else []


def _search(judging: Judging, searched: h.Searched) -> None:
    """What the desk has under our reference is the ticket whose answer never reached us; nothing there: it is opened now."""
    opening = judging.bond.opening
    if opening is None or judging.bond.their_reference:
        return
    ours = [ticket for ticket in searched.tickets if _is_ours(judging.bond, ticket)]
    if not ours:
        judging.put(replace(opening, sending=Sending.WAITING, attempts=0))
        return
    first, *others = sorted(
        ours, key=lambda ticket: (ticket.created, len(ticket.reference), ticket.reference)
    )
    _accept(judging, h.Accepted(number=opening.number, taken=_taken(first)))
    if others:
        doubles = ", ".join(ticket.reference for ticket in others)
        judging.report("exchange.doubled", notify=True, doubles=doubles)


def _taken(ticket: Ticket) -> Taken:
    return Taken(remote=ticket.reference, said=f"found under {ticket.our_reference or 'our reference'}")


def _is_ours(bond: Bond, ticket: Ticket) -> bool:
    """A desk that searches for parts of words finds INC-4 in INC-42."""
    return ticket.our_reference in ("", bond.reference)


def _reroute(judging: Judging, rerouted: h.Rerouted) -> None:
    """Only what has surely not left may go another way: a ticket in doubt must not be opened twice."""
    opening = judging.bond.opening
    if opening and opening.sending is Sending.WAITING and not judging.bond.their_reference:
        judging.report(f"exchange.rerouted.{rerouted.channel}", reason=rerouted.reason, notify=True)
        judging.change(channel=rerouted.channel, failures=0, health=Health.FINE, why=None)
