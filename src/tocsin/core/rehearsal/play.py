"""Play: time passes over a supposed failure; every judgement is the pipeline's own. Reads no row and no clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.correlation.decide import decide as correlate
from tocsin.core.correlation.values import Sighting, Standing
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.decide import decide as escalate
from tocsin.core.escalation.decide import next_look
from tocsin.core.escalation.ladder import Recipient
from tocsin.core.event import fingerprint
from tocsin.core.event.message import PEOPLE
from tocsin.core.event.values import Event, EventState, Place
from tocsin.core.incident.values import Incident, NoticeDue, TimelineEntry
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.core.lifecycle.effects import Effect, IncidentChanged
from tocsin.core.notice.plan import per_hour, plan
from tocsin.core.notice.values import Hold, Notice, Send, SentMail, Skip
from tocsin.core.notice.writing import Ways, written
from tocsin.core.rehearsal.values import Contacted, Course, Supposed
from tocsin.core.sla.clocks import facts_of, read_clocks
from tocsin.core.sla.values import Clock

_MOST = 2_000  # instants looked at


def play(
    supposed: Supposed,
    company: Company,
    roster: Roster,
    standing: Standing | None = None,
    ways: Ways = MappingProxyType({}),
) -> Course:
    """What would happen from ``supposed.at`` on, if every way works. ``standing``: what is going on already (works); none:
    all is quiet. ``ways``: how each person (key) can be reached."""
    playing = _Playing(supposed, company, roster, ways)
    playing.open(standing or Standing())
    playing.run()
    return playing.course()


class _Ids:
    def __init__(self) -> None:
        self._last = 0

    def new(self, kind: SubjectKind) -> int:
        """The next id; it belongs to nothing that is stored."""
        self._last += 1
        return self._last


class _Playing:
    """The incidents, notices and mails of a night that does not take place."""

    def __init__(self, supposed: Supposed, company: Company, roster: Roster, ways: Ways) -> None:
        self._supposed, self._company, self._roster, self._ways = supposed, company, roster, ways
        self._here = company.organisation
        self._end = supposed.at + timedelta(seconds=supposed.lasts_s)
        self._incidents: dict[int, Incident] = {}
        self._opened: list[tuple[Incident, tuple[Clock, ...]]] = []
        self._entries: list[TimelineEntry] = []
        self._pending: dict[
            int, tuple[Notice, datetime]
        ] = {}  # with the instant at which it is looked at next
        self._names: dict[str, str] = {}
        self._sent: list[SentMail] = []
        self._contacted: list[Contacted] = []
        self._numbers = _Ids()

    def open(self, standing: Standing) -> None:
        """The event arrives: correlation, then the incident, as in the pipeline."""
        now = self._supposed.at
        correlated = correlate(
            standing,
            [Sighting(event=self._event(), item=self._supposed.item, id=1)],
            graph=self._company.graph,
            kinds=self._here.kinds,
            policy=self._here.policies,
            ids=_Ids(),
            now=now,
        )
        followed = follow(standing, correlated, {}, self._company, now=now)
        self._take(followed.effects, now)
        self._opened = [(incident, self._clocks(incident, now)) for incident in self._incidents.values()]
        self._settle(now)

    def run(self) -> None:
        """From one instant at which something is due to the next, until the end."""
        now = self._supposed.at
        for _ in range(_MOST):
            following = min(self._instants(now), default=None)
            if following is None or following > self._end:
                return
            now = max(now, following)
            self._look(now)
            self._settle(now)

    def course(self) -> Course:
        """What came of it."""
        incident, clocks = self._opened[0] if self._opened else (None, ())
        return Course(
            incident=incident,
            clocks=clocks,
            contacted=tuple(self._contacted),
            timeline=tuple(self._entries),
            muted=not self._opened,
        )

    def _event(self) -> Event:
        supposed, source = self._supposed, self._supposed.source or PEOPLE
        place = Place(item=supposed.item, text=supposed.item)
        return Event(
            source=source,
            kind=supposed.kind,
            state=EventState.FIRING,
            criticality=Criticality.MEDIUM,
            place=place,
            summary="",
            occurred_at=supposed.at,
            fingerprint=fingerprint.of(source, supposed.kind, place),
        )

    def _instants(self, now: datetime) -> Iterator[datetime]:
        for incident in self._incidents.values():
            look = next_look(incident, self._here, self._clocks(incident, now), now=now)
            if look is not None:
                yield look
        yield from (until for _, until in self._pending.values())

    def _look(self, now: datetime) -> None:
        """What ``flow/duties/deadlines`` does."""
        for incident in list(self._incidents.values()):
            clocks = self._clocks(incident, now)
            look = next_look(incident, self._here, clocks, now=now)
            if look is not None and look <= now:
                decision = escalate(incident, self._here, self._roster, clocks, now=now)
                self._take((IncidentChanged(incident=decision.after), *decision.effects), now)

    def _take(self, effects: Iterable[Effect], now: datetime) -> None:
        """What ``flow/apply`` does: incidents first, notices are about what they are then."""
        due: list[NoticeDue] = []
        for effect in effects:
            if isinstance(effect, IncidentChanged):
                self._incidents[effect.incident.id] = effect.incident
            elif isinstance(effect, TimelineEntry):
                self._entries.append(effect)
            elif isinstance(effect, NoticeDue):
                due.append(effect)
        for notice_due in due:
            self._queue(notice_due, now)

    def _queue(self, due: NoticeDue, now: datetime) -> None:
        incident = self._incidents[due.subject.id]
        if incident.folded_into is not None:
            return
        clocks = self._clocks(incident, now)
        notices = written(
            due,
            incident,
            clocks,
            self._here,
            self._roster,
            now=now,
            notified=self._notified(),
            ways=self._ways,
        )
        for notice in notices:
            number = self._numbers.new(SubjectKind.INCIDENT)
            self._pending[number] = (replace(notice, id=number), now)

    def _notified(self) -> list[Recipient]:
        """Whom notices went to, or are about to; nobody recovers in a rehearsal, so that language and zone do not matter."""
        addresses = [mail.recipient for mail in self._sent]
        addresses += [notice.recipient for notice, _ in self._pending.values()]
        return [Recipient(address=address, language="en", zone="UTC") for address in addresses]

    def _settle(self, now: datetime) -> None:
        """What ``flow/notices/choosing`` does."""
        due = {notice.recipient for notice, at in self._pending.values() if at <= now}
        waiting = [notice for notice, _ in self._pending.values() if notice.recipient in due]
        if not waiting:
            return
        history = [mail for mail in self._sent if mail.recipient in due]
        decision = plan(waiting, history, self._here.policies, now=now, allowances=per_hour(self._here))
        known = {notice.id: notice for notice in waiting}
        for fate in decision.effects:
            match fate:
                case Hold(notices=numbers, until=until):
                    for number in numbers:
                        self._pending[number] = (known[number], until)
                case Skip(notices=numbers):
                    for number in numbers:
                        del self._pending[number]
                case Send(notices=numbers):
                    self._send(fate, [known[number] for number in numbers], now)
                    for number in numbers:
                        del self._pending[number]

    def _send(self, fate: Send, notices: list[Notice], now: datetime) -> None:
        urgent = tuple({notice.subject for notice in notices if notice.brief.priority is Priority.P1})
        subjects = tuple(dict.fromkeys(notice.subject for notice in notices))
        self._sent.append(
            SentMail(recipient=fate.recipient, at=now, subjects=subjects, digest=fate.digest, urgent=urgent)
        )
        call = next((notice.call for notice in notices if notice.call), "")
        incident = self._incidents[notices[0].subject.id]
        self._contacted.append(
            Contacted(
                at=now,
                due_at=min(notice.created_at for notice in notices),
                address=fate.recipient,
                name=self._name(notices[0]),
                channel=notices[0].channel,
                kinds=tuple(dict.fromkeys(notice.kind for notice in notices)),
                digest=fate.digest,
                why=fate.why,
                call=call,
                costs=incident.supplier if self._is_of(incident.supplier, call) else "",
            )
        )

    def _is_of(self, supplier: str, call: str) -> bool:
        """Whether the call goes to a rung of this supplier: then its contract says what it costs."""
        known = self._here.suppliers.get(supplier)
        return bool(call) and known is not None and any(rung.name in call for rung in known.ladder)

    def _name(self, notice: Notice) -> str:
        if notice.person in self._here.persons:
            return self._here.persons[notice.person].name
        address = notice.recipient
        return next((team.name for team in self._here.teams.values() if address in team.notices), address)

    def _clocks(self, incident: Incident, now: datetime) -> tuple[Clock, ...]:
        return read_clocks(facts_of(incident), incident.terms, now=now)
