"""Watching: reports are linked as soon as an incident explains them, answered, and followed until it is over."""

from datetime import datetime, timedelta

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.incident.values import TOCSIN, Incident
from tocsin.core.userreport.decide import follow, rejudge
from tocsin.core.userreport.judging import Candidate, related
from tocsin.core.userreport.opening import Group, groups
from tocsin.core.userreport.values import News, UserReport
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents import reporting
from tocsin.flow.organisation import company
from tocsin.flow.userreports.judging import candidates, count, judged, notify
from tocsin.store import incidents, locks, userreports

DUTY = "user reports"
_LOOKED_AT = timedelta(hours=4)  # for so long a report without an incident is compared with new ones


def watch() -> None:
    """Do what time and new incidents bring to the reports."""
    now = clock.now()
    waiting = userreports.unlinked(now - _LOOKED_AT)
    if not waiting and not userreports.has_followed():
        return
    with transaction.atomic():
        if not locks.try_duty(DUTY):
            return
        locks.incidents()
        left = _linked(company(), now)
        _followed(company(), now)
    for group in groups(left):
        _open(group)


def _linked(here: Company, now: datetime) -> list[UserReport]:
    """Link what can be linked and answer every user; the reports that are left without an incident."""
    waiting = userreports.unlinked(now - _LOOKED_AT)
    known = candidates(now, here.organisation) if waiting else []
    left = []
    for report in waiting:
        after = _rejudged(report, known, here, now)
        if after.incident is None:
            left.append(notify(after, News.RECORDED, here, now, incident=None))
    return left


def _rejudged(report: UserReport, known: list[Candidate], here: Company, now: datetime) -> UserReport:
    """Wording alone links nothing, and comparing it is slow: here it is compared only where more speaks for it."""
    likely = related(report, known)
    if not likely:
        return report
    decided = rejudge(report, judged(report, likely, here.organisation), now=now)
    apply(decided.effects, here, now)
    return decided.after


def _followed(here: Company, now: datetime) -> None:
    """Every linked report whose trouble is not over: the users are mailed what is new."""
    followed = userreports.followed()
    known = incidents.load({report.incident for report in followed if report.incident})
    for report in followed:
        incident = known.get(report.incident) if report.incident else None
        if incident is not None:
            _follow(report, incident, here, now)
    count({report.incident for report in userreports.followed()}, here, now)


def _follow(report: UserReport, incident: Incident, here: Company, now: datetime) -> None:
    if incident.folded_into is not None:
        apply(follow(report, incident.folded_into, now=now).effects, here, now)
        return
    if incident.open:
        notify(report, News.OPENED, here, now, incident=incident)
        return
    informed = notify(report, News.RESOLVED, here, now, incident=incident)
    userreports.write([replace(informed, over=True)])


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
