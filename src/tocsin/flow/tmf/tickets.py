"""Tickets that suppliers open and change at ours: kept and exchanged in one transaction; accepted means committed."""

from base64 import b64decode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec
from django.db import transaction

from tocsin.core.event.message import Message
from tocsin.core.exchange import happenings as h
from tocsin.core.kernel.errors import BadInput, NotFound, Refused, fault
from tocsin.core.organisation.values import Source
from tocsin.core.tmf import tickets
from tocsin.core.tmf.apis import APIS
from tocsin.core.tmf.tickets import HOSTED, Resource
from tocsin.flow import clock
from tocsin.flow.exchange.bonds import judge
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import company
from tocsin.flow.tmf import events, placing
from tocsin.flow.tmf.hosted import read_of
from tocsin.flow.tmf.showing import shown
from tocsin.store import bonds, locks
from tocsin.store import tmf as rows

MOST = 50_000  # tickets of one supplier
_MOST_NUMBER = 200  # characters of their own number


def create(source: Source, given: Mapping[str, Any]) -> rows.Row:
    """A ticket of theirs. The same again, under the same number of theirs, is the one that there is; another is refused."""
    external, digest = _number(given), digest_of(given)
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        locks.incidents()
        known = rows.known_as(source.supplier, rows.TICKET, external)
        if known is not None:
            return same(known, digest)
        check_room(source.supplier, rows.TICKET, MOST)
        return _created(source, given, external, digest)


def _number(ticket: Mapping[str, Any]) -> str:
    external = tickets.external_of(ticket)
    if len(external) > _MOST_NUMBER:
        raise BadInput([fault("tmf.fault.long", field="externalIdentifier", most=_MOST_NUMBER)])
    return external


def _created(source: Source, given: Mapping[str, Any], external: str, digest: str) -> rows.Row:
    now = clock.now()
    ticket = tickets.opened(_with_files(given), _author(source), now)
    incident = placing.incident_of(ticket, source.supplier)
    if incident is None:
        ticket |= {"reported": True}
    row = rows.add(
        source.supplier, source.key, rows.TICKET, ticket, now, name=rows.new_name("TT"), external=external, digest=digest
    )  # fmt: skip
    if incident is None:
        intake.deposit([_message(row)])
    else:
        placing.bind(row, incident)
    fresh = _fresh(row)
    events.publish(fresh, tickets.changes(None, fresh.value))
    return fresh


def same(known: rows.Row, digest: str) -> rows.Row:
    """What was created before, if it was created with the same. Raises Refused."""
    if known.digest != digest:
        raise Refused("tmf.known_already", resource=known.kind, id=known.name, external=known.external)
    return known


def check_number(row: rows.Row, external: str) -> None:
    """Raise Refused where another resource of theirs bears this number."""
    known = rows.known_as(row.supplier, row.kind, external)
    if known is not None and known.id != row.id:
        raise Refused("tmf.known_already", resource=known.kind, id=known.name, external=external)


def check_room(supplier: str, kind: str, most: int) -> None:
    """Raise Refused where a supplier has more of this kind than anybody needs."""
    if rows.count(supplier, kind) >= most:
        raise Refused("tmf.too_many", most=most, what=kind)


def digest_of(given: Mapping[str, Any]) -> str:
    """What a resource was created with, in short."""
    return blake2b(msgspec.json.encode(given, order="sorted"), digest_size=16).hexdigest()


def patch(source: Source, name: str, given: Mapping[str, Any]) -> rows.Row:
    """A ticket after a merge patch of theirs, which moves its exchange too. Raises NotFound, BadInput or Refused."""
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        locks.incidents()
        row = rows.load(source.supplier, rows.TICKET, name, locked=True)
        if row is None:
            raise NotFound("tmf.no_resource")
        after = tickets.patched(row.value, _with_files(given), _author(source), clock.now())
        if after == row.value:
            return row
        external = _number(after)
        check_number(row, external)
        changed = rows.change(row, after, clock.now(), external=external)
        events.publish(changed, tickets.changes(row.value, after))
        if after.get("reported") and tickets.is_over(after) != tickets.is_over(row.value):
            intake.deposit([_message(changed)])
        if (bond := _bond_of(changed)) is not None:
            judge(bond, h.Read(ticket=read_of(changed)))
        return _fresh(changed)


def _bond_of(row: rows.Row) -> int | None:
    """The exchange of a ticket: of one of ours, that whose reference it bears."""
    if row.bond is None and (ours := row.value.get("ours")) and (known := bonds.by_reference([ours])):
        rows.belongs(row, known.id)
        return known.id
    return row.bond


def _fresh(row: rows.Row) -> rows.Row:
    found = rows.load(row.supplier, row.kind, row.name)
    assert found is not None
    return found


def _author(source: Source) -> str:
    known = company().organisation.suppliers.get(source.supplier)
    return known.name if known else source.supplier


def _with_files(given: Mapping[str, Any]) -> Resource:
    """The contents of attachments are kept under their digests."""
    if not given.get("attachment"):
        return dict(given)
    return {**given, "attachment": [_with_file(file) for file in given["attachment"]]}


def _with_file(file: Mapping[str, Any]) -> Resource:
    named = {name: value for name, value in file.items() if name not in ("content", "digest", "bytes")}
    if not file.get("content"):
        return named
    content = b64decode(file["content"])
    return {**named, "digest": bonds.keep_file(content), "bytes": len(content)}


def _message(row: rows.Row) -> Message:
    """The ticket as a message of its source: a format reads it, or it is in the queue for people.

    What it has opened as an alarm ends with the ticket.
    """
    return Message(
        source=row.source,
        channel=HOSTED.channel,
        received_at=clock.now(),
        media_type="application/json",
        body=msgspec.json.encode(shown(row, APIS["troubleTicket/v5"])),
        envelope={"resource": rows.TICKET, "ticket": row.name},
        key=f"{rows.TICKET} {row.name} {row.version}",
    )


def file_of(source: Source, name: str, number: str) -> tuple[bytes, str] | None:
    """The content of an attachment of a ticket of theirs, and its media type."""
    row = rows.load(source.supplier, rows.TICKET, name)
    files = row.value.get("attachment", ()) if row else ()
    found = next((file for file in files if file["id"] == number and file.get("digest")), None)
    content = bonds.file(found["digest"]) if found else None
    return (content, found.get("mimeType", "")) if found and content is not None else None
