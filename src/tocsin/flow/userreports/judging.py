"""Judging: reports compared with the incidents of the moment, and counted there. Runs under the lock of incidents."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.incident.values import Incident
from tocsin.core.lifecycle.effects import Effect, IncidentChanged
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.userreport.decide import PERIOD, Decided, inform, rejudge
from tocsin.core.userreport.judging import Candidate, judge, reporters_of
from tocsin.core.userreport.values import Judgement, News, UserReport
from tocsin.flow.apply import apply
from tocsin.store import incidents, userreports

_OVER = timedelta(hours=5)  # an incident that is over for longer explains no report that is still looked at


def candidates(now: datetime, organisation: Organisation) -> list[Candidate]:
    """The incidents that a report may be about."""
    numbers = userreports.incidents_near(now, now - _OVER)
    known, hit = incidents.load(numbers), userreports.hit_items(numbers)
    wording = defaultdict(list)
    for report in userreports.about(numbers):
        wording[report.incident].append(f"{report.title} {report.text}"[:400])
    return [
        Candidate(
            incident=incident,
            items=hit.get(number, frozenset()) | {incident.cause, *incident.applications},
            wording=(incident.title.fr, incident.title.en, *wording[number][:20]),
        )
        for number, incident in known.items()
    ]


def judged(
    report: UserReport, known: Iterable[Candidate], organisation: Organisation, *, words_alone: bool = True
) -> tuple[Judgement, ...]:
    """The incidents that the report may be about, the likeliest first."""
    items = {key: organisation.items[key].display_name for key in report.items if key in organisation.items}
    regions = {key: organisation.regions[key].name for key in report.regions if key in organisation.regions}
    return judge(report, known, items | regions, words_alone=words_alone)


def relinked(waiting: Collection[UserReport], here: Company, now: datetime) -> list[Decided]:
    """What changes for these reports without an incident, by what is known now. Words alone change nothing."""
    known = candidates(now, here.organisation) if waiting else []
    decisions = [
        rejudge(report, judged(report, known, here.organisation, words_alone=False), now=now)
        for report in waiting
    ]
    return [decided for decided in decisions if decided.effects]


def count(numbers: Collection[int | None], here: Company, now: datetime) -> None:
    """Each of these incidents knows how many users reported it: escalation asks for it."""
    known = incidents.load(number for number in numbers if number is not None)
    reports = defaultdict(list)
    for report in userreports.about(list(known)):
        reports[report.incident].append(report)
    users = {number: reporters_of(reports[number]) for number in known}
    changed: tuple[Effect, ...] = tuple(
        IncidentChanged(incident=replace(incident, reporters=users[number]))
        for number, incident in known.items()
        if incident.reporters != users[number]
    )
    apply(changed, here, now)


def notify(
    report: UserReport, news: News, here: Company, now: datetime, *, incident: Incident | None, note: str = ""
) -> UserReport:
    """Inform the user; the report after that."""
    decided = inform(
        report,
        news,
        here.organisation,
        incident=incident,
        place=_place(report, userreports.about([incident.id])) if incident else 0,
        lately=userreports.mailed(report.address, now - PERIOD) if report.address else 0,
        now=now,
        note=note,
    )
    apply(decided.effects, here, now)
    return decided.after


def _place(report: UserReport, reports: Sequence[UserReport]) -> int:
    """The how many-th user of the incident this is."""
    users = list(dict.fromkeys(known.reporter for known in reports))
    return users.index(report.reporter) + 1 if report.reporter in users else len(users) + 1
