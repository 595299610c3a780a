"""Commitments: which commitments can apply to an incident, frozen at its opening, and which of them does."""

from datetime import datetime

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import FrozenCommitment
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CommitmentSpec
from tocsin.core.sla.calendar import calendar_of
from tocsin.core.sla.durations import render_duration
from tocsin.core.sla.values import Chosen, Circumstance, Side

# from the most specific condition to the least (CommitmentSpec); the first that is given is the reason
_CONDITIONS = ("applications", "items", "guarantee", "kinds", "criticalities", "effects", "period")


def circumstance(
    organisation: Organisation,
    *,
    cause: str,
    kind: str,
    hits: tuple[str, ...] = (),
    applications: tuple[str, ...] = (),
    supplier: str = "",
) -> Circumstance:
    """The circumstance of an incident whose ``cause`` (item key) hits the items ``hits``."""
    keys: set[str] = set()
    for key in (cause, *hits):
        _climb(organisation, key, keys)
    items = (organisation.items[key] for key in keys)
    return Circumstance(
        kind=kind,
        applications=frozenset(applications),
        items=frozenset(keys),
        guarantees=frozenset(
            str(item.attributes["guarantee"]) for item in items if "guarantee" in item.attributes
        ),
        supplier=supplier,
    )


def freeze(organisation: Organisation, of: Circumstance) -> tuple[FrozenCommitment, ...]:
    """The commitments that can apply, whole, with their calendars: all conditions but criticality, effect, period.

    Criticality and effect may change while the incident runs, and an older symptom may move its beginning;
    what they then select was promised at the opening.
    """
    return tuple(_frozen(organisation, spec) for spec in organisation.commitments if can_apply(spec, of))


def choose(
    terms: tuple[FrozenCommitment, ...],
    side: Side,
    *,
    criticality: Criticality,
    peak: Effect,
    start: datetime,
) -> Chosen | None:
    """The most specific commitment; among equals, that which falls due first. None: nothing was promised.

    ``start`` is when the trouble began: it decides the period, however long the incident lasts. Information,
    which takes nothing down, has nothing to restore: no commitment applies.
    """
    fit = [
        term
        for term in terms
        if term.spec.party == side and fits(term.spec, criticality, peak) and _in_period(term, start)
    ]
    if not fit or peak is Effect.NONE:
        return None
    best = fit[0] if len(fit) == 1 else min(fit, key=lambda term: _order(term, start))
    return Chosen(commitment=best, why=_why(best.spec))


def _climb(organisation: Organisation, key: str, keys: set[str]) -> None:
    """Add the item and its containers, up to a container already added: a storm hits thousands of items."""
    for item in organisation.path(key):
        if item.key in keys:
            return
        keys.add(item.key)


def specificity(spec: CommitmentSpec) -> tuple[bool, ...]:
    """How specific its conditions are: the least is the most specific."""
    return tuple(not _given(spec, condition) for condition in _CONDITIONS)


def can_apply(spec: CommitmentSpec, of: Circumstance) -> bool:
    """Whether all of its conditions that depend on the circumstance hold: all but criticality, effect and period."""
    return (
        (not spec.applications or not of.applications.isdisjoint(spec.applications))
        and (not spec.items or not of.items.isdisjoint(spec.items))
        and (not spec.guarantee or spec.guarantee in of.guarantees)
        and (not spec.kinds or of.kind in spec.kinds)
        and (spec.party == "ours" or (spec.supplier in ("", of.supplier) and of.supplier != ""))
    )


def _frozen(organisation: Organisation, spec: CommitmentSpec) -> FrozenCommitment:
    calendars = organisation.calendars
    period = None if spec.period == "any" else calendars[spec.period_calendar or spec.calendar]
    return FrozenCommitment(
        spec=spec,
        calendar=calendars[spec.calendar],
        period=period,
        at_risk_percent=organisation.policies.at_risk_percent,
    )


def _in_period(term: FrozenCommitment, at: datetime) -> bool:
    """A term without ``period`` holds in any (or was frozen by an older version, which checked the period itself)."""
    if term.period is None:
        return True
    return calendar_of(term.period, at, at).is_working(at) == (term.spec.period == "working")


def fits(spec: CommitmentSpec, criticality: Criticality, peak: Effect) -> bool:
    """Whether its conditions on criticality and effect hold."""
    criticalities, effects = spec.criticalities, spec.effects
    return (not criticalities or criticality in criticalities) and (not effects or peak.value in effects)


def _order(term: FrozenCommitment, start: datetime) -> tuple[tuple[bool, ...], float, str]:
    due = calendar_of(term.calendar, start, start).due(start, term.spec.target_s)
    return (
        specificity(term.spec),
        due.timestamp() if due else float("inf"),
        term.spec.key,
    )


def _given(spec: CommitmentSpec, condition: str) -> bool:
    return getattr(spec, condition) not in ((), "", "any")


def _why(spec: CommitmentSpec) -> Why:
    condition = next((name for name in _CONDITIONS if _given(spec, name)), "any")
    given = getattr(spec, condition, "")
    facts = {
        "commitment": spec.key,
        "name": spec.name or spec.key,
        "target": render_duration(spec.target_s),
        "given": [str(part) for part in given] if isinstance(given, tuple) else given,
    }
    return Why(code=f"sla.chosen.{condition}", facts=facts)
