"""Watching: reports are linked as soon as an incident explains them, answered, and followed until it is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.core.company import Company
from tocsin.core.incident.values import TOCSIN, Incident
from tocsin.core.userreport.decide import due_news, follow
from tocsin.core.userreport.opening import Group, groups
from tocsin.core.userreport.values import UserReport
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents import reporting
from tocsin.flow.organisation import company
from tocsin.flow.userreports.judging import count, notify, relinked
from tocsin.store import incidents, locks, userreports

DUTY = "user reports"
_LOOKED_AT = timedelta(hours=4)  # for so long a report without an incident is compared with new ones


def watch() -> None:
    """Do what time and new incidents bring to the reports. The lock of incidents is taken only if there is something."""
    here, now = company(), clock.now()
    waiting = _waiting(now)
    if userreports.due_news() or relinked(waiting, here, now):
        with transaction.atomic():
            if not locks.try_duty(DUTY):
                return
            locks.incidents()
            _catch_up(here, now)
        waiting = _waiting(now)
    for group in groups(waiting, here.organisation.policies):
        _open(group)


def _waiting(now: datetime) -> list[UserReport]:
    return userreports.unlinked(now - _LOOKED_AT)


def _catch_up(here: Company, now: datetime) -> None:
    """Link what can be linked, follow what was folded, and inform every user who is due news."""
    touched: set[int | None] = set()
    for decided in relinked(_waiting(now), here, now):
        apply(decided.effects, here, now)
        touched.add(decided.after.incident)
    due = userreports.due_news()
    known = _going_on({report.incident for report in due if report.incident})
    for report in due:
        incident = known.get(report.incident) if report.incident else None
        touched |= _inform(report, incident, here, now)
    count(touched, here, now)


def _going_on(numbers: set[int]) -> dict[int, Incident]:
    """For each of these incidents (ids) the one that goes on for it: itself, or what it was folded into."""
    known = incidents.load(numbers)
    while (
        folded := {incident.folded_into for incident in known.values() if incident.folded_into} - known.keys()
    ):
        known |= incidents.load(folded)
    return {number: _end_of(known[number], known) for number in numbers if number in known}


def _end_of(incident: Incident, known: Mapping[int, Incident]) -> Incident:
    while incident.folded_into is not None:
        incident = known[incident.folded_into]
    return incident


def _inform(report: UserReport, incident: Incident | None, here: Company, now: datetime) -> set[int | None]:
    """The user has the news that is due; the incidents (ids) of which the number of users changes."""
    touched: set[int | None] = set()
    if incident is not None and incident.id != report.incident:
        touched = {report.incident, incident.id}
        followed = follow(report, incident.id, now=now)
        apply(followed.effects, here, now)
        report = followed.after
    if (news := due_news(report, incident)) is not None:
        notify(report, news, here, now, incident=incident)
    return touched


def _open(group: Group) -> None:
    """An incident, as if a person had reported it: what stands may explain it, and then it is part of that."""
    reporting.keep(
        reporting.Report(
            what=group.reports[0].title or group.reports[0].text[:200],
            item=group.item,
            effect="degraded",
            since=group.since,
            key=f"user-reports:{group.item}:{group.region}:{group.reports[0].id}",
            caller=", ".join(sorted({report.reporter for report in group.reports}))[:200],
        ),
        TOCSIN,
    )
