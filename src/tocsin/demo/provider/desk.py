"""Desk: the provider's tickets, what may become of them, and by whom. Reads no clock, sends nothing."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tocsin.demo.provider.values import (
    AT_WORK,
    CANCELLED,
    CLOSED,
    NEW,
    REOPENED,
    SOLVED,
    TAKEN,
    WAITING,
    Attachment,
    Comment,
    Ticket,
)  # fmt: skip

TEAM = ("N. Morvan", "S. Okafor", "C. Lebrun")
_ACKNOWLEDGED = "Votre demande est enregistrée et prise en charge par le centre de supervision."
# From a state to those that a client may ask for, and whether that needs a reason.
CLIENT: dict[str, dict[str, bool]] = {
    NEW: {CANCELLED: True},
    TAKEN: {CANCELLED: True},
    AT_WORK: {CANCELLED: True},
    WAITING: {TAKEN: False, CANCELLED: True},
    SOLVED: {CLOSED: False, REOPENED: True},
    REOPENED: {CANCELLED: True},
    CLOSED: {},
    CANCELLED: {},
}

# Gets what the desk answered on a ticket, for a client who wrote it by mail.
OnAnswer = Callable[[Ticket, str], None]


class NoWayError(Exception):
    """The client may not ask for this state, or must give a reason."""

    def __init__(self, ticket: Ticket, *, reason_missing: bool = False) -> None:
        self.ticket, self.reason_missing = ticket, reason_missing
        super().__init__(ticket.number)


class Desk:
    """``tickets`` by their number. What is asked of one that does not exist raises KeyError."""

    def __init__(self, acknowledge: timedelta, on_answer: OnAnswer = lambda ticket, text: None) -> None:
        self.tickets: dict[str, Ticket] = {}
        self._acknowledge, self._on_answer = acknowledge, on_answer

    def create(self, now: datetime, **fields: Any) -> Ticket:
        """A new ticket; its fields as ``Ticket`` has them."""
        number = f"T-{now.year}-{len(self.tickets) + 1:04d}"
        ticket = Ticket(number=number, created=now, updated=now, **fields)
        self.tickets[number] = ticket
        return ticket

    def found(self, wanted: Callable[[Ticket], bool]) -> list[Ticket]:
        """Those tickets, the one that changed last at the end."""
        found = [ticket for ticket in self.tickets.values() if wanted(ticket)]
        return sorted(found, key=lambda ticket: (ticket.updated, ticket.number))

    def pass_time(self, now: datetime) -> None:
        """Acknowledge the tickets that have waited long enough."""
        for ticket in list(self.tickets.values()):
            if ticket.state == NEW and now - ticket.created >= self._acknowledge:
                person = TEAM[len(ticket.number + ticket.subject) % len(TEAM)]
                self.tickets[ticket.number] = replace(ticket, assignee=person)
                self.put(ticket.number, TAKEN, now)
                self.answer(ticket.number, person, _ACKNOWLEDGED, now)

    def comment(self, number: str, text: str, author: str, now: datetime, *, reference: str = "") -> Comment:
        """A comment of the client; a ticket that waited for it is worked again."""
        comment = self._add(number, author, text, now, reference=reference)
        if self.tickets[number].state == WAITING:
            self.put(number, TAKEN, now)
        return comment

    def answer(self, number: str, author: str, text: str, now: datetime, *, internal: bool = False) -> None:
        """A comment of the desk: for the client, or an internal note."""
        self._add(number, author, text, now, internal=internal)
        if not internal:
            self._on_answer(self.tickets[number], text)

    def put(self, number: str, state: str, now: datetime) -> Ticket:
        """The desk puts a ticket into any state."""
        return self._changed(self.tickets[number], now, state=state)

    def ask(self, number: str, state: str, reason: str, now: datetime) -> Ticket:
        """The client asks for a state. Raises NoWayError."""
        ticket = self.tickets[number]
        ways = CLIENT[ticket.state]
        if state not in ways:
            raise NoWayError(ticket)
        if ways[state] and not reason:
            raise NoWayError(ticket, reason_missing=True)
        if reason:
            self._add(number, "client", reason, now)
        return self.put(number, state, now)

    def attach(self, number: str, name: str, media_type: str, content: bytes, now: datetime) -> Attachment:
        """A file is put on a ticket."""
        ticket = self.tickets[number]
        digest = hashlib.sha256(content).hexdigest()
        file = Attachment(
            id=len(ticket.attachments) + 1, name=name, media_type=media_type, content=content, sha256=digest
        )
        self._changed(ticket, now, attachments=(*ticket.attachments, file))
        return file

    def _add(self, number: str, author: str, text: str, now: datetime, **more: Any) -> Comment:
        ticket = self.tickets[number]
        comment = Comment(id=len(ticket.comments) + 1, author=author, text=text, at=now, **more)
        self._changed(ticket, now, comments=(*ticket.comments, comment))
        return comment

    def _changed(self, ticket: Ticket, now: datetime, **fields: Any) -> Ticket:
        after = replace(ticket, updated=now, version=ticket.version + 1, **fields)
        self.tickets[ticket.number] = after
        return after


def wire(ticket: Ticket) -> dict[str, Any]:
    """The ticket as the API gives it: without what the desk notes for itself."""
    return {
        "numero": ticket.number,
        "version": ticket.version,
        "objet": ticket.subject,
        "description": ticket.description,
        "gravite": ticket.severity,
        "ref_client": ticket.reference,
        "contrat": ticket.contract,
        "emplacement": ticket.place,
        "etat": ticket.state,
        "intervenant": ticket.assignee,
        "cree": ticket.created,
        "maj": ticket.updated,
        "commentaires": [comment_wire(comment) for comment in ticket.comments if not comment.internal],
        "pieces": [attachment_wire(file) for file in ticket.attachments],
        "transitions": ways_wire(ticket),
    }


def ways_wire(ticket: Ticket) -> list[dict[str, Any]]:
    """The transitions that a client may ask for."""
    return [{"vers": state, "motif": reason} for state, reason in CLIENT[ticket.state].items()]


def comment_wire(comment: Comment) -> dict[str, Any]:
    """A comment as the API gives it."""
    return {
        "id": comment.id,
        "auteur": comment.author,
        "texte": comment.text,
        "date": comment.at,
        "ref_message": comment.reference,
    }


def attachment_wire(file: Attachment) -> dict[str, Any]:
    """A file as the API gives it: what it is, without its content."""
    size = len(file.content)
    return {"id": file.id, "nom": file.name, "type": file.media_type, "taille": size, "sha256": file.sha256}
