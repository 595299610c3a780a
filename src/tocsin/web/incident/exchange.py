"""The exchange with the provider as the page of an incident shows it: the conversation, its state, the next best step."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from tocsin.core.exchange.advice import Advice, advise, render_advice
from tocsin.core.exchange.bond import Bond, Entry, Kind, Sending, Way
from tocsin.core.exchange.call import call_script
from tocsin.core.exchange.cost import money
from tocsin.core.exchange.spending import cost_of
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.desks import TicketState
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.store import bonds
from tocsin.web.names import Names
from tocsin.web.words import ENTRY_KINDS, HEALTHS, HOLDERS, SENDINGS, TICKET_STATES, WAYS, Word, in_both_words

_TONES = {
    "call": "down",
    "settle": "down",
    "answer": "degraded",
    "open": "info",
    "wait": "neutral",
    "none": "neutral",
}


class EntryView(NamedTuple):
    """A line of the conversation. ``refused``: a person may send it again, or give it up."""

    entry: Entry
    author: str
    kind: str
    side: str
    sending: Word | None
    text: str
    cost: str
    refused: bool


class BondView(NamedTuple):
    """An exchange. ``moves`` are the states that a person may ask for."""

    bond: Bond
    channel: str
    state: str
    health: Word
    why: str
    holder: Word
    entries: list[EntryView]
    moves: list[tuple[str, str]]
    writes: bool


class ExchangeView(NamedTuple):
    """All exchanges about an incident, and what is best done next."""

    advice: Advice
    sentence: str
    tone: str
    bonds: list[BondView]
    script: list[str]
    script_language: str
    opens: str
    may: bool
    supplier: str
    cost: str


def view(
    incident: Incident, card: ProviderCard | None, organisation: Organisation, reader: Language, *, may: bool
) -> ExchangeView | None:
    """The exchanges; None where no provider has anything to do with it."""
    known = bonds.of_incidents([incident.id])
    if card is None and not known:
        return None
    live = next((bond for bond in reversed(known) if not bond.over), None)
    theirs = next(
        (running for running in clocks_of(incident, clock.now()) if running.side == "supplier"), None
    )
    advice = advise(live or (known[-1] if known else None), incident, theirs, clock.now())
    settings, cents = organisation.settings, cost_of(known, organisation.suppliers)
    script = (
        call_script(card, live, incident, theirs, caller="…", company=settings.name, now=clock.now())
        if card
        else ()
    )
    return ExchangeView(
        advice=advice,
        sentence=render_advice(advice, reader),
        tone=_TONES[advice.deed],
        bonds=[_bond(bond, organisation, reader) for bond in known],
        script=list(script),
        script_language=card.message.language if card else reader,
        opens=_opens(card, live, incident) if may else "",
        may=may,
        supplier=card.supplier if card else "",
        cost=money(cents, reader) if cents else "",
    )


def _opens(card: ProviderCard | None, live: Bond | None, incident: Incident) -> str:
    """By which channel a ticket may be opened now; empty: by none, or there is one."""
    if card is None or not incident.open or (live and live.channel != "phone" and not live.blocked):
        return ""
    return card.ticket_by


def _bond(bond: Bond, organisation: Organisation, reader: Language) -> BondView:
    supplier = organisation.suppliers.get(bond.supplier)
    desk = supplier.desk if supplier else None
    ours = TICKET_STATES.get(bond.state.value, "") if bond.state else ""
    states: list[TicketState] = list(desk.transitions) if desk and bond.their_reference else []
    return BondView(
        bond=bond,
        channel={"api": _("API"), "mail": _("mail"), "phone": _("phone")}[bond.channel],
        state=in_both_words(bond.theirs, str(ours)),
        health=HEALTHS[bond.health.value],
        why=render_named(bond.why, organisation, reader) if bond.why else "",
        holder=HOLDERS[bond.holder.value],
        entries=[_entry(entry, organisation, reader) for entry in bond.entries],
        moves=[(state.value, str(TICKET_STATES[state.value])) for state in states if state is not bond.state],
        writes=not bond.blocked and bond.channel != "phone",
    )


def _entry(entry: Entry, organisation: Organisation, reader: Language) -> EntryView:
    ours = entry.way is not Way.IN
    text = entry.text
    if entry.kind is Kind.MOVE and entry.to:
        moved = str(TICKET_STATES[entry.to.value])
        text = "\n".join(filter(None, (moved, entry.text))) if ours else in_both_words(entry.text, moved)
    return EntryView(
        entry=entry,
        author=Names(organisation).person(entry.author) if ours else _their_name(entry, organisation),
        kind=str(ENTRY_KINDS[entry.kind.value]),
        side=str(WAYS[entry.way.value]),
        sending=SENDINGS[entry.sending.value] if entry.sending else None,
        text=text,
        cost=money(entry.cost, reader) if entry.kind is Kind.CALL else "",
        refused=entry.sending is Sending.REFUSED,
    )


def _their_name(entry: Entry, organisation: Organisation) -> str:
    known = organisation.suppliers.get(entry.author)
    return known.name if known else entry.author
