"""Outcome: what the outcomes of all commands have in common: turns, entries, notices. Decides nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tocsin.core.incident.values import (
    TOCSIN,
    FrozenCommitment,
    Holder,
    Incident,
    NoticeDue,
    NoticeKind,
    PauseReason,
    State,
    SupplierReference,
    TimelineEntry,
    Turn,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.why import Why

Effects = TimelineEntry | NoticeDue
Outcome = Decision[Incident, Effects]

MOST_REFERENCES = 50  # numbers of the supplier that an incident keeps: a storm may bring one for each message
HOLDER_OF = {PauseReason.WAITING_USER: Holder.USER, PauseReason.WAITING_SUPPLIER: Holder.SUPPLIER}


class Deciding:
    """One command on one incident at one instant, by a person (key) or by Tocsin."""

    def __init__(self, incident: Incident, now: datetime, by: str) -> None:
        self.incident, self.now, self.by = incident, now, by

    @property
    def started(self) -> State:
        """In progress from the first thing that a person does."""
        return State.IN_PROGRESS if self.incident.state is State.NEW else self.incident.state

    @property
    def works(self) -> bool:
        """Whether planned works stop the clocks."""
        return self.incident.pause is PauseReason.PLANNED_WORKS

    def unpaused(self) -> dict[str, Any]:
        """When another party must act, the wait for the previous party ends; planned works do not."""
        return {"state": State.IN_PROGRESS, "pause": None} if self.incident.pause in HOLDER_OF else {}

    def instant(self, at: datetime | None) -> datetime:
        """When it happened, as its source says: not before the trouble began, and not later than it was received."""
        return self.now if at is None else min(max(at, self.incident.turns[0].at), self.now)

    def turn(
        self, holder: Holder, works: bool = False, over: bool = False, at: datetime | None = None
    ) -> dict[str, Any]:
        """The changes of a new turn since ``at``; none where the last turn is the same. Turns recorded after ``at`` are
        dropped, for they did not happen."""
        since = self.instant(at) if self.incident.turns else self.now
        turns = tuple(turn for turn in self.incident.turns if turn.at <= since)
        turn = Turn(at=since, holder=holder, works=works, over=over)
        if turns and replace(turns[-1], at=since) == turn:
            return {"holder": holder, "turns": turns}
        return {"holder": holder, "turns": (*turns, turn)}

    def entry(self, verb: Verb, why: Why | None, data: dict[str, Any] | None = None) -> TimelineEntry:
        """A line of the timeline."""
        return TimelineEntry(
            subject=self.incident.subject, at=self.now, actor=self.by, verb=verb, why=why, data=data or {}
        )

    def after(
        self,
        verb: Verb,
        *,
        why: Why | None = None,
        data: dict[str, Any] | None = None,
        notice: NoticeKind | None = None,
        **changes: Any,
    ) -> Outcome:
        """The incident with these changes, their line of the timeline, and their notice, if any."""
        known = {name: value for name, value in (data or {}).items() if value != ""}
        entry = self.entry(verb, why, known)
        notices = [self.due(notice, str(known.get("note", "")))] if notice else []
        return Decision(
            after=replace(
                self.incident,
                last_at=self.now,
                revision=self._revision(verb),
                **{**self._acknowledged(changes), **changes},
            ),
            effects=(entry, *notices),
        )

    def _acknowledged(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Whatever its owner does shows that they work on it; another owner begins anew."""
        owner = changes.get("owner", self.incident.owner)
        if owner != self.incident.owner:
            return {"acknowledged_at": self.now if owner else None, "on_it_until": None}
        return {"acknowledged_at": self.now} if owner and self.by == owner else {}

    def reopened(
        self, *, why: Why | None = None, data: dict[str, Any] | None = None, **changes: Any
    ) -> Outcome:
        """The incident is open again, of which people are notified."""
        return self.after(
            Verb.REOPENED,
            why=why,
            data=data,
            notice=NoticeKind.REOPENED,
            state=State.IN_PROGRESS if self.incident.owner else State.NEW,
            recovered_at=None,
            resolved_at=None,
            closed_at=None,
            offered_at=self.now,
            calm_since=None,
            **{"acknowledged_at": self.now} if self.incident.owner else {},
            **changes,
        )

    def referenced(self, given: Iterable[SupplierReference]) -> dict[str, Any]:
        """The changes after new numbers of the supplier: each is kept once, and the first known number is quoted."""
        known = {reference.text: reference for reference in self.incident.references}
        for reference in given:
            if len(known) < MOST_REFERENCES:
                known.setdefault(reference.text, reference)
        first = next(iter(known), "")
        return {"references": tuple(known.values()), "reference": self.incident.reference or first}

    def reported_by_supplier(self, at: datetime | None = None) -> dict[str, Any]:
        """The supplier reported it itself: nobody has to report it to them, and they must act."""
        reported_at = self.incident.reported_at or self.instant(at)
        return {"reported_at": reported_at, **self.turn(Holder.SUPPLIER, self.works, at=at)}

    def due(self, kind: NoticeKind, note: str) -> NoticeDue:
        """The notice of this kind, with what the person wrote."""
        return NoticeDue(subject=self.incident.subject, kind=kind, at=self.now, by=self.by, note=note)

    def _revision(self, verb: Verb) -> int:
        acts = self.by != TOCSIN and verb is not Verb.COMMENTED
        return self.incident.revision + acts


def joined(
    terms: tuple[FrozenCommitment, ...], more: tuple[FrozenCommitment, ...]
) -> tuple[FrozenCommitment, ...]:
    """Frozen terms stay; only commitments that are not yet among them are added."""
    known = {term.spec.key for term in terms}
    return terms + tuple(term for term in more if term.spec.key not in known)
