"""Placing: which incident a supplier's own ticket is about, by our reference, our number or the thing; else people say."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from tocsin.core.company import Company
from tocsin.core.event.values import Place
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Bond
from tocsin.core.exchange.recognising import reference_in
from tocsin.core.incident.assessment import accountable
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.subject import SubjectKind, subject_in
from tocsin.flow import access, clock
from tocsin.flow.exchange.bonds import begin_theirs, judge, root_of
from tocsin.flow.organisation import company
from tocsin.flow.tmf.hosted import read_of
from tocsin.store import bonds, incidents, locks
from tocsin.store import tmf as rows
from tocsin.store.models import Account
from tocsin.store.read.incidents import open_incidents
from tocsin.store.read.tmf import Joined, incidents_named

_NUMBER = re.compile(r"(?<![A-Za-z0-9-])INC-[0-9]{1,18}(?![A-Za-z0-9-])", re.IGNORECASE)
_WATCHED = timedelta(days=7)  # for so long a ticket may wait for the incident that its own message opens


def incident_of(ticket: Mapping[str, Any], supplier: str) -> Incident | None:
    """The open incident that a ticket is surely about; None: that is for people to say."""
    for text in _texts(ticket):
        if (reference := reference_in(text)) and (known := bonds.by_reference([reference])):
            bond = bonds.load(known.id)
            if bond is not None and known.supplier == supplier:
                return _open(bond.incident)
    for text in _texts(ticket):
        for number in _NUMBER.findall(text):
            found = _numbered(number, supplier)
            if found:
                return found
    return _at_the_thing(ticket, supplier)


def _texts(ticket: Mapping[str, Any]) -> Iterator[str]:
    yield from (known["id"] for known in ticket.get("externalIdentifier") or ())
    yield from (str(known.get("id", "")) for known in ticket.get("troubleTicketRelationship") or ())
    yield from _things(ticket)
    yield ticket.get("name") or ""
    yield ticket.get("description") or ""


def _things(ticket: Mapping[str, Any]) -> Iterator[str]:
    for known in ticket.get("relatedEntity") or ():
        entity = known.get("entity") or {}
        yield from (str(entity[part]) for part in ("id", "name") if entity.get(part))


def _numbered(number: str, supplier: str) -> Incident | None:
    """A number can be guessed: it counts only where the supplier answers for that incident."""
    subject = subject_in(number)
    if subject is None or subject.kind is not SubjectKind.INCIDENT:
        return None
    found = _open(subject.id)
    return found if found and _answers_for(found, supplier, company()) else None


def _at_the_thing(ticket: Mapping[str, Any], supplier: str) -> Incident | None:
    """The one open incident with this supplier whose cause is, or holds, what the ticket names."""
    here = company()
    items = {_item(text, here) for text in _things(ticket)} - {""}
    causes = {known.key for item in items for known in here.organisation.path(item)}
    numbers = open_incidents().filter(cause__in=causes).values_list("id", flat=True) if causes else ()
    found = [known for known in incidents.load(numbers).values() if _answers_for(known, supplier, here)]
    return found[0] if len(found) == 1 else None


def _item(text: str, here: Company) -> str:
    meant = here.resolver.resolve(Place(text=text), source="", kind="")
    return meant.item if meant.certain else ""


def _answers_for(incident: Incident, supplier: str, here: Company) -> bool:
    return (incident.supplier or accountable(here.organisation, incident.cause)) == supplier


def _open(number: int) -> Incident | None:
    try:
        found = root_of(number)
    except NotFound:
        return None
    return found if found.open else None


def bind(row: rows.Row, incident: Incident) -> Bond:
    """The ticket is the exchange about this incident from now on. Inside a transaction, under the incidents' lock.

    What was exchanged by mail or phone with nobody's number goes on in it.
    """
    waiting = [
        bond
        for bond in bonds.of_incidents([incident.id])
        if bond.supplier == row.supplier and not (bond.over or bond.their_reference or bond.channel == "api")
    ]
    bond = waiting[-1] if waiting else begin_theirs(incident, row.supplier)
    rows.belongs(row, bond.id)
    known = rows.change(row, {**row.value, "ours": bond.reference}, clock.now())
    return judge(bond.id, h.Opened(ticket=read_of(known), text=row.value.get("description", "")))


def place(account: Account, name: str, incident_id: int) -> Bond:
    """A person says which incident a ticket is about. Raises NotFound, NotAllowed or Refused."""
    with transaction.atomic():
        locks.incidents()
        incident = root_of(incident_id)
        access.require_act(account, incident, company().organisation)
        row = rows.ticket(name, locked=True)
        if row is None:
            raise NotFound("error.no_exchange")
        if row.bond is not None:
            raise Refused("tmf.placed")
        if not incident.open:
            raise Refused(f"incident.refused.{incident.state.value}", number=incident.number)
        return bind(row, incident)


def watch() -> int:
    """Tickets whose own message has opened an incident, or joined one, belong to it; how many."""
    since = clock.now() - _WATCHED
    waiting = rows.unplaced(since=since)
    joined = incidents_named({(row.source, number) for row in waiting for number in _numbers(row)}, since)
    return sum(_joins(row, joined) for row in waiting)


def _numbers(row: rows.Row) -> set[str]:
    """The numbers under which the messages of a ticket come."""
    return {row.name, row.external} - {""}


def _joins(row: rows.Row, joined: Mapping[tuple[str, str], Joined]) -> bool:
    """The ticket belongs to the incident that its latest message joined since it was opened, if there is one."""
    known = [joined[row.source, number] for number in _numbers(row) if (row.source, number) in joined]
    latest = max((event for event in known if event.at >= row.created_at), default=None)
    return latest is not None and _binds(row, latest.incident)


def _binds(row: rows.Row, number: int) -> bool:
    with transaction.atomic():
        locks.incidents()
        fresh, incident = rows.ticket(row.name, locked=True), _open(number)
        if fresh is None or fresh.bond is not None or incident is None:
            return False
        bind(fresh, incident)
    return True
