"""Reading: what a ticket says now against what we know of it: echoes, answers, states, proofs of what we sent."""

from datetime import UTC, datetime
from typing import assert_never

from msgspec.structs import replace

from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import (
    ENDED,
    MOST_FILE,
    UNKNOWN_TYPE,
    Entry,
    File,
    Health,
    Kind,
    Sending,
    Way,
    digest_of,
    mark_of,
)
from tocsin.core.exchange.judging import Judging
from tocsin.core.exchange.sending import refuse
from tocsin.core.exchange.ticket import Remark, RemoteFile, Ticket
from tocsin.core.incident.values import Holder
from tocsin.core.organisation.desks import TicketState

_BALL = {
    TicketState.ACKNOWLEDGED: Holder.SUPPLIER,
    TicketState.IN_PROGRESS: Holder.SUPPLIER,
    TicketState.HELD: Holder.SUPPLIER,
    TicketState.PENDING: Holder.US,
    TicketState.REJECTED: Holder.US,
    TicketState.CANCELLED: Holder.US,
}
_NOTIFIED = (TicketState.PENDING, TicketState.REJECTED, TicketState.CANCELLED)
_UNPROVEN = (Sending.TAKEN, Sending.UNKNOWN, Sending.LEAVING)


def on(judging: Judging, seen: h.Seen) -> None:
    """Judge what was read there."""
    match seen:
        case h.Read(ticket=ticket):
            read(judging, ticket)
        case h.NotThere(reason=reason):
            _not_there(judging, reason)
        case h.Fetched(number=number, file=file):
            _fetched(judging, number, file)
        case h.NotFetched(number=number, reason=reason):
            _not_fetched(judging, number, reason)
        case _:
            assert_never(seen)


def read(judging: Judging, ticket: Ticket) -> None:
    """Everything that the ticket says. Read twice, it says nothing new; what is older than what we know, nothing at all."""
    if _is_another(judging, ticket) or is_older(ticket.updated, judging.bond.updated):
        return
    judging.change(
        read_at=judging.now,
        updated=ticket.updated,
        updated_at=judging.bond.updated_at if ticket.updated == judging.bond.updated else judging.now,
        failures=0,
        cut_since=None,
        page=ticket.page or judging.bond.page,
        allowed=ticket.allowed,
    )
    judging.well(Health.CUT, Health.GONE)
    if _has_moved(judging, ticket):
        return
    prove_opening(judging)
    _remarks(judging, ticket)
    _files(judging, ticket)
    _state(judging, ticket)
    if not any(entry.sending in _UNPROVEN for entry in judging.bond.entries):
        judging.well(Health.UNKNOWN)


def _not_there(judging: Judging, reason: str) -> None:
    """Deleted, or no longer ours to see: nothing more can be sent, and people decide."""
    judging.ail(Health.GONE, "exchange.gone", reason=reason, holder=Holder.US)


def is_older(mark: str, known: str) -> bool:
    """Whether a mark of age is older than the one we know: numbers by size, instants by time, anything else is not."""
    if not mark or not known:
        return False
    if mark.isdecimal() and known.isdecimal():
        return int(mark) < int(known)
    first, second = _instant(mark), _instant(known)
    return first is not None and second is not None and first < second


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_another(judging: Judging, ticket: Ticket) -> bool:
    """Their number names another ticket now: nothing of it is ours to read."""
    bond = judging.bond
    if bond.former or ticket.our_reference in ("", bond.reference):
        return False
    judging.ail(Health.REUSED, "exchange.reused", other=ticket.our_reference, holder=Holder.US)
    return True


def _has_moved(judging: Judging, ticket: Ticket) -> bool:
    """It was merged, or moved to another queue: the exchange goes on under the new number, which is read next."""
    bond = judging.bond
    target = ticket.moved_to or ticket.reference
    if target == bond.their_reference or target in bond.former:
        return False
    before = bond.their_reference
    judging.change(their_reference=target, former=(*bond.former, before), updated="", read_at=None)
    judging.ail(Health.MOVED, "exchange.moved", before=before, reported=True)
    return bool(ticket.moved_to)


def prove_opening(judging: Judging) -> None:
    """The ticket is there: what opened it has arrived."""
    opening = judging.bond.opening
    if opening and opening.sending in _UNPROVEN:
        _prove(judging, opening, opening.remote)


def _prove(judging: Judging, entry: Entry, remote: str) -> None:
    judging.put(
        replace(
            entry,
            sending=Sending.CONFIRMED,
            sent_at=entry.sent_at or judging.now,
            confirmed_at=judging.now,
            remote=remote or entry.remote,
            error="",
        )
    )


def _remarks(judging: Judging, ticket: Ticket) -> None:
    """Ours are proven, by author and mark; theirs come in once; what is internal to them is not read at all."""
    for remark in ticket.remarks:
        if remark.internal:
            continue
        if entry := _echo(judging, remark):
            if entry.kind is Kind.COMMENT and entry.sending in _UNPROVEN:
                _prove(judging, entry, remark.id)
        elif not _is_known(judging, remark):
            _receive(judging, remark)
    _unproven(judging, Kind.COMMENT)


def _echo(judging: Judging, remark: Remark) -> Entry | None:
    """Our own entry that comes back: written by our account, and marked as ours or of the very same text. Never by time."""
    if judging.desk is None or remark.author != judging.desk.author:
        return None
    digest = digest_of(remark.text)
    for entry in judging.bond.entries:
        if entry.way is not Way.OUT or entry.sending is None:
            continue
        same_text = bool(entry.text) and digest == digest_of(entry.text)
        if mark_of(judging.bond, entry) in remark.text or (same_text and entry.remote in ("", remark.id)):
            return entry
    return None


def _is_known(judging: Judging, remark: Remark) -> bool:
    digest = digest_of(remark.text)
    return any(
        entry.remote == remark.id and entry.digest == digest
        for entry in judging.bond.entries
        if entry.way is Way.IN
    )


def _receive(judging: Judging, remark: Remark) -> None:
    edited = any(entry.remote == remark.id and entry.way is Way.IN for entry in judging.bond.entries)
    judging.add(
        Way.IN,
        Kind.COMMENT,
        remark.author,
        at=_instant(remark.at) or judging.now,
        text=remark.text,
        remote=remark.id,
        digest=digest_of(remark.text),
    )
    judging.acknowledge()
    code = "exchange.answered.edited" if edited else "exchange.answered"
    judging.report(code, notify=not edited, author=remark.author, text=_short(remark.text))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 200 else f"{plain[:199]}…"


def _unproven(judging: Judging, kind: Kind) -> None:
    """What is not there: in doubt, it was not taken and goes again; said to be taken, it was thrown away."""
    for entry in judging.bond.entries:
        if entry.kind is not kind or entry.sending not in _UNPROVEN:
            continue
        if entry.sending is Sending.TAKEN:
            refuse(judging, entry, "accepted, and not there when it was read back")
        else:
            judging.put(replace(entry, sending=Sending.WAITING))


def _files(judging: Judging, ticket: Ticket) -> None:
    for file in ticket.files:
        sent = _sent_file(judging, file)
        if sent is None:
            _receive_file(judging, file)
        elif sent.sending in _UNPROVEN and sent.file and file.size not in (0, sent.file.size):
            refuse(judging, sent, f"{file.size} of {sent.file.size} bytes arrived")
        elif sent.sending in _UNPROVEN:
            _prove(judging, sent, file.id)
    _unproven(judging, Kind.ATTACHMENT)


def _sent_file(judging: Judging, file: RemoteFile) -> Entry | None:
    """Our own file that comes back: by author and id, or the first of this name that no other of their files has proven."""
    if judging.desk is None or file.author not in ("", judging.desk.author):
        return None
    sent = [entry for entry in judging.bond.entries if entry.way is Way.OUT and entry.file]
    if known := next((entry for entry in sent if file.id and entry.remote == file.id), None):
        return known
    alike = (entry for entry in sent if entry.file and entry.file.name == file.name)
    return next((entry for entry in alike if entry.sending is not Sending.CONFIRMED), None)


def _receive_file(judging: Judging, file: RemoteFile) -> None:
    if any(entry.way is Way.IN and entry.file and entry.remote == file.id for entry in judging.bond.entries):
        return
    there = File(name=file.name, size=file.size, media_type=file.media_type or UNKNOWN_TYPE)
    large = f"larger than {MOST_FILE // 2**20} MiB" if file.size > MOST_FILE else ""
    judging.add(Way.IN, Kind.ATTACHMENT, file.author, file=there, remote=file.id, error=large)
    judging.acknowledge()
    judging.report("exchange.file", author=file.author, name=file.name)


def _fetched(judging: Judging, number: int, file: File) -> None:
    """The content of their file is here."""
    entry = judging.bond.entry(number)
    if entry and entry.way is Way.IN and entry.file:
        judging.put(replace(entry, file=file, error=""))


def _not_fetched(judging: Judging, number: int, reason: str) -> None:
    """It stays at theirs; the page says why, and who needs it looks there."""
    entry = judging.bond.entry(number)
    if entry and entry.way is Way.IN and entry.file and not entry.file.digest:
        judging.put(replace(entry, error=reason))


def _state(judging: Judging, ticket: Ticket) -> None:
    bond, state = judging.bond, judging.state_of(ticket.state)
    asked = _prove_move(judging, ticket, state)
    if ticket.state == bond.theirs:
        return
    judging.change(theirs=ticket.state)
    if state is None:
        judging.ail(Health.STRANGE_WORD, "exchange.strange_word", word=ticket.state)
        return
    judging.well(Health.STRANGE_WORD)
    if state is bond.state:
        return
    judging.change(state=state, ended_at=judging.now if state in ENDED else None)
    if state is not TicketState.NEW and not (asked or _is_automatic(judging, ticket, state)):
        _changed(judging, ticket.state, state)


def _is_automatic(judging: Judging, ticket: Ticket, state: TicketState) -> bool:
    """A desk that opens a ticket because we wrote under it: nobody there has seen it. What ends a ticket counts always."""
    automata = judging.desk.automata if judging.desk else ()
    return ticket.state_by in automata and state in (TicketState.ACKNOWLEDGED, TicketState.IN_PROGRESS)


def _prove_move(judging: Judging, ticket: Ticket, state: TicketState | None) -> bool:
    """Whether this state is what we asked for. A desk that answered «yes» and changed nothing has refused."""
    asked = False
    for entry in judging.bond.entries:
        if entry.kind is not Kind.MOVE or entry.sending not in _UNPROVEN or entry.to is None:
            continue
        transition = judging.desk.transitions.get(entry.to) if judging.desk else None
        if state is entry.to or (transition and transition.to.casefold() == ticket.state.casefold()):
            _prove(judging, entry, "")
            asked = True
        elif entry.sending is Sending.TAKEN:
            refuse(judging, entry, f"accepted, and still {ticket.state} when it was read back")
        else:
            judging.put(replace(entry, sending=Sending.WAITING))
    return asked


def _changed(judging: Judging, word: str, state: TicketState) -> None:
    """They brought the ticket into another state: whose turn it is follows from that."""
    judging.acknowledge()
    judging.add(Way.IN, Kind.MOVE, judging.bond.supplier, text=word, to=state)
    if state not in ENDED:
        judging.well(Health.CONTESTED)
    holder = _BALL.get(state)
    still = state in (TicketState.RESOLVED, TicketState.CLOSED) and judging.trouble.hurts
    code = "exchange.state.still" if still else f"exchange.state.{state.value}"
    facts = {"holder": holder} if holder else {}
    judging.report(code, word=word, notify=state in _NOTIFIED or still, **facts)
