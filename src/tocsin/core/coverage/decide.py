"""Coverage check: for every application, the worst that its suppliers may do within their contracts, against our promise.

All items in suppliers' hands that the application depends on fail at the same second, which may be any second of the
horizon, and each supplier just keeps its promise. We report to the suppliers ``Policies.report_s`` after the beginning.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from tocsin.core.coverage import gap
from tocsin.core.coverage.chain import Chain
from tocsin.core.coverage.gap import Late
from tocsin.core.coverage.promise import NEVER, Promise, Term, epoch
from tocsin.core.coverage.structure import Part, promises_of
from tocsin.core.coverage.values import Clause, Coverage, Risk, Verdict, Worst
from tocsin.core.coverage.weeks import instant, weekly_and_exceptions
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Application, CommitmentSpec
from tocsin.core.sla.calendar import Calendar, calendar_of
from tocsin.core.sla.commitments import can_apply, circumstance, fits, specificity
from tocsin.core.sla.values import Circumstance, Side

HORIZON = timedelta(
    days=396
)  # thirteen months: every holiday and both changes of DST, whatever the day of the check
_WEEK_S = 7 * 86_400
_ENDLESS_S = NEVER // 2  # a delay beyond this comes from a guarantee that nobody gives


class Check:
    """The coverage check of one organisation for outages that begin from ``start`` to before ``end``.

    By default, HORIZON later.
    """

    def __init__(
        self, organisation: Organisation, graph: Graph, start: datetime, end: datetime | None = None
    ) -> None:
        self._organisation = organisation
        self._graph = graph
        self._start, self._end = start, end or start + HORIZON
        self._first, self._last = epoch(self._start), epoch(self._end) - 1
        self._promises: dict[tuple[str, ...], Promise] = {}  # keys of commitments -> each promise once
        self._chains: dict[tuple[str, Criticality, str], Chain] = {}
        self._compared: dict[tuple[Part, Promise], tuple[Late, ...]] = {}
        self._named = {
            key for spec in organisation.commitments if spec.party == "supplier" for key in spec.applications
        }

    def applications(self) -> Iterator[Coverage]:
        """The judgement on each application, in the order of their keys."""
        for key in sorted(self._organisation.applications):
            yield self.application(key)

    def application(self, key: str) -> Coverage:
        """The judgement on one application, for the kind of trouble that is worst for it."""
        application = self._organisation.applications[key]
        return max((self._of(application, kind) for kind in self._kinds), key=_gravity)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        """The kinds that commitments name; the empty kind stands for all others, which are treated alike."""
        named = {kind for spec in self._organisation.commitments for kind in spec.kinds}
        return ("", *sorted(named))

    def _of(self, application: Application, kind: str) -> Coverage:
        chain, ours = self._chain(application, kind), self._ours(application, kind)
        structure = chain.of(application.key)
        hands = chain.promised_beneath(application.key)
        result = Coverage(
            application=application.key,
            criticality=application.criticality,
            kind=kind,
            verdict=Verdict.KEPT if ours.terms else Verdict.UNPROMISED,
            ours=tuple(term.key for term in ours.terms),
            suppliers=tuple(sorted({supplier for supplier, _ in hands.values()})),
            unpromised=tuple(sorted(item for item, (_, promise) in hands.items() if not promise.terms)),
        )
        if structure is None or not ours.terms:
            return result
        unpromising = {supplier for supplier, promise in hands.values() if not promise.terms}
        return self._compared_with_ours(result, structure, ours, unpromising)

    def _compared_with_ours(
        self, result: Coverage, structure: Part, ours: Promise, unpromising: Collection[str]
    ) -> Coverage:
        late = self._late(structure, ours)
        seconds = sum(span.end - span.start for span in late)
        weekly, exceptions = weekly_and_exceptions(
            map(_risk, late), self._zone, (self._last - self._first) // _WEEK_S
        )
        verdict = Verdict.AT_RISK if late else Verdict.KEPT
        return msgspec.structs.replace(
            result,
            verdict=Verdict.BROKEN if seconds > self._last - self._first else verdict,
            worst=_worst(late, structure, ours),
            weekly=weekly,
            exceptions=exceptions,
            clauses=tuple(self._clauses(structure, ours, unpromising)) if late else (),
            at_risk_s=seconds,
        )

    def _late(self, structure: Part, ours: Promise) -> tuple[Late, ...]:
        """The late spans of this pair, compared once: most applications share both."""
        pair = structure, ours
        if pair not in self._compared:
            seconds = gap.beginnings(structure, ours, self._first, self._last)
            self._compared[pair] = gap.late(structure, ours, seconds)
        return self._compared[pair]

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._organisation.settings.zone)

    def _chain(self, application: Application, kind: str) -> Chain:
        """All applications of a criticality share a chain, except those that a supplier's commitment names."""
        named = application.key if application.key in self._named else ""
        key = kind, application.criticality, named
        if key not in self._chains:
            self._chains[key] = Chain(
                self._organisation,
                self._graph,
                lambda item, supplier: self._theirs(item, supplier, kind, application.criticality, named),
            )
        return self._chains[key]

    def _theirs(
        self, item: str, supplier: str, kind: str, criticality: Criticality, application: str
    ) -> Promise:
        applications = (application,) if application else ()
        of = circumstance(
            self._organisation, cause=item, kind=kind, applications=applications, supplier=supplier
        )
        return self._promise("supplier", of, criticality)

    def _ours(self, application: Application, kind: str) -> Promise:
        of = circumstance(
            self._organisation, cause=application.key, kind=kind, applications=(application.key,)
        )
        return self._promise("ours", of, application.criticality)

    def _promise(self, side: Side, of: Circumstance, criticality: Criticality) -> Promise:
        fitting = tuple(
            spec
            for spec in self._organisation.commitments
            if spec.party == side and can_apply(spec, of) and fits(spec, criticality, Effect.DOWN)
        )
        keys = tuple(spec.key for spec in fitting)
        if keys not in self._promises:
            self._promises[keys] = Promise(self._term(spec) for spec in fitting)
        return self._promises[keys]

    def _term(self, spec: CommitmentSpec) -> Term:
        reported = spec.party == "supplier" and spec.start == "reported"
        return Term(
            key=spec.key,
            target_s=spec.target_s,
            calendar=self._calendar(spec.calendar),
            rank=specificity(spec),
            delay_s=self._organisation.policies.report_s if reported else 0,
            period=None if spec.period == "any" else self._calendar(spec.period_calendar or spec.calendar),
            working=spec.period != "non_working",
        )

    def _calendar(self, key: str) -> Calendar:
        return calendar_of(self._organisation.calendars[key], self._start, self._end)

    def _clauses(self, structure: Part, ours: Promise, unpromising: Collection[str]) -> Iterator[Clause]:
        """What each supplier's commitment would have to say, alone; without a commitment, what it would have to promise."""
        terms = {term.key: term for promise in promises_of(structure) for term in promise.terms}
        for spec in self._organisation.commitments:
            if term := terms.get(spec.key):
                yield self._clause(ours, spec.supplier, spec.calendar, term)
        for supplier in sorted(unpromising):
            declared = self._organisation.suppliers.get(supplier)
            yield self._clause(ours, supplier, declared.calendar if declared else "", None)

    def _clause(self, ours: Promise, supplier: str, calendar: str, term: Term | None) -> Clause:
        """``calendar`` (key) empty: day and night. A supplier without a commitment counts from the report on."""
        on = self._calendar(calendar) if calendar else ALWAYS
        delay_s = term.delay_s if term else self._organisation.policies.report_s
        room, bound = gap.largest(on, delay_s, ours, self._first, self._last)
        always, _ = gap.largest(ALWAYS, delay_s, ours, self._first, self._last)
        return Clause(
            supplier=supplier,
            commitment=term.key if term else "",
            calendar=calendar,
            target_s=term.target_s if term else None,
            largest_s=room if room > 0 else None,
            always_s=always if always > 0 else None,
            bound_at=instant(bound),
        )


ALWAYS = Calendar([], datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC), always=True)


def _worst(late: tuple[Late, ...], structure: Part, ours: Promise) -> Worst | None:
    if not late:
        return None
    start = max(late, key=lambda span: (span.late_s, -span.worst)).worst
    guaranteed = structure.due(start)
    return Worst(
        start=instant(start),
        promised_at=instant(ours.due(start)),
        guaranteed_at=None if guaranteed >= NEVER else instant(guaranteed),
    )


def _risk(span: Late) -> Risk:
    endless = span.late_s > _ENDLESS_S
    return Risk(start=instant(span.start), end=instant(span.end), late_s=None if endless else span.late_s)


def _gravity(coverage: Coverage) -> tuple[int, int]:
    order = (Verdict.UNPROMISED, Verdict.KEPT, Verdict.AT_RISK, Verdict.BROKEN)
    return order.index(coverage.verdict), coverage.at_risk_s
