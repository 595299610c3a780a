"""Apply: writes every effect of a decision, inside the caller's transaction. Decides nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import assert_never

from tocsin.core.authorisation.values import Authorisation, AuthorisationChanged
from tocsin.core.company import Company
from tocsin.core.correlation.effects import AlertsMoved, EventOutdated
from tocsin.core.correlation.values import Standing
from tocsin.core.impact.values import Hit
from tocsin.core.incident.values import Incident, NoticeDue, TimelineEntry
from tocsin.core.intervention.values import PlanChanged, PlannedIntervention
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.effects import (
    AlertJudged,
    AlertsCounted,
    AlertsGiven,
    Effect,
    HitsChanged,
    IncidentChanged,
    InterventionOver,
    ResolutionSet,
    StandingChanged,
)
from tocsin.core.mail import MailDue
from tocsin.core.major.values import Major, MajorChanged
from tocsin.core.problem.record import Problem, ProblemChanged
from tocsin.core.understood import Understood
from tocsin.core.userreport.values import UserReport, UserReportChanged
from tocsin.flow.incidents.keeping import keep
from tocsin.flow.journey import history, standing
from tocsin.flow.notices import mailing
from tocsin.flow.notices import queueing as notices
from tocsin.store import alerts, authorisations, incidents, live, majors, problems, userreports
from tocsin.store import standing as rows


def apply(
    effects: Iterable[Effect], company: Company, now: datetime, batch: Sequence[Understood] = ()
) -> None:
    """Write these effects, and the history of the batch of messages that caused them, if a batch did."""
    writing = _Writing()
    for effect in effects:
        writing.take(effect)
    writing.write(company, now, batch)


class _Writing:
    """The effects of one transaction, gathered by the table that they go to: each table is written once."""

    def __init__(self) -> None:
        self._incidents: list[Incident] = []
        self._entries: list[TimelineEntry] = []
        self._notices: list[NoticeDue] = []
        self._hits: dict[int, Sequence[tuple[Hit, ItemType]]] = {}
        self._moves: list[Callable[[], None]] = []  # in their order: an alert may move twice
        self._counted: dict[int, int] = {}
        self._resolutions: list[ResolutionSet] = []
        self._standing = StandingChanged(before=Standing(), after=Standing())
        self._over: list[int] = []
        self._outdated: dict[int, Why] = {}
        self._judged: dict[str, Why] = {}
        self._authorisations: list[Authorisation] = []
        self._planned: list[PlannedIntervention] = []
        self._problems: list[Problem] = []
        self._mails: list[MailDue] = []
        self._reports: list[UserReport] = []
        self._majors: list[Major] = []

    def take(self, effect: Effect) -> None:
        """Collect the effect for its table."""
        match effect:
            case TimelineEntry():
                self._entries.append(effect)
            case NoticeDue():
                self._notices.append(effect)
            case IncidentChanged(incident=incident):
                self._incidents.append(incident)
            case HitsChanged(incident=number, hits=hits):
                self._hits[number] = hits
            case AlertsGiven(child=child, parent=parent):
                self._moves.append(partial(alerts.refold, {child: parent}))
            case AlertsMoved(incident=number, target=target, items=items):
                self._moves.append(partial(alerts.move, number, target, items))
            case AlertsCounted(intervention=number, count=count):
                self._counted[number] = self._counted.get(number, 0) + count
            case ResolutionSet():
                self._resolutions.append(effect)
            case StandingChanged():
                self._standing = effect
            case InterventionOver(intervention=number):
                self._over.append(number)
            case EventOutdated(sighting=sighting, why=why):
                self._outdated[sighting] = why
            case AlertJudged(fingerprint=fingerprint, why=why):
                self._judged[fingerprint] = why
            case AuthorisationChanged(authorisation=authorisation):
                self._authorisations.append(authorisation)
            case PlanChanged(planned=planned):
                self._planned.append(planned)
            case ProblemChanged(problem=problem):
                self._problems.append(problem)
            case UserReportChanged(report=report):
                self._reports.append(report)
            case MajorChanged(major=major):
                self._majors.append(major)
            case MailDue():
                self._mails.append(effect)
            case _:
                assert_never(effect)

    def write(self, company: Company, now: datetime, batch: Sequence[Understood]) -> None:
        """Incidents before what refers to them; notices last, for they are about what is written."""
        keep(self._incidents, company.organisation, now)
        incidents.write_entries(self._entries)
        incidents.write_hits(self._hits)
        for move in self._moves:
            move()
        self._write_standing(batch)
        if batch:
            history.write(batch, self._standing.after, self._outdated, company.organisation)
        alerts.note_reasons(self._judged)
        authorisations.write(self._authorisations)
        authorisations.write_planned(self._planned)
        problems.write(self._problems)
        userreports.write(self._reports)
        majors.write(self._majors)
        notices.queue(self._notices, company, now)
        mailing.queue(self._mails, now)
        live.push(
            [*(incident.subject for incident in self._incidents), *(entry.subject for entry in self._entries)]
        )

    def _write_standing(self, batch: Sequence[Understood]) -> None:
        before, after = self._standing.before, self._standing.after
        standing.keep(before, after)
        alerts.write(history.changed(before, after), history.words(batch))
        rows.count_muted(self._counted)
        standing.let_go(self._over)
        for resolution in self._resolutions:
            standing.resolve(resolution.incident, resolution.at)
