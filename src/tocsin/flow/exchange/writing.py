"""Writing: what a ticket is opened with: the message in the supplier's words, and the pieces that desks' forms want."""

from tocsin.core.exchange.bond import Bond, Entry, mark_of
from tocsin.core.exchange.ticket import NewTicket
from tocsin.core.exchange.values import ReadyMessage
from tocsin.core.incident.values import Incident
from tocsin.flow.exchange.bonds import desk_of, root_of
from tocsin.flow.incidents.provider import card_for
from tocsin.flow.organisation import company


def message_for(incident: Incident, supplier: str) -> ReadyMessage | None:
    """The message that reports an incident to this supplier (key), in its words; None where it is not declared."""
    card = card_for(incident, supplier, company())
    return card.message if card else None


def text_for(incident: Incident, supplier: str) -> str:
    """The text of that message; empty where the supplier (key) is not declared."""
    message = message_for(incident, supplier)
    return message.text if message else ""


def new_ticket(bond: Bond, entry: Entry) -> NewTicket:
    """What the desk gets: our reference stands in the subject, where people see it and a search finds it."""
    incident = root_of(bond.incident)
    card = card_for(incident, bond.supplier, company())
    message = card.message if card else None
    desk = desk_of(company(), bond.supplier, hosted=bond.hosted)
    priority = incident.priority
    return NewTicket(
        reference=bond.reference,
        subject=f"[{bond.reference}] {message.subject if message else incident.number}",
        text=f"{entry.text}\n\n{mark_of(bond, entry)}",
        priority=desk.priorities.get(priority, priority.value) if desk else priority.value,
        fields={
            "place": message.place if message else "",
            "kind": message.kind if message else "",
            "contract": card.contract if card else "",
            "number": incident.number,
        },
    )
