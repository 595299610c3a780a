"""Facts: what Tocsin itself finds out, and what that makes of an incident. Facts come late or twice, and are no mistake."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.incident import commands as c
from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.outcome import Deciding, Outcome, joined
from tocsin.core.incident.values import (
    OPEN,
    TOCSIN,
    Holder,
    NoticeDue,
    NoticeKind,
    State,
    SupplierReference,
    TimelineEntry,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.scales import Priority

_CORRECTED = {"corrected": True}  # in the data of an entry
_DONE = frozenset({State.RESOLVED, State.CLOSED})
_ANY = frozenset(State)

# A fact is never refused because of an earlier change: a recovery may come twice, late, or first.
STATES: dict[type[c.Fact], frozenset[State]] = {
    c.Recur: _DONE,
    c.Recover: _ANY,
    c.Worsen: OPEN,
    c.Ease: _ANY,
    c.NameCause: _ANY,
    c.JoinAlerts: _ANY,
    c.LearnReferences: _ANY,
    c.SpareSupplier: _ANY,
    c.LearnFromDesk: _ANY,
    c.CloseInTime: frozenset({State.RESOLVED}),
    c.EndAlerts: _ANY,
    c.GiveAlerts: _ANY,
    c.FoldInto: _ANY,
    c.Absorb: OPEN,
    c.GoOnAs: _ANY,
    c.Disown: _ANY,
}
EVEN_FOLDED = (c.Recover, c.JoinAlerts, c.GoOnAs)  # facts that also change a symptom of another incident


class Learning(Deciding):
    """A fact applied to an incident."""

    def on(self, fact: c.Fact) -> Outcome:
        """The outcome. TypeError for a fact without a rule."""
        rule = _RULES.get(type(fact))
        if rule is None:
            raise TypeError(f"no rule for {type(fact).__name__}")
        return rule(self, fact)

    def _by(self, rule: Verb, person: Verb) -> Verb:
        """The verb for a rule's decision, or the verb for a person's."""
        return rule if self.by == TOCSIN else person

    def _join(self, fact: c.JoinAlerts) -> Outcome:
        """The trouble began with its first symptom, whichever was received first."""
        mine, total = self.incident, self.incident.alert_count + fact.count
        earlier: dict[str, Any] = {}
        if fact.since is not None and fact.since < mine.since and mine.folded_into is None:
            first, *others = mine.turns
            earlier = {"since": fact.since, "turns": (replace(first, at=fact.since), *others)}
        return self.after(Verb.JOINED, why=fact.why, data={"count": fact.count}, alert_count=total, **earlier)

    def _learn_references(self, fact: c.LearnReferences) -> Outcome:
        """Only numbers that are new change anything."""
        learnt = self.referenced(fact.given)
        if learnt["references"] == self.incident.references:
            return Decision(after=self.incident)
        known = {reference.text for reference in self.incident.references}
        new = [reference.text for reference in learnt["references"] if reference.text not in known]
        return self.after(Verb.REFERENCED, why=fact.why, data={"references": new}, **learnt)

    def _end_alerts(self, fact: c.EndAlerts) -> Outcome:
        return self.after(Verb.ENDED, why=fact.why, data={"count": fact.count})

    def _give_alerts(self, fact: c.GiveAlerts) -> Outcome:
        return self.after(
            self._by(Verb.GAVE, Verb.SPLIT),
            why=fact.why,
            data={"count": fact.count, "target": fact.target},
            alert_count=max(self.incident.alert_count - fact.count, 0),
        )

    def _close(self, fact: c.CloseInTime) -> Outcome:
        return self.after(Verb.CLOSED, why=fact.why, state=State.CLOSED, closed_at=self.now)

    def _go_on(self, fact: c.GoOnAs) -> Outcome:
        data = {"parent": fact.target}
        return self.after(Verb.FOLDED, why=fact.why, data=data, folded_into=fact.target, correction=None)

    def _spare(self, fact: c.SpareSupplier) -> Outcome:
        """Works that are known already, and end as before, change nothing."""
        spared, why = fact.spared, fact.why
        if spared in self.incident.spared:
            return Decision(after=self.incident)
        others = tuple(known for known in self.incident.spared if known.works != spared.works)
        data = {"works": spared.works, "until": spared.end.isoformat()}
        return self.after(Verb.SPARED, why=why, data=data, spared=(*others, spared))

    def _learn_from_desk(self, fact: c.LearnFromDesk) -> Outcome:
        """Their answer passes the turn while the incident is open; a ticket that they took starts their clock."""
        changes: dict[str, Any] = {}
        if fact.reported and not self.incident.supplier:
            changes |= {"supplier": fact.supplier, "terms": joined(self.incident.terms, fact.terms)}
        if fact.reported and not self.incident.reported_at:
            changes["reported_at"] = self.now
        if fact.reference:
            given = SupplierReference(text=fact.reference, by=self.by, at=self.now)
            changes |= self.referenced([given])
        if fact.holder and self.incident.open and fact.holder is not self.incident.holder:
            changes |= {**self.unpaused(), **self.turn(fact.holder, self.works)}
        notice = NoticeKind.ANSWERED if fact.notify else None
        return self.after(
            Verb.EXCHANGED, why=fact.why, data={"supplier": fact.supplier}, notice=notice, **changes
        )

    def _recover(self, command: c.Recover) -> Outcome:
        """A recovery received twice, or of a closed incident, changes nothing. It counts from its source's time."""
        why, at = command.why, self.instant(command.at)
        if self.incident.recovered_at or self.incident.state is State.CLOSED:
            return Decision(after=self.incident)
        if self.incident.state is State.RESOLVED:
            return self.after(Verb.RECOVERED, why=why, recovered_at=at)
        return self.after(
            Verb.RECOVERED,
            why=why,
            notice=NoticeKind.RECOVERED,
            state=State.RESOLVED,
            pause=None,
            recovered_at=at,
            resolved_at=at,
            **self.turn(self.incident.holder, over=True, at=at),
        )

    def _recur(self, fact: c.Recur) -> Outcome:
        """It fires again: who must act depends on who reported it."""
        turn = self.reported_by_supplier(fact.at) if fact.reported else self.turn(Holder.US, at=fact.at)
        return self.reopened(why=fact.why, **turn)

    def _worsen(self, command: c.Worsen) -> Outcome:
        """More is hit. A person's priority stays, unless the matrix gives a worse one than when they set it."""
        before, weight = self.incident, command.assessment
        effect = max(before.effect, weight.effect, key=lambda claim: claim.rank)
        heavier = before.priority_by == TOCSIN or weight.priority < (before.weighed or before.priority)
        priority = min(before.priority, weight.priority) if heavier else before.priority
        critical = max(before.criticality, weight.criticality, key=lambda criticality: criticality.rank)
        worse = (effect, priority) != (before.effect, before.priority)
        worsened = self.after(
            Verb.WORSENED,
            why=command.why,
            data=self._difference(effect, priority, weight),
            notice=NoticeKind.WORSENED if worse else None,
            kind=weight.kind if effect is weight.effect else before.kind,
            effect=effect,
            peak=max(before.peak, effect, key=lambda claim: claim.rank),
            priority=priority,
            weighed=min(before.weighed or weight.priority, weight.priority),
            criticality=critical if heavier else before.criticality,
            applications=weight.applications,
            regions=weight.regions,
            terms=joined(before.terms, command.terms),
            **({"worsened_at": self.now} if worse else {}),
        )
        return self._rerouted(self._prioritised(worsened, weight), command)

    def _ease(self, command: c.Ease) -> Outcome:
        """Less is hit. A priority that a person set stays; the criticality, and so the promise, stays too."""
        before, weight = self.incident, command.assessment
        priority = weight.priority if before.priority_by == TOCSIN else before.priority
        eased = self.after(
            Verb.EASED,
            why=command.why,
            data=self._difference(weight.effect, priority, weight),
            kind=weight.kind,
            effect=weight.effect,
            priority=priority,
            weighed=weight.priority,
            applications=weight.applications,
        )
        return self._prioritised(eased, weight)

    def _prioritised(self, outcome: Outcome, weight: Assessment) -> Outcome:
        """Another priority has its own reason."""
        if outcome.after.priority is self.incident.priority:
            return outcome
        entry, *notices = outcome.effects
        return replace(outcome, effects=(entry, self.entry(Verb.PRIORITISED, weight.why), *notices))

    def _name_cause(self, command: c.NameCause) -> Outcome:
        """The cause is known; who owns it follows from that, unless somebody has taken it already."""
        before = self.incident
        named = self.after(
            Verb.EXPLAINED,
            why=command.why,
            data={"from": before.cause, "to": command.cause},
            cause=command.cause,
            cause_kind=command.kind,
            inferred=command.inferred,
            title=command.title,
            terms=joined(before.terms, command.terms),
            **self._supplier_of(command),
        )
        return self._rerouted(named, command)

    def _supplier_of(self, command: c.NameCause) -> dict[str, Any]:
        if not command.supplier or self.incident.supplier:
            return {}
        turn = self.reported_by_supplier(command.at) if command.reported and self.incident.open else {}
        known = {"reported_at": self.instant(command.at)} if command.reported else {}
        return {"supplier": command.supplier, **known, **turn}

    def _rerouted(self, outcome: Outcome, command: c.NameCause | c.Worsen) -> Outcome:
        """Another team owns it, unless somebody has taken it. That team gets a notice as for an opening, and no other."""
        before = self.incident
        if command.owner_team in ("", before.owner_team) or before.owner or not before.open:
            return outcome
        entries = (effect for effect in outcome.effects if isinstance(effect, TimelineEntry))
        notice = NoticeDue(subject=before.subject, kind=NoticeKind.OPENED, at=self.now)
        return replace(
            outcome,
            after=replace(outcome.after, owner_team=command.owner_team, offered_at=self.now),
            effects=(*entries, *(self.entry(Verb.ROUTED, why) for why in command.routed), notice),
        )

    def _fold(self, fact: c.FoldInto) -> Outcome:
        parent = fact.parent
        if parent == self.incident.id:
            raise Refused("incident.refused.itself", number=self.incident.number)
        return self.after(
            self._by(Verb.FOLDED, Verb.MERGED),
            why=fact.why,
            data={"parent": parent, **_CORRECTED} if fact.correction else {"parent": parent},
            correction=fact.correction,
            state=State.CLOSED,
            pause=None,
            closed_at=self.now,
            folded_into=parent,
            **self.turn(self.incident.holder, over=True),
        )

    def _absorb(self, fact: c.Absorb) -> Outcome:
        """The trouble began with its first symptom: the child's turns before ours come first."""
        mine, child = self.incident, fact.child
        earlier = tuple(turn for turn in child.turns if turn.at < mine.turns[0].at and not turn.over)
        reports = [at for at in (mine.reported_at, child.reported_at) if at]
        return self.after(
            self._by(Verb.ABSORBED, Verb.MERGED_IN),
            why=fact.why,
            data={"child": child.id, "count": child.alert_count} | (_CORRECTED if fact.corrected else {}),
            since=min(mine.since, child.since),
            turns=earlier + mine.turns,
            **(self.referenced(child.references) if mine.supplier == child.supplier else {}),
            reported_at=min(reports) if reports and mine.supplier == child.supplier else mine.reported_at,
            terms=joined(mine.terms, child.terms),
            alert_count=mine.alert_count + child.alert_count,
        )

    def _disown(self, fact: c.Disown) -> Outcome:
        """The turns of the child no longer count here."""
        mine = self.incident
        own = tuple(turn for turn in mine.turns if turn.at >= fact.since) or mine.turns
        data = {"count": fact.child.alert_count, "target": fact.target}
        left = max(mine.alert_count - fact.child.alert_count, 0)
        return self.after(Verb.GAVE, why=fact.why, data=data, since=fact.since, turns=own, alert_count=left)

    def _difference(self, effect: Effect, priority: Priority, weight: Assessment) -> dict[str, Any]:
        return {
            "from": [self.incident.effect.value, self.incident.priority.value],
            "to": [effect.value, priority.value],
            "applications": list(weight.applications),
        }


# What each fact makes of an incident. An architecture test holds it against all facts.
_RULES: Mapping[type[c.Fact], Callable[[Learning, Any], Outcome]] = {
    c.Recur: Learning._recur,
    c.Recover: Learning._recover,
    c.Worsen: Learning._worsen,
    c.Ease: Learning._ease,
    c.NameCause: Learning._name_cause,
    c.JoinAlerts: Learning._join,
    c.LearnReferences: Learning._learn_references,
    c.SpareSupplier: Learning._spare,
    c.LearnFromDesk: Learning._learn_from_desk,
    c.CloseInTime: Learning._close,
    c.EndAlerts: Learning._end_alerts,
    c.GiveAlerts: Learning._give_alerts,
    c.FoldInto: Learning._fold,
    c.Absorb: Learning._absorb,
    c.GoOnAs: Learning._go_on,
    c.Disown: Learning._disown,
}
