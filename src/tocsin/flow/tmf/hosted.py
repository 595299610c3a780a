"""Hosted: a supplier's tickets that lie with us, as the desk that every exchange speaks to. Its counterpart is a row."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from tocsin.connectors.kit.desk import Changes, Denied, Sent, Unsent
from tocsin.core.exchange.ticket import NewTicket, RemoteFile, Taken, Ticket
from tocsin.core.kernel.errors import TocsinError
from tocsin.core.tmf import tickets
from tocsin.core.tmf.tickets import Resource
from tocsin.flow import clock
from tocsin.flow.organisation import company
from tocsin.flow.tmf import events
from tocsin.flow.tmf.callers import calling
from tocsin.store import bonds
from tocsin.store import tmf as rows

_AGAIN_S = 60.0


class HostedDesk:
    """The tickets of one supplier (key). What is written here goes to their listeners, and is shown when they ask."""

    def __init__(self, supplier: str) -> None:
        self._supplier = supplier

    def open(self, ticket: NewTicket) -> Taken:
        """A ticket of ours that they are to see."""
        source = calling(self._supplier)
        if source is None:
            raise Unsent(f"no source by which {self._supplier} calls is declared", _AGAIN_S)
        place = ticket.fields.get("place", "")
        opened = tickets.opened_by_us(
            ticket.reference, ticket.subject, ticket.text, ticket.priority, place, clock.now()
        )
        with transaction.atomic():
            row = rows.add(
                self._supplier, source.key, rows.TICKET, opened, clock.now(), name=rows.new_name("TT")
            )
            events.publish(row, tickets.changes(None, opened))
        return Taken(remote=row.name, said="stands in their list of tickets")

    def comment(self, ticket: str, text: str) -> Taken:
        """A note of ours."""
        author = company().organisation.settings.name
        return self._write(ticket, lambda known: tickets.with_note(known, text, author, clock.now()))

    def transition(self, ticket: str, to: str, fields: dict[str, str], text: str) -> Taken:
        """Another status, for this reason."""
        return self._write(ticket, lambda known: (tickets.moved_by_us(known, to, text, clock.now()), ""))

    def attach(self, ticket: str, file: Sent) -> Taken:
        """A file of ours."""
        there = {
            "name": file.name,
            "mimeType": file.media_type,
            "attachmentType": "file",
            "digest": bonds.keep_file(file.content),
            "bytes": len(file.content),
        }
        return self._write(ticket, lambda known: tickets.with_file(known, there, clock.now()))

    def fetch(self, ticket: str, file: RemoteFile) -> bytes:
        """The content of a file of theirs; what they only linked to is not fetched."""
        row = self._row(ticket)
        files = row.value.get("attachment", ()) if row else ()
        found: Resource = next((known for known in files if known["id"] == file.id), {})
        content = bonds.file(found["digest"]) if found.get("digest") else None
        if content is None:
            raise Denied(f"only its address was given: {found.get('url', '-')}")
        return content

    def read(self, ticket: str) -> Ticket | None:
        """The ticket as it is now."""
        row = self._row(ticket)
        return read_of(row) if row else None

    def search(self, reference: str) -> tuple[Ticket, ...]:
        """The tickets that we opened under this reference."""
        found = rows.bearing(self._supplier, reference)
        return tuple(read_of(row) for row in found)

    def changed(self, since: Any) -> Changes:
        """Nothing to look for: what they change is judged at once."""
        return Changes((), since)

    def _row(self, ticket: str, *, locked: bool = False) -> rows.Row | None:
        known = rows.load(self._supplier, rows.TICKET, ticket, locked=locked)
        return known or rows.known_as(self._supplier, rows.TICKET, ticket)

    def _write(self, ticket: str, change: Callable[[Resource], tuple[Resource, str]]) -> Taken:
        with transaction.atomic():
            row = self._row(ticket, locked=True)
            if row is None:
                raise Denied("there is no such ticket")
            try:
                after, remote = change(row.value)
            except TocsinError as refused:
                raise Denied(refused.sentence("en")) from refused
            changed = rows.change(row, after, clock.now())
            events.publish(changed, tickets.changes(row.value, after))
        return Taken(remote=remote, said="stands in the ticket")


def reference_of(row: rows.Row) -> str:
    """By which number the ticket goes: their own, if it came with one."""
    return row.external or row.name


def read_of(row: rows.Row) -> Ticket:
    """A row as exchanges read tickets."""
    supplier = company().organisation.suppliers.get(row.supplier)
    return tickets.as_read(
        row.value, reference_of(row), row.version, supplier.name if supplier else row.supplier
    )
