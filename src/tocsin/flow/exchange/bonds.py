"""Bonds: a happening is judged under the locks, and written with what its incident learns, in one transaction."""

import os
from collections.abc import Sequence

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.exchange.bond import Bond, ChannelName
from tocsin.core.exchange.decide import begin as begin_bond
from tocsin.core.exchange.decide import decide, trouble_of
from tocsin.core.exchange.happenings import Happening, Opened
from tocsin.core.exchange.recognising import reference_for
from tocsin.core.incident.commands import LearnFromDesk
from tocsin.core.incident.decide import decide as on_command
from tocsin.core.incident.values import TOCSIN, Incident, NoticeDue, TimelineEntry
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.weight import promised_by
from tocsin.core.organisation.desks import Desk
from tocsin.core.tmf.tickets import HOSTED
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.store import bonds, incidents, live, locks
from tocsin.store import standing as rows


def judge(number: int, happening: Happening) -> Bond:
    """The bond after what happened, committed with what its incident learnt. Raises NotFound, or Refused to a person."""
    with transaction.atomic():
        locks.incidents()
        before = bonds.load(number, locked=True)
        if before is None:
            raise NotFound("error.no_exchange")
        here, now = company(), clock.now()
        incident = root_of(before.incident)
        decision = decide(
            before,
            happening,
            desk=desk_of(here, before.supplier, hosted=before.hosted or isinstance(happening, Opened)),
            trouble=trouble_of(incident),
            language=language_of(here, before.supplier),
            now=now,
        )
        _write(decision.after, before, incident, decision.effects, here)
        return decision.after


def begin(incident: Incident, supplier: str, channel: ChannelName, text: str, by: str = TOCSIN) -> Bond:
    """A new exchange with a supplier (key) about an incident. Inside the caller's transaction, under the incidents' lock."""
    bond = _new(incident, supplier, channel)
    begun = begin_bond(bond, by=by, text=text, now=bond.opened_at).after
    bonds.write(begun, None, incident.last_at)
    live.push([incident.subject])
    return begun


def begin_theirs(incident: Incident, supplier: str) -> Bond:
    """The same, for a ticket that the supplier opened: what they say follows."""
    bond = _new(incident, supplier, "api")
    bonds.write(bond, None, incident.last_at)
    return bond


def _new(incident: Incident, supplier: str, channel: ChannelName) -> Bond:
    desk = desk_of(company(), supplier)
    return Bond(
        id=bonds.new_id(),
        incident=incident.id,
        supplier=supplier,
        channel=channel,
        hosted=channel == "api" and desk is not None and desk.channel == HOSTED.channel,
        reference=reference_for(incident.number, os.urandom(8)),
        opened_at=clock.now(),
    )


def _write(
    bond: Bond, before: Bond, incident: Incident, facts: Sequence[LearnFromDesk], here: Company
) -> None:
    """An exchange follows its incident into the one that it was folded into."""
    after = _learn(incident, facts, here) if facts else incident
    bonds.write(replace(bond, incident=incident.id), before, after.last_at)
    if bond != before:
        live.push([incident.subject])


def _learn(incident: Incident, facts: Sequence[LearnFromDesk], here: Company) -> Incident:
    now, after = clock.now(), incident
    effects: list[TimelineEntry | NoticeDue] = []
    for fact in facts:
        outcome = on_command(after, _with_terms(fact, after, here), now=now)
        after = outcome.after
        effects += outcome.effects
    whole = Decision(after=after, effects=tuple(effects))
    apply(effects_of(incident, whole, now=now), here, now)
    return after


def _with_terms(fact: LearnFromDesk, incident: Incident, here: Company) -> LearnFromDesk:
    """What the supplier promises is frozen when it first takes part."""
    seen = rows.of_incident(incident.id) if fact.reported and not incident.supplier else None
    return replace(fact, terms=promised_by(fact.supplier, seen, here)) if seen else fact


def root_of(number: int) -> Incident:
    """The incident, or the one that goes on for it. Raises NotFound."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        incident = incidents.load([number]).get(number)
        if incident is None:
            break
        if incident.folded_into is None:
            return incident
        number = incident.folded_into
    raise NotFound("error.no_incident", number=number)


def desk_of(here: Company, supplier: str, *, hosted: bool = False) -> Desk | None:
    """The supplier's desk, as it is declared now. ``hosted``: the ticket lies with us; its words are TMF621's."""
    known = here.organisation.suppliers.get(supplier)
    declared = known.desk if known else None
    if declared and declared.channel == HOSTED.channel:
        return replace(declared, author=HOSTED.author, states=HOSTED.states, transitions=HOSTED.transitions)
    return HOSTED if hosted else declared


def language_of(here: Company, supplier: str) -> Language:
    """In which language the supplier is written to."""
    known = here.organisation.suppliers.get(supplier)
    first = here.organisation.settings.languages[:1]
    return next(iter((*(known.languages if known else ()), *first)), "en")
