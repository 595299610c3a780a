"""Case: an incident while a batch is decided; it counts, and knows no rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tocsin.core.correlation.values import Alert, OpenIncident
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why, together

SAMPLE = 5


class Rise(NamedTuple):
    """An alert that began to fire, and when, by the source's clock."""

    alert: Alert
    at: datetime


@dataclass(slots=True)
class Tally:
    """How many alerts were treated alike for one reason, a sample of them, and since when the first of them fires."""

    why: Why
    count: int = 0
    sample: list[str] = field(default_factory=list)
    since: datetime | None = None

    def add(self, fingerprint: str, why: Why | None = None, since: datetime | None = None) -> None:
        """Count one more alert, for a reason of the same code."""
        self.count += 1
        if since and (self.since is None or since < self.since):
            self.since = since
        if why and why is not self.why and why != self.why:
            self.why = together(self.why, why)
        if len(self.sample) < SAMPLE:
            self.sample.append(fingerprint)


class Case:
    """The working copy of an incident: all of ``OpenIncident``, and what the batch changed."""

    def __init__(self, incident: OpenIncident, *, fresh: Why | None = None) -> None:
        self.id = incident.id
        self.cause, self.causes = incident.cause, dict(incident.causes)
        self.kind, self.inferred = incident.kind, incident.inferred
        self.source, self.subject = incident.source, incident.subject
        self.effect, self.criticality = incident.effect, incident.criticality
        self.opened_at, self.last_at = incident.opened_at, incident.last_at
        self.caused_at = incident.caused_at
        self.members: dict[str, Mapping[Effect, int]] = dict(incident.members)
        self.evidence: dict[str, Mapping[Effect, datetime]] = dict(incident.evidence)
        self.hot: dict[str, Mapping[Effect, datetime]] = dict(incident.hot)
        self.flapping, self.unstable = incident.flapping, incident.unstable
        self.waned = incident.waned
        self.by_hand, self.taken_out = incident.by_hand, incident.taken_out
        self.recovered_at, self.resolved_at = incident.recovered_at, incident.resolved_at
        self.fresh = fresh  # why it was opened, until that is reported
        self.known = incident  # as it was when last reported
        self.joined: dict[str, Tally] = {}
        self.left_at: datetime | None = None  # when the last alert left in this batch
        self.left_why: Why | None = None  # why it left, if its source did not report it
        self.ended: dict[str, Tally] = {}  # alerts that are over although their source did not report it
        self.review = False  # the effect may have changed

    def add(self, key: str, effect: Effect) -> None:
        """One more firing alert on this item."""
        counts = dict(self.members.get(key, {}))
        counts[effect] = counts.get(effect, 0) + 1
        self.members[key] = counts

    def witness(self, key: str, effect: Effect, at: datetime) -> None:
        """Note that an alert on this item, firing since ``at``, may mean a lost supply."""
        _note(self.evidence, key, effect, at)

    def heat(self, key: str, effect: Effect, at: datetime) -> None:
        """Note that an alert on this item, firing since ``at``, means heat."""
        _note(self.hot, key, effect, at)

    def remove(self, key: str, effect: Effect) -> None:
        """One firing alert less on this item."""
        counts = dict(self.members.get(key, {}))
        counts[effect] = counts.get(effect, 0) - 1
        self._leave_only(key, {claim: count for claim, count in counts.items() if count > 0})
        self.waned = True

    def give(self, other: "Case", key: str, effect: Effect) -> int:
        """Move the firing alerts of this item that report this effect into the other case; how many."""
        counts = dict(self.members.get(key, {}))
        count = counts.pop(effect, 0)
        theirs = other.members.get(key, {})
        other.members[key] = {**theirs, effect: theirs.get(effect, 0) + count}
        if (at := self.hot.get(key, {}).get(effect)) is not None:
            other.heat(key, effect, at)
        if (at := self.evidence.get(key, {}).get(effect)) is not None:
            other.witness(key, effect, at)
        self._leave_only(key, counts)
        other.last_at = max(other.last_at, self.last_at)
        other.criticality = worst(self.criticality, other.criticality)
        self.review = other.review = True
        return count

    def take(self, other: "Case | OpenIncident") -> None:
        """Everything that fires in the other case fires here."""
        for key, counts in other.members.items():
            mine = self.members.get(key, {})
            self.members[key] = {
                claim: mine.get(claim, 0) + counts.get(claim, 0) for claim in {*mine, *counts}
            }
        for key, since in other.evidence.items():
            for claim, at in since.items():
                self.witness(key, claim, at)
        for key, since in other.hot.items():
            for claim, at in since.items():
                self.heat(key, claim, at)
        self.waned = self.waned or other.waned
        self.taken_out = tuple(dict.fromkeys((*self.taken_out, *other.taken_out)))
        self.flapping += other.flapping
        self.last_at = max(self.last_at, other.last_at)
        self.criticality = worst(self.criticality, other.criticality)
        if self.fresh:
            self.opened_at = min(self.opened_at, other.opened_at)
        self.review = True

    def lend(self, other: "Case", count: int, why: Why) -> None:
        """``count`` alerts that were not reported yet joined the other case instead, for this reason."""
        other.joined.setdefault(why.code, Tally(why)).count += count
        self.discount(count)

    def discount(self, count: int) -> None:
        """``count`` of the alerts that joined are not to be counted as new."""
        for tally in self.joined.values():
            less = min(tally.count, count)
            tally.count, count = tally.count - less, count - less
        self.joined = {code: tally for code, tally in self.joined.items() if tally.count}

    def frozen(self) -> OpenIncident:
        """The incident as it is now."""
        return OpenIncident(
            id=self.id,
            cause=self.cause,
            causes=self.causes,
            kind=self.kind,
            inferred=self.inferred,
            source=self.source,
            subject=self.subject,
            effect=self.effect,
            criticality=self.criticality,
            opened_at=self.opened_at,
            last_at=self.last_at,
            caused_at=self.caused_at,
            members=self.members,
            evidence=self._kept(),
            hot=self.hot,
            flapping=self.flapping,
            unstable=self.unstable,
            waned=self.waned,
            by_hand=self.by_hand,
            taken_out=self.taken_out,
            recovered_at=self.recovered_at,
            resolved_at=self.resolved_at,
        )

    def _leave_only(self, key: str, counts: Mapping[Effect, int]) -> None:
        if counts:
            self.members[key] = counts
        else:
            self.members.pop(key, None)
        for known in (self.evidence, self.hot):
            if key in known:
                known[key] = {claim: at for claim, at in known[key].items() if claim in counts}
                if not known[key]:
                    del known[key]

    def _kept(self) -> Mapping[str, Mapping[Effect, datetime]]:
        """The evidence that later judgements may need."""
        if self.inferred:
            return self.evidence
        return {key: self.evidence[key] for key in self.causes if key in self.evidence}


def _note(known: dict[str, Mapping[Effect, datetime]], key: str, effect: Effect, at: datetime) -> None:
    before = known.get(key, {})
    known[key] = {**before, effect: min(at, before.get(effect, at))}


def worst(criticality: Criticality, other: Criticality) -> Criticality:
    """The more critical of the two."""
    return criticality if criticality.rank >= other.rank else other


def claimed(counts: Mapping[Effect, int]) -> Effect:
    """The worst effect that the firing alerts of an item claim."""
    if len(counts) == 1:
        return next(iter(counts))
    return max(counts, key=lambda effect: effect.rank, default=Effect.NONE)
