"""Interventions of ours: planned, checked, declared and closed by people; each step in one transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.correlation.values import Intervention, Standing
from tocsin.core.incident.values import Incident
from tocsin.core.intervention.check import check
from tocsin.core.intervention.collisions import Around
from tocsin.core.intervention.decide import Effect, decide, draft, supplier_of
from tocsin.core.intervention.judging import Judgement, Loss, judge
from tocsin.core.intervention.places import racks, touched
from tocsin.core.intervention.values import (
    Called,
    Change,
    Command,
    Declare,
    Finding,
    Plan,
    PlannedIntervention,
    Prolong,
)
from tocsin.core.intervention.works import muting
from tocsin.core.kernel.errors import NotFound, Outdated
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.lifecycle.effects import StandingChanged
from tocsin.flow import access, clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.apply import apply
from tocsin.flow.journey import standing
from tocsin.flow.organisation import company
from tocsin.flow.sites.authorisations import DUTY, cost_of
from tocsin.store import authorisations, locks
from tocsin.store.ids import Ids
from tocsin.store.models import Account
from tocsin.store.read import interventions as read


def plan(account: Account, planned: Plan) -> PlannedIntervention:
    """Keep a new intervention as a draft. Raises NotAllowed or Refused."""
    access.require_sites(account)
    with transaction.atomic():
        _lock()
        here, now = company(), clock.now()
        supplier_of(planned, here.organisation)
        number = Ids().new(SubjectKind.INTERVENTION)
        decided = draft(number, planned, here.organisation, now=now, by=access.actor(account))
        _write(decided.effects, decided.after, here, now)
        _record(account, decided.after, "draft")
        return decided.after


def ask(account: Account, number: int, command: Command, *, seen: int | None = None) -> PlannedIntervention:
    """Carry out what an account asks of an intervention of ours. ``seen`` is the revision that it looked at.

    Raises NotFound, NotAllowed, Refused or Outdated; nothing is changed then.
    """
    access.require_sites(account)
    with transaction.atomic():
        _lock()
        known = authorisations.planned(number)
        if known is None:
            raise NotFound("error.no_intervention", number=number)
        if seen is not None and seen != known.revision:
            raise Outdated("error.outdated", number=known.subject.number)
        here, now = company(), clock.now()
        if isinstance(command, Called):
            command = replace(command, cost=cost_of(known.supplier, command.minutes))
        findings = _findings_for(known, command, here, now)
        decided = decide(
            known, command, here.organisation, now=now, by=access.actor(account), findings=findings
        )
        _write(decided.effects, decided.after, here, now)
        _record(account, decided.after, type(command).__name__.lower())
        return decided.after


def checked(asked: Plan, number: int = 0) -> tuple[Finding, ...]:
    """What speaks against this plan now, the worst first. Raises Refused where it makes no sense."""
    here = company()
    supplier = here.organisation.suppliers[supplier_of(asked, here.organisation)]
    known = tuple(authorisations.standing())
    return check(asked, supplier, known, around(here), here, now=clock.now(), number=number)


def around(here: Company) -> Around:
    """All works that are not over, and all open incidents, as the check wants them. Ours count once they are declared."""
    known, ours = standing.of_alerts(()), authorisations.planned_open()
    works = dict(known.interventions)
    for planned in ours:
        if planned.id in works:
            items = touched(planned.plan, here.organisation)
            works[planned.id] = replace(works[planned.id], items=items)
    drafts = {planned.id for planned in ours if planned.declared_at is None}
    return Around(
        works=tuple(declared for number, declared in works.items() if number not in drafts),
        incidents=tuple(known.incidents.values()),
        racks={planned.id: racks(planned.plan.places, here.organisation) for planned in ours},
    )


def judged(incident: Incident, here: Company) -> tuple[Judgement, ...]:
    """What the works in which the incident began mean for its supplier's commitment."""
    since = incident.since
    supplier = incident.supplier or here.organisation.supplier_of(incident.cause)
    loss = Loss(cause=incident.cause, since=since, supplier=supplier)
    ours = authorisations.planned_around(since, since + timedelta(seconds=1))
    return judge(loss, ours, read.announced(since), here)


def _findings_for(
    known: PlannedIntervention, command: Command, here: Company, now: datetime
) -> tuple[Finding, ...]:
    """The check of what is about to be sent; the other commands need none."""
    if isinstance(command, Declare):
        return checked(known.plan, known.id)
    if isinstance(command, Prolong) and command.end > known.plan.end:
        return checked(replace(known.plan, end=command.end), known.id)
    if isinstance(command, Change):
        supplier_of(command.plan, here.organisation)
    return ()


def _write(effects: Iterable[Effect], after: PlannedIntervention, here: Company, now: datetime) -> None:
    """The decision's own effects, and the works by which alerts are muted from now on."""
    before = standing.of_alerts(())
    works: dict[int, Intervention] = {**before.interventions, after.id: muting(after)}
    muted: Standing = replace(before, interventions=works)
    apply((*effects, StandingChanged(before=before, after=muted)), here, now)


def _lock() -> None:
    """Correlation reads the works: it must not be at it."""
    locks.duty(DUTY)
    locks.incidents()


def _record(account: Account, planned: PlannedIntervention, what: str) -> None:
    record(Action.INTERVENTION, actor=account.username, subject=planned.subject.number, what=what)
