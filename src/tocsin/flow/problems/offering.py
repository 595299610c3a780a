"""Offering: known errors on incidents that resemble them, people's answers, and incidents that a rule links to a problem."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.problem.likeness import OFFER_BITS, Frequencies, Likeness, Traits, best, is_same
from tocsin.core.problem.record import LinkIncidents, Problem, UnlinkIncident
from tocsin.flow import access, clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.flow.problems import records
from tocsin.flow.problems.past import frequencies, traits_of, traits_since
from tocsin.store import locks, problems, recurrences
from tocsin.store.models import Account
from tocsin.store.problems import Offer

_RECENT = timedelta(days=1)  # what began earlier is no news
_LATELY = timedelta(days=30)  # of which others are shown that resemble a problem's
_SHOWN = 8
_COMPARED = 12  # incidents of a problem, the latest
Answer = Literal["helped", "rejected"]
_VERBS = {"helped": Verb.HELPED, "rejected": Verb.REJECTED}


def watch() -> None:
    """Offer known errors on recent incidents that resemble them; link what is the same trouble."""
    known = [problem for problem in problems.watched() if problem.incidents]
    fresh = traits_since(clock.now() - _RECENT, imported=False) if known else []
    if not fresh:
        return
    with transaction.atomic():
        if not locks.try_duty(records.DUTY):
            return
        members = _members(known)
        chance, offered = frequencies(), problems.offered_pairs([traits.incident for traits in fresh])
        for problem in known:
            new = [traits for traits in fresh if _is_new(traits.incident, problem, offered)]
            for traits, found in resembling(new, members[problem.id], chance):
                _take_up(traits, problem, found)


def resembling(
    fresh: Collection[Traits], members: Collection[Traits], chance: Frequencies
) -> Iterator[tuple[Traits, Likeness]]:
    """Those that resemble a member enough for a known error to be offered."""
    items = {member.item for member in members} | {place for member in members for place in member.places}
    for traits in fresh:
        if items.isdisjoint((traits.item, *traits.places)):
            continue  # nothing in the structure connects them
        found = best(traits, members, chance)
        if found and found.total >= OFFER_BITS:
            yield traits, found


def explained(problem: Problem) -> tuple[dict[int, Likeness], list[int]]:
    """What speaks for each of its incidents, and which others (ids) of late resemble them, the likeliest first."""
    members = _members([problem])[problem.id]
    chance = frequencies()
    scores = {member.incident: found for member in members if (found := best(member, members, chance))}
    near = [
        traits
        for traits in traits_since(clock.now() - _LATELY)
        if traits.incident not in (*problem.incidents, *problem.unlinked)
    ]
    others = {traits.incident: found for traits, found in resembling(near, members, chance)}
    ordered = sorted(others, key=lambda number: -others[number].total)[:_SHOWN]
    return {**others, **scores}, ordered


def answer(account: Account, number: int, incident: int, said: Answer) -> None:
    """A person says whether a known error helped, or that it is none here. Raises NotAllowed, NotFound, Refused."""
    records.require(account)
    with transaction.atomic():
        locks.duty(records.DUTY)
        known, by, now = records.load(number), access.actor(account), clock.now()
        if not problems.answer(number, incident, said, by, now):
            raise Refused("problem.refused.answered")
        _note(incident, _VERBS[said], known, by, now)
        if said == "helped":
            began = recurrences.begun([incident]).get(incident, now)
            records.carry_out(known, LinkIncidents(incidents=(incident,), began=began), by)
        elif incident in known.incidents and known.open:
            records.carry_out(known, UnlinkIncident(incident=incident), by)


def _members(known: Collection[Problem]) -> dict[int, list[Traits]]:
    """The latest incidents of each problem. One query."""
    traits = traits_of({number for problem in known for number in problem.incidents[-_COMPARED:]})
    return {
        problem.id: [traits[number] for number in problem.incidents[-_COMPARED:] if number in traits]
        for problem in known
    }


def _is_new(incident: int, problem: Problem, offered: Collection[tuple[int, int]]) -> bool:
    known = (*problem.incidents, *problem.unlinked)
    return incident not in known and (problem.id, incident) not in offered


def _take_up(traits: Traits, problem: Problem, found: Likeness) -> None:
    now, why = clock.now(), _why(found)
    if problem.offered:
        problems.offer(
            Offer(
                problem=problem.id, incident=traits.incident, bits=found.total, offered_at=now, likeness=found
            )
        )
        _note(traits.incident, Verb.OFFERED, problem, TOCSIN, now, why)
    if is_same(found):
        command = LinkIncidents(incidents=(traits.incident,), began=traits.at, why=why)
        records.carry_out(records.load(problem.id), command, TOCSIN)


def _why(found: Likeness) -> Why:
    return Why(code="problem.resembles", facts={"bits": f"{found.total:.1f}", "fields": reasons(found)})


def reasons(found: Likeness) -> list[Why]:
    """What each field says for or against, in bits, the strongest first."""
    ordered = sorted(found.bits, key=lambda field: -found.bits[field])
    return [
        Why(
            code=f"problem.bits.{field}.{'same' if field in found.same else 'other'}",
            facts={"bits": f"{found.bits[field]:+.1f}"},
        )
        for field in ordered
    ]


def _note(
    incident: int, verb: Verb, problem: Problem, by: str, now: datetime, why: Why | None = None
) -> None:
    """A line on the incident's timeline."""
    entry = TimelineEntry(
        subject=Subject.incident(incident),
        at=now,
        actor=by,
        verb=verb,
        why=why,
        data={"problem": problem.subject.number},
    )
    apply([entry], company(), now)
