"""Judging: whose commitment a loss counts against when it began within works, declared or not. Reads no clock of ours."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from tocsin.core.authorisation.rule import terms_of
from tocsin.core.company import Company
from tocsin.core.correlation.interventions import CANCELLED, TENTATIVE, ends_at
from tocsin.core.correlation.values import Intervention
from tocsin.core.impact.values import Effect
from tocsin.core.intervention.places import touched
from tocsin.core.intervention.values import PlannedIntervention, PlanState
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Counts = Literal["counted", "spared", "contestable"]


class Judgement(Value):
    """What the works of ``meets`` mean for the supplier's commitment on a loss: it is counted, spared, or the supplier
    may contest it because we did not keep our own obligation."""

    meets: Subject
    counts: Counts
    why: Why


class Loss(Value):
    """An incident's cause (item), since when, and who answers for it."""

    cause: str
    since: datetime
    supplier: str


def judge(
    loss: Loss,
    planned: Iterable[PlannedIntervention],
    works: Iterable[tuple[Intervention, datetime]],
    company: Company,
) -> tuple[Judgement, ...]:
    """What every intervention says of the loss that it was within. ``works`` are suppliers', each with the instant at
    which its notice came."""
    if not loss.supplier or not loss.cause:
        return ()
    return (*_ours(loss, planned, company), *_theirs(loss, works, company))


def _ours(loss: Loss, planned: Iterable[PlannedIntervention], company: Company) -> Iterator[Judgement]:
    for known in planned:
        plan = known.plan
        if known.supplier != loss.supplier or known.state in (PlanState.CANCELLED, PlanState.REFUSED):
            continue
        if plan.start <= loss.since < plan.end and _reaches(known, loss, company):
            yield _judged(known, loss, company)


def _judged(known: PlannedIntervention, loss: Loss, company: Company) -> Judgement:
    terms = terms_of(company.organisation, known.supplier)
    wanted = timedelta(seconds=terms.notice_s if terms else 0)
    declared = known.declared_at
    facts = {
        "works": known.subject.number,
        "supplier": known.supplier,
        "declared_at": declared.isoformat() if declared else "",
        "reference": known.reference or "-",
    }
    if declared is None or declared > loss.since:
        return _judgement(known.subject, "contestable", "undeclared", facts)
    if known.plan.start - declared < wanted:
        return _judgement(known.subject, "contestable", "late", facts)
    if known.plan.clocks == "supplier":
        return _judgement(known.subject, "spared", "declared", facts)
    return _judgement(known.subject, "counted", "without_effect", facts)


def _theirs(
    loss: Loss, works: Iterable[tuple[Intervention, datetime]], company: Company
) -> Iterator[Judgement]:
    sources, policy = company.organisation.sources, company.organisation.policies
    for known, announced_at in works:
        source = sources.get(known.source)
        if source is None or source.supplier != loss.supplier or known.status in (CANCELLED, TENTATIVE):
            continue
        if not known.start <= loss.since < ends_at(known, policy) or not _takes(
            known.items, loss.cause, company
        ):
            continue
        subject = Subject.intervention(known.id)
        facts = {
            "works": subject.number,
            "reference": known.reference,
            "supplier": loss.supplier,
            "announced_at": announced_at.isoformat(),
        }
        if announced_at > loss.since:
            yield _judgement(subject, "counted", "announced_after", facts)
        else:
            yield _judgement(subject, "spared", "announced", facts)


def _reaches(known: PlannedIntervention, loss: Loss, company: Company) -> bool:
    """The cause stands where we work, or hangs on what we touch."""
    organisation = company.organisation
    within = {item.key for item in organisation.path(loss.cause)}
    return bool(within & set(known.plan.places)) or _takes(
        touched(known.plan, organisation), loss.cause, company
    )


def _takes(items: tuple[str, ...], cause: str, company: Company) -> bool:
    return (
        cause in items
        or company.graph.loss(dict.fromkeys(items, Effect.DOWN)).effect(cause) is not Effect.NONE
    )


def _judgement(meets: Subject, counts: Counts, code: str, facts: dict[str, str]) -> Judgement:
    return Judgement(meets=meets, counts=counts, why=Why(code=f"intervention.judged.{code}", facts=facts))
