"""Tickets: what becomes of a ticket that a supplier opens or changes at ours, or that we write into. Reads no row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from tocsin.core.exchange.ticket import Remark, RemoteFile, Ticket
from tocsin.core.kernel.errors import BadInput, Refused, fault
from tocsin.core.organisation.desks import Desk, TicketState, Transition
from tocsin.core.tmf.checking import MOST_ITEMS

Resource = dict[str, Any]

OURS = "tocsin"  # as which we write into such tickets
STATES: Mapping[str, TicketState] = {
    "acknowledged": TicketState.ACKNOWLEDGED,
    "inProgress": TicketState.IN_PROGRESS,
    "pending": TicketState.PENDING,
    "held": TicketState.HELD,
    "resolved": TicketState.RESOLVED,
    "closed": TicketState.CLOSED,
    "rejected": TicketState.REJECTED,
    "cancelled": TicketState.CANCELLED,
}
_OUR_MOVES = ("inProgress", "closed", "cancelled")  # reopen, confirm, give up: the rest is for them to say
HOSTED = Desk(
    channel="tmf",
    author=OURS,
    states=dict(STATES),
    transitions={STATES[word]: Transition(to=word) for word in _OUR_MOVES},
)
# The life cycle of TMF621: what is rejected or cancelled is over for good; what is closed may be reopened.
_FINAL = frozenset({"rejected", "cancelled"})
_ENDED = _FINAL | {"resolved", "closed"}
_GROWING = ("note", "attachment")
_KEPT_ASIDE = ("ours", "reported")  # our reference; whether it was a message too
KEPT_BY_US = frozenset(
    {"id", "href", "creationDate", "lastUpdate", "statusChangeDate", "statusChangeHistory"}
)


def opened(given: Mapping[str, Any], author: str, now: datetime) -> Resource:
    """A new ticket of a supplier's (``author``). It knows of it, so it is acknowledged unless they say otherwise."""
    ticket: Resource = {"creationDate": stamp(now), "lastUpdate": stamp(now)}
    ticket |= {name: value for name, value in given.items() if name not in (*KEPT_BY_US, *_GROWING)}
    for name in _GROWING:
        ticket[name] = _grown(name, (), given.get(name) or (), author, now)
    word = ticket.pop("status", "acknowledged")
    return _moved(ticket, word, now)


def opened_by_us(
    reference: str, subject: str, text: str, priority: str, place: str, now: datetime
) -> Resource:
    """A ticket of ours that the supplier is to see. It has no status until they give it one."""
    ticket: Resource = {
        "name": subject,
        "description": text,
        "severity": priority,
        "priority": priority,
        "ticketType": "incident",
        "ours": reference,
        "creationDate": stamp(now),
        "lastUpdate": stamp(now),
    }
    if place:
        ticket["relatedEntity"] = [{"role": "place", "entity": {"id": place, "@referredType": "Resource"}}]
    return ticket


def patched(before: Resource, patch: Mapping[str, Any], author: str, now: datetime) -> Resource:
    """The ticket after a merge patch (RFC 7396). What was said stays: notes and attachments only grow.

    Raises BadInput for what may not be changed, Refused for a status that its life cycle does not allow.
    """
    moves = patch.get("status", before.get("status")) != before.get("status")
    stays = {name: value for name, value in before.items() if not (moves and name == "statusChangeReason")}
    after = merged(stays, {name: value for name, value in patch.items() if name not in (*_GROWING, "status")})
    if known := after.get("externalIdentifier"):
        after["externalIdentifier"] = [their for their in known if their["id"] != before.get("ours")]
    for name in _GROWING:
        if name in patch:
            after[name] = _grown(name, before.get(name, ()), _said(name, patch[name]), author, now)
    if moves:
        after = _moved(after, patch["status"], now)
    return after if after == before else after | {"lastUpdate": stamp(now)}


def _said(name: str, given: Sequence[Any] | None) -> Sequence[Any]:
    if given is None:
        raise BadInput([fault("tmf.fault.kept", field=name)])
    return given


def merged(before: Mapping[str, Any], patch: Mapping[str, Any]) -> Resource:
    """A merge patch: null removes, objects are merged, all else is replaced."""
    after = dict(before)
    for name, value in patch.items():
        if value is None:
            after.pop(name, None)
        elif isinstance(value, dict):
            known = before.get(name)
            after[name] = merged(known if isinstance(known, dict) else {}, value)
        else:
            after[name] = value
    return after


def _moved(ticket: Resource, word: str, now: datetime) -> Resource:
    before = ticket.get("status")
    if word is None:
        raise BadInput([fault("tmf.fault.required", field="status")])
    if before in _FINAL:
        raise Refused("tmf.final", status=before)
    change = {"status": word, "statusChangeDate": stamp(now)}
    if reason := ticket.get("statusChangeReason"):
        change["statusChangeReason"] = reason
    history = [*ticket.get("statusChangeHistory", ()), change][-MOST_ITEMS:]
    ended = {"resolutionDate": stamp(now)} if word == "resolved" and not ticket.get("resolutionDate") else {}
    return {**ticket, "status": word, "statusChangeDate": stamp(now), "statusChangeHistory": history, **ended}


def _grown(
    name: str, known: Sequence[Resource], given: Sequence[Resource], author: str, now: datetime
) -> list[Resource]:
    """What was there, and what is new: an item without an id, or with one that we have not met."""
    grown = list(known)
    for item in given:
        item = item if name == "attachment" else {"author": author, **item}
        place = next((at for at, old in enumerate(grown) if _is_same(name, old, item)), None)
        if place is None:
            grown.append(_new(name, item, grown, now))
        elif name == "note" and item.get("text", "") != grown[place].get("text", ""):
            grown[place] = _edited(grown[place], item)
    if len(grown) > MOST_ITEMS:
        raise BadInput([fault("tmf.fault.many", field=name, most=MOST_ITEMS)])
    return grown


def _is_same(name: str, known: Resource, given: Resource) -> bool:
    if given.get("id"):
        return bool(given["id"] == known["id"])
    if name == "attachment":
        return (
            bool(given.get("digest"))
            and given["digest"] == known.get("digest")
            and given.get("name") == known.get("name")
        )
    return bool(given.get("date")) and all(
        given.get(part) == known.get(part) for part in ("date", "text", "author")
    )


def _new(name: str, item: Resource, known: Sequence[Resource], now: datetime) -> Resource:
    taken = {old["id"] for old in known}
    free = next(number for number in map(str, count(len(known) + 1)) if number not in taken)
    fresh = {part: value for part, value in item.items() if part != "ours"} | {"id": item.get("id") or free}
    return fresh if name == "attachment" else {"date": stamp(now), **fresh}


def _edited(known: Resource, given: Resource) -> Resource:
    if known.get("ours"):
        raise BadInput([fault("tmf.fault.kept", field="note")])
    return {**known, "text": given.get("text", "")}


def with_note(ticket: Resource, text: str, author: str, now: datetime) -> tuple[Resource, str]:
    """The ticket with a note of ours (``author``: as they read it), and the note's id."""
    return _with_ours(ticket, "note", {"text": text, "author": author}, now)


def with_file(ticket: Resource, file: Resource, now: datetime) -> tuple[Resource, str]:
    """The ticket with a file of ours, and the file's id."""
    return _with_ours(ticket, "attachment", file, now)


def _with_ours(ticket: Resource, name: str, item: Resource, now: datetime) -> tuple[Resource, str]:
    known = ticket.get(name, ())
    fresh = _new(name, item, known, now) | {"ours": True}
    return {**ticket, name: [*known, fresh], "lastUpdate": stamp(now)}, fresh["id"]


def moved_by_us(ticket: Resource, word: str, reason: str, now: datetime) -> Resource:
    """The ticket in a state that we gave it."""
    return _moved({**ticket, "statusChangeReason": reason}, word, now) | {"lastUpdate": stamp(now)}


def as_read(ticket: Resource, reference: str, version: int, supplier: str) -> Ticket:
    """The ticket as the exchange reads every desk's. ``supplier``: who writes, where nobody is named."""
    return Ticket(
        reference=reference,
        state=ticket.get("status", ""),
        updated=str(version),
        our_reference=ticket.get("ours", ""),
        created=ticket["creationDate"],
        remarks=tuple(_remark(note, supplier) for note in ticket.get("note", ())),
        files=tuple(_file(file, supplier) for file in ticket.get("attachment", ())),
        allowed=tuple(word for word in STATES if ticket.get("status") not in _FINAL),
    )


def _remark(note: Resource, supplier: str) -> Remark:
    """Who wrote it is known by us, not by what they call themselves."""
    name = note.get("author") or supplier
    author = OURS if note.get("ours") else (f"{name} (TMF621)" if name == OURS else name)
    return Remark(id=note["id"], author=author, text=note.get("text", ""), at=note.get("date", ""))


def _file(file: Resource, supplier: str) -> RemoteFile:
    return RemoteFile(
        id=file["id"],
        name=file.get("name") or file.get("url") or file["id"],
        size=file.get("bytes", 0),
        author=OURS if file.get("ours") else supplier,
        media_type=file.get("mimeType", ""),
    )


def shown(ticket: Resource, company: str, address: str) -> Resource:
    """The ticket as they may see it, at its address: what is for us alone is not in it."""
    whole = {name: value for name, value in ticket.items() if name not in (*_KEPT_ASIDE, *_GROWING)}
    for name in _GROWING:
        whole[name] = [_shown(item, company, address) for item in ticket.get(name, ())]
    if reference := ticket.get("ours"):
        ours = {"id": reference, "owner": company, "externalIdentifierType": "incident"}
        theirs = [known for known in ticket.get("externalIdentifier", ()) if known["id"] != reference]
        whole["externalIdentifier"] = [*theirs, ours]
    return whole


def _shown(item: Resource, company: str, address: str) -> Resource:
    seen = {name: value for name, value in item.items() if name not in ("ours", "digest", "bytes")}
    if item.get("ours") and "text" in item:
        seen["author"] = company
    if item.get("digest"):
        where = f"{address}/attachment/{item['id']}"
        seen |= {"url": where, "size": {"amount": item["bytes"], "units": "byte"}}
    return seen


def changes(before: Resource | None, after: Resource) -> list[str]:
    """The events of TMF621 that a change is."""
    if before is None:
        return ["TroubleTicketCreateEvent"]
    events = []
    if before.get("status") != after.get("status"):
        events.append("TroubleTicketStatusChangeEvent")
        more = {"resolved": "TroubleTicketResolvedEvent", "pending": "TroubleTicketInformationRequiredEvent"}
        events += [more[after["status"]]] if after["status"] in more else []
    if _rest(before) != _rest(after):
        events.append("TroubleTicketAttributeValueChangeEvent")
    return events


def _rest(ticket: Resource) -> Resource:
    moved = (
        "status",
        "statusChangeDate",
        "statusChangeReason",
        "statusChangeHistory",
        "resolutionDate",
        "lastUpdate",
    )
    return {name: value for name, value in ticket.items() if name not in moved}


def is_over(ticket: Mapping[str, Any]) -> bool:
    """Whether what the ticket is about is over, or given up."""
    return ticket.get("status") in _ENDED


def external_of(ticket: Mapping[str, Any]) -> str:
    """Their own number of it: the first of its external identifiers; empty: none."""
    known = ticket.get("externalIdentifier") or ()
    return str(known[0]["id"]) if known else ""


def stamp(instant: datetime) -> str:
    """An instant as TMF writes it."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
