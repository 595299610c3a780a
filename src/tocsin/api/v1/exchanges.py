"""Exchanges over the API: what was said with the provider about an incident, and what may be asked of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.core.exchange.advice import advise, render_advice
from tocsin.core.exchange.asking import REQUESTS, asked_of
from tocsin.core.exchange.bond import Bond
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.exchange import asking
from tocsin.flow.exchange.bonds import root_of
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.organisation import company
from tocsin.store import bonds

router = Router(tags=["exchanges"])
if TYPE_CHECKING:
    Verb = str
else:
    Verb = Literal[tuple(REQUESTS)]


class AskedIn(Schema):
    """What is asked: ``bond`` (the exchange; not for open and call), ``text`` (comment, note, move, call; open: instead of
    the ready message), ``to`` (move: one of our states of a ticket), ``number`` (again, give-up: of the line), ``minutes``
    and ``reference`` (call), and, where no provider is known yet, ``supplier`` (its key)."""

    bond: str = ""
    text: str = Field("", max_length=8000)
    to: str = ""
    number: str = ""
    minutes: str = ""
    reference: str = Field("", max_length=200)
    supplier: str = Field("", max_length=200)


class ExchangeEntryOut(Schema):
    """A line: which ``way`` it went (out, in, private), its ``kind``, what has become of it, and the proofs of that."""

    number: int
    way: str
    kind: str
    at: datetime
    author: str
    text: str
    to: str | None
    sending: str | None
    sent_at: datetime | None
    confirmed_at: datetime | None
    acknowledged_at: datetime | None
    remote: str
    proof: str
    error: str
    duration_s: int
    cost: int


class BondOut(Schema):
    """An exchange: both references, both states, who must act, its health and why, and every line."""

    id: int
    supplier: str
    channel: str
    reference: str
    their_reference: str
    theirs: str
    state: str | None
    holder: str
    health: str
    why: str
    over: bool
    entries: list[ExchangeEntryOut]


class ExchangeOut(Schema):
    """All exchanges about an incident, and the next best step (open, call, answer, settle, wait, none), in a sentence."""

    next: str
    sentence: str
    exchanges: list[BondOut]


@router.get("/{int:id}/exchange", response=ExchangeOut, summary="What was said with the provider")
def exchange(request: HttpRequest, id: int) -> dict[str, Any]:
    """The conversation, and the next best step. Private notes are among it; they never leave."""
    return _whole(id, language_of(request))


@router.post("/{int:id}/exchange/{verb}", response=ExchangeOut, summary="Ask something of the provider")
def ask(request: HttpRequest, id: int, verb: Annotated[Verb, Path()], asked: AskedIn) -> dict[str, Any]:
    """It is kept, and leaves by itself; 403 when it is not yours to do, 409 when it makes no sense now."""
    asking.ask(caller(request), id, asked_of(verb, asked.model_dump()))
    return _whole(id, language_of(request))


def _whole(id: int, language: Language) -> dict[str, Any]:
    incident, now = root_of(id), clock.now()
    known = bonds.of_incidents([incident.id])
    theirs = next((running for running in clocks_of(incident, now) if running.side == "supplier"), None)
    live = next((bond for bond in reversed(known) if not bond.over), None)
    advice = advise(live or (known[-1] if known else None), incident, theirs, now)
    return {
        "next": advice.deed,
        "sentence": render_advice(advice, language),
        "exchanges": [_bond(bond, language) for bond in known],
    }


def _bond(bond: Bond, language: Language) -> dict[str, Any]:
    why = render_named(bond.why, company().organisation, language) if bond.why else ""
    whole: dict[str, Any] = msgspec.to_builtins(bond, builtin_types=(datetime,))
    return whole | {"why": why}
