"""Making: the rows of one incident as an incident of ours: its states, turns and commitments. Knows no columns."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from tocsin.core.event.values import Place
from tocsin.core.history.course import Course, course_of
from tocsin.core.history.moments import length_of
from tocsin.core.history.values import Made, Record, Refusal
from tocsin.core.impact.values import Effect
from tocsin.core.incident.assessment import KIND_OF, accountable
from tocsin.core.incident.values import (
    FrozenCommitment,
    Holder,
    Imported,
    Incident,
    SupplierReference,
)
from tocsin.core.inventory.resolution import Resolver, render_place
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label
from tocsin.core.sla.commitments import choose, circumstance, freeze
from tocsin.core.translation.text import word

_SIDES = {"ours": "ours", "supplier": "supplier_side"}  # a clock's side: its name in a mapping
_MOST_TITLE = 300


class Maker:
    """Makes incidents of one origin, with the organisation as it is now: commitments of those days are not known."""

    def __init__(self, organisation: Organisation, resolver: Resolver, origin: str) -> None:
        self._organisation, self._origin = organisation, origin
        self._names = _Names(organisation)
        self._place = lru_cache(50_000)(lambda text, parts: _meant(resolver, text, parts, origin))
        self._promises = lru_cache(5_000)(self._terms)

    def make(self, records: Sequence[Record]) -> Made | Refusal:
        """The incident of these rows, which have one reference and are in the order of the file."""
        course = course_of(records)
        if isinstance(course, Refusal):
            return course
        last = course.last
        incident = self._incident(course)
        return Made(
            reference=last.reference,
            line=last.line,
            incident=incident,
            steps=course.steps,
            repeats=len(records) - course.rows,
        )

    def _incident(self, course: Course) -> Incident:
        texts, cause = course.last.texts, self._cause(course.last)
        applications = tuple(self._names.applications(texts.get("application", "")))
        supplier = self._names.supplier(texts.get("supplier", "")) or accountable(self._organisation, cause)
        effect = Effect(texts.get("effect", Effect.DEGRADED))
        criticality = self._criticality(texts, cause, applications)
        terms = self._promises(cause, texts.get("kind", ""), applications, supplier)
        return Incident(
            id=0,
            kind=KIND_OF[effect],
            effect=effect,
            peak=effect,
            priority=self._priority(texts, effect, criticality),
            criticality=criticality,
            cause=cause,
            cause_kind=texts.get("kind", ""),
            title=self._title(course),
            owner_team=self._names.team(texts.get("team", "")),
            owner=self._names.person(texts.get("owner", "")),
            supplier=supplier,
            applications=applications,
            regions=self._regions(texts, cause, applications),
            reported_at=course.reported_at or (course.opened_at if supplier else None),
            terms=tuple(_chosen(terms, criticality, effect, course.since)),
            imported=self._imported(course),
            **self._referred(course),
            **_times(course),
        )

    def _cause(self, row: Record) -> str:
        parts = tuple(sorted(row.place.items()))
        return self._place(row.place.get("text", ""), parts) if parts else ""

    def _title(self, course: Course) -> Label:
        """What the history says, on one line; else the program and its number."""
        said = course.last.texts.get("summary") or f"{self._origin} {course.last.reference}"
        summary = " ".join(said.split())[:_MOST_TITLE]
        return Label(fr=summary, en=summary)

    def _referred(self, course: Course) -> dict[str, Any]:
        """The supplier's number."""
        reference = course.last.texts.get("supplier_reference", "")
        if not reference:
            return {}
        given = SupplierReference(text=reference, by=self._origin, at=course.opened_at)
        return {"reference": reference, "references": (given,)}

    def _imported(self, course: Course) -> Imported:
        texts, last = course.last.texts, course.last
        overruns, due = {}, {}
        for side, name in _SIDES.items():
            if said := texts.get(f"{name}.overrun"):
                overruns[side] = said == "true"
            if at := _due(course, name):
                due[side] = at
        return Imported(
            origin=self._origin,
            reference=last.reference,
            overruns=overruns,
            due=due,
            reopened=course.reopened,
            details=last.details,
        )

    def _terms(
        self, cause: str, kind: str, applications: tuple[str, ...], supplier: str
    ) -> tuple[FrozenCommitment, ...]:
        known = circumstance(
            self._organisation, cause=cause, kind=kind, applications=applications, supplier=supplier
        )
        return freeze(self._organisation, known)

    def _criticality(self, texts: Mapping[str, str], cause: str, applications: Sequence[str]) -> Criticality:
        """As the history says; else the worst of what it names; else medium."""
        if said := texts.get("criticality"):
            return Criticality(said)
        items = (self._organisation.items.get(key) for key in (*applications, cause))
        known = [item.criticality for item in items if item and item.criticality]
        return max(known, key=lambda level: level.rank, default=Criticality.MEDIUM)

    def _priority(self, texts: Mapping[str, str], effect: Effect, criticality: Criticality) -> Priority:
        said = texts.get("priority")
        return Priority(said) if said else self._organisation.priority(effect.value, criticality)

    def _regions(self, texts: Mapping[str, str], cause: str, applications: Sequence[str]) -> tuple[str, ...]:
        if said := texts.get("region"):
            return (self._names.region(said),)
        keys = [key for key in (*applications, cause) if key in self._organisation.items]
        return tuple(sorted({self._organisation.region_of(key) for key in keys} - {""}))


class _Names:
    """Our keys by what people call a thing: its key or its name. An unknown name stays as it is written."""

    def __init__(self, organisation: Organisation) -> None:
        self._teams = _by_name(organisation.teams)
        self._persons = _by_name(organisation.persons)
        self._suppliers = _by_name(organisation.suppliers)
        self._regions = _by_name(organisation.regions)
        self._applications = _by_name(organisation.applications)
        self._persons |= {word(person.email): key for key, person in organisation.persons.items()}

    def team(self, text: str) -> str:
        return self._teams.get(word(text), text)

    def person(self, text: str) -> str:
        return self._persons.get(word(text), text)

    def supplier(self, text: str) -> str:
        return self._suppliers.get(word(text), text)

    def region(self, text: str) -> str:
        return self._regions.get(word(text), text)

    def applications(self, text: str) -> Iterator[str]:
        """The application called so, or each of a list."""
        whole = self._applications.get(word(text))
        for part in [text] if whole else text.replace("|", ",").replace(";", ",").split(","):
            if name := part.strip():
                yield self._applications.get(word(name), name)


def _times(course: Course) -> dict[str, Any]:
    """The states of the incident, as its course tells them."""
    same = ("opened_at", "since", "last_at", "state", "pause", "turns")
    ends = ("acknowledged_at", "recovered_at", "resolved_at", "closed_at")
    holder = course.turns[-1].holder if course.turns else Holder.US
    return {"holder": holder} | {name: getattr(course, name) for name in (*same, *ends)}


def _by_name(things: Mapping[str, object]) -> dict[str, str]:
    named = {word(str(getattr(thing, "name", key))): key for key, thing in things.items()}
    return named | {word(key): key for key in things}


def _meant(resolver: Resolver, text: str, parts: tuple[tuple[str, str], ...], origin: str) -> str:
    """The item meant (key) where that is certain, else what the history calls it."""
    named = dict(parts)
    place = Place(
        text=text,
        item=named.pop("item", ""),
        parts={name: part for name, part in named.items() if name != "text"},
    )
    found = resolver.resolve(place, source=origin, kind="")
    return found.item if found.certain else (place.item or text or render_place(place))[:200]


def _chosen(
    terms: tuple[FrozenCommitment, ...], criticality: Criticality, effect: Effect, start: datetime
) -> Iterator[FrozenCommitment]:
    """Of all that can apply, what does: an imported incident changes no more."""
    for side in ("ours", "supplier"):
        if chosen := choose(terms, side, criticality=criticality, peak=effect, start=start):
            yield chosen.commitment


def _due(course: Course, side: str) -> datetime | None:
    """By when that side had to restore, as the history says: an instant, or so long after the opening."""
    if at := course.last.times.get(f"{side}.due_at"):
        return at
    target = length_of(course.last.texts.get(f"{side}.target", ""))
    return course.opened_at + target if target else None
