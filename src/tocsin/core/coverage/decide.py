"""Coverage check: for every application, the worst that its suppliers may do within their contracts, against our promise.

All items in suppliers' hands that the application depends on fail at the same second, which may be any second of the
horizon, and each supplier just keeps its promise. We report to the suppliers ``Policies.report_s`` after the beginning.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from tocsin.core.coverage import gap
from tocsin.core.coverage.chain import Chain
from tocsin.core.coverage.gap import Late
from tocsin.core.coverage.promise import NEVER, Promise, Term, epoch
from tocsin.core.coverage.structure import Deadlines, Part, promises_of
from tocsin.core.coverage.values import Clause, Coverage, Risk, Verdict, Weekly, Worst
from tocsin.core.coverage.weeks import instant, weekly_and_exceptions
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value
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
        self._terms: dict[str, Term] = {}  # by the key of the commitment
        self._promises: dict[tuple[Term, ...], Promise] = {}  # each once
        self._chains: dict[tuple[str, Criticality, str], Chain] = {}
        self._deadlines: dict[tuple[frozenset[Promise], Promise], Deadlines] = {}
        self._compared: dict[tuple[Part, Promise, frozenset[str]], _Compared] = {}
        self._largest: dict[tuple[str, int, Promise], tuple[int, int]] = {}
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
        chain, declared = self._chain(application, kind), self._ours(application, kind)
        ours = self._promise(declared)
        structure = chain.of(application.key)
        hands = chain.promised_beneath(application.key)
        result = Coverage(
            application=application.key,
            criticality=application.criticality,
            kind=kind,
            verdict=Verdict.KEPT if ours.terms else Verdict.UNPROMISED,
            ours=tuple(spec.key for spec in declared),
            suppliers=tuple(sorted({supplier for supplier, _ in hands.values()})),
            unpromised=tuple(sorted(item for item, (_, promise) in hands.items() if not promise.terms)),
        )
        if structure is None or not ours.terms:
            return result
        unpromising = frozenset(supplier for supplier, promise in hands.values() if not promise.terms)
        compared = self._compared_once(structure, ours, unpromising)
        return msgspec.structs.replace(result, **msgspec.structs.asdict(compared))

    def _compared_once(self, structure: Part, ours: Promise, unpromising: frozenset[str]) -> "_Compared":
        """Most applications share all three."""
        key = structure, ours, unpromising
        if key not in self._compared:
            self._compared[key] = self._compare(structure, ours, unpromising)
        return self._compared[key]

    def _compare(self, structure: Part, ours: Promise, unpromising: Collection[str]) -> "_Compared":
        late = gap.late(structure, ours, self._deadlines_for(structure, ours))
        seconds = sum(span.end - span.start for span in late)
        weekly, exceptions = weekly_and_exceptions(
            map(_risk, late), self._zone, (self._last - self._first) // _WEEK_S
        )
        verdict = Verdict.AT_RISK if late else Verdict.KEPT
        return _Compared(
            verdict=Verdict.BROKEN if seconds > self._last - self._first else verdict,
            worst=_worst(late, structure, ours),
            weekly=weekly,
            exceptions=exceptions,
            clauses=tuple(self._clauses(structure, ours, unpromising)) if late else (),
            at_risk_s=seconds,
        )

    def _deadlines_for(self, structure: Part, ours: Promise) -> Deadlines:
        """Those of all structures of the same promises: hundreds of structures are made of a few promises."""
        key = promises_of(structure), ours
        if key not in self._deadlines:
            self._deadlines[key] = Deadlines(gap.beginnings(*key, self._first, self._last))
        return self._deadlines[key]

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
        return self._promise(self._fitting("supplier", of, criticality))

    def _ours(self, application: Application, kind: str) -> tuple[CommitmentSpec, ...]:
        of = circumstance(
            self._organisation, cause=application.key, kind=kind, applications=(application.key,)
        )
        return self._fitting("ours", of, application.criticality)

    def _fitting(self, side: Side, of: Circumstance, criticality: Criticality) -> tuple[CommitmentSpec, ...]:
        return tuple(
            spec
            for spec in self._organisation.commitments
            if spec.party == side and can_apply(spec, of) and fits(spec, criticality, Effect.DOWN)
        )

    def _promise(self, fitting: Iterable[CommitmentSpec]) -> Promise:
        terms = tuple(map(self._term, fitting))
        if terms not in self._promises:
            self._promises[terms] = Promise(terms)
        return self._promises[terms]

    def _term(self, spec: CommitmentSpec) -> Term:
        if spec.key not in self._terms:
            self._terms[spec.key] = self._compiled(spec)
        return self._terms[spec.key]

    def _compiled(self, spec: CommitmentSpec) -> Term:
        """Without a key where it is ours: two of the same content are then compared once."""
        theirs = spec.party == "supplier"
        return Term(
            key=spec.key if theirs else "",
            target_s=spec.target_s,
            calendar=self._calendar(spec.calendar),
            rank=specificity(spec),
            delay_s=self._organisation.policies.report_s if theirs and spec.start == "reported" else 0,
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
        delay_s = term.delay_s if term else self._organisation.policies.report_s
        room, bound = self._largest_on(calendar, delay_s, ours)
        always, _ = self._largest_on("", delay_s, ours)
        return Clause(
            supplier=supplier,
            commitment=term.key if term else "",
            calendar=calendar,
            target_s=term.target_s if term else None,
            largest_s=room if room > 0 else None,
            always_s=always if always > 0 else None,
            bound_at=instant(bound),
        )

    def _largest_on(self, calendar: str, delay_s: int, ours: Promise) -> tuple[int, int]:
        """The longest target that keeps our promise, and the beginning that bounds it; ``calendar`` as for ``_clause``."""
        key = calendar, delay_s, ours
        if key not in self._largest:
            on = self._calendar(calendar) if calendar else ALWAYS
            self._largest[key] = gap.largest(on, delay_s, ours, self._first, self._last)
        return self._largest[key]


class _Compared(Value):
    """What the comparison of a structure with a promise of ours says of every application that has both."""

    verdict: Verdict
    worst: Worst | None
    weekly: tuple[Weekly, ...]
    exceptions: tuple[Risk, ...]
    clauses: tuple[Clause, ...]
    at_risk_s: int


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
