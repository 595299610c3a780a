"""Records: what people do with reports: record a call, move a report, and write to all who reported an incident."""

from datetime import datetime

from django.db import transaction
from msgspec.structs import replace

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.kernel.value import Value
from tocsin.core.userreport.decide import move as moved
from tocsin.core.userreport.decide import receive, rejudge
from tocsin.core.userreport.naming import completed
from tocsin.core.userreport.values import Judgement, News, UserReport
from tocsin.flow import access, clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents import reporting
from tocsin.flow.intake.deposit import other_content
from tocsin.flow.organisation import company
from tocsin.flow.userreports.judging import candidates, count, judged, notify
from tocsin.store import incidents, locks, userreports
from tocsin.store.ids import Ids
from tocsin.store.models import Account


class Call(Value):
    """A user's call as a technician writes it down. ``item`` is an application or place (key), empty if it is unknown.

    ``caller`` is a name or a mail address; ``incident`` (id) is chosen by the technician, ``opens``: it is a new trouble.
    ``key`` identifies the form: sent twice, it is one report, and opens one incident.
    """

    text: str
    caller: str
    key: str
    item: str = ""
    incident: int | None = None
    opens: bool = False


def record(account: Account, call: Call) -> UserReport:
    """Keep the call: about the chosen incident, about a new one, or about the one that it is certainly about.

    Raises NotAllowed, NotFound or Refused, or BadInput for another call under the same key; nothing is kept then.
    """
    access.require_report(account)
    _check(call)
    call = replace(call, key=f"{account.pk}:{call.key}")  # nobody's key is another one's
    incident = call.incident
    if call.opens:
        incident = _opened(account, call)
    with transaction.atomic():
        locks.incidents()
        if known := userreports.with_key(call.key):
            return _same(known, call)
        report = _kept(account, call, incident)
        count({report.incident}, company(), clock.now())
    return report


def _same(known: UserReport, call: Call) -> UserReport:
    said = _report(0, call, known.by, known.at)
    if (said.text, said.reporter) != (known.text, known.reporter) or (
        call.item and call.item not in known.items
    ):
        raise other_content()
    return known


def probable(text: str, caller: str, item: str) -> tuple[tuple[Judgement, Incident], ...]:
    """The open incidents that such a call may be about, the likeliest first."""
    report = _report(0, Call(text=text, caller=caller, item=item, key=""), "", clock.now())
    known = candidates(clock.now(), company().organisation)
    by_id = {candidate.incident.id: candidate.incident for candidate in known}
    found = judged(report, known, company().organisation)
    return tuple((known, by_id[known.incident]) for known in found if by_id[known.incident].open)[:3]


def move(account: Account, number: int, incident: int | None, *, seen: int | None = None) -> UserReport:
    """A person says which incident (id) it is about, or none. Raises NotFound, NotAllowed or Refused."""
    access.require_report(account)
    with transaction.atomic():
        locks.incidents()
        report, here, now = load(number), company(), clock.now()
        decided = moved(report, _known(incident), seen=seen, now=now, by=access.actor(account))
        apply(decided.effects, here, now)
        count({report.incident, incident}, here, now)
    return decided.after


def answer(account: Account, number: int, note: str) -> UserReport:
    """Write to the user of this report alone. Raises NotFound, NotAllowed, or Refused where nobody can be written to."""
    access.require_report(account)
    with transaction.atomic():
        locks.incidents()
        report = load(number)
        if not report.address:
            raise Refused("userreport.refused.address", number=report.subject.number)
        incident = _known(report.incident)
        return notify(report, News.ANSWERED, company(), clock.now(), incident=incident, note=_written(note))


def inform(account: Account, incident: int, note: str) -> int:
    """Write to all who reported the incident (id), in their languages' frame; to how many. Raises Refused for nobody."""
    here, now = company(), clock.now()
    with transaction.atomic():
        locks.incidents()
        known = _incident(incident)
        access.require_act(account, known, here.organisation)
        written = _written(note)
        reports = {report.address: report for report in userreports.about([incident]) if report.address}
        if not reports:
            raise Refused("userreport.refused.nobody")
        for report in reports.values():
            notify(report, News.WORKAROUND, here, now, incident=known, note=written)
    return len(reports)


def _written(note: str) -> str:
    if not note.strip():
        raise Refused("userreport.refused.note")
    return note.strip()[:2000]


def load(number: int) -> UserReport:
    """The report. Raises NotFound."""
    report = userreports.load(number)
    if report is None:
        raise NotFound("error.no_report", number=f"RPT-{number}")
    return report


def _check(call: Call) -> None:
    if not call.text.strip():
        raise Refused("userreport.refused.text")
    if not call.caller.strip():
        raise Refused("userreport.refused.caller")
    if call.opens and not call.item:
        raise Refused("userreport.refused.item")
    _known(call.incident)


def _known(number: int | None) -> Incident | None:
    return None if number is None else _incident(number)


def _incident(number: int) -> Incident:
    """The incident (id). Raises NotFound."""
    found = incidents.load([number]).get(number)
    if found is None:
        raise NotFound("error.no_incident", number=number)
    return found


def _opened(account: Account, call: Call) -> int | None:
    """The incident that the call opens; None where it could not be worked yet: the report is linked later."""
    details = reporting.Report(
        what=call.text[:500],
        item=call.item,
        effect="down",
        since=clock.now(),
        key=call.key,
        caller=call.caller,
    )
    done = reporting.report(account, details)
    return done.incident.id if done else None


def _kept(account: Account, call: Call, incident: int | None) -> UserReport:
    here, now, by = company(), clock.now(), access.actor(account)
    report = _report(Ids().new(SubjectKind.REPORT), call, by, now)
    received = receive(report, now=now)
    apply(received.effects, here, now)
    if incident is not None:
        decided = moved(received.after, _known(incident), seen=None, now=now, by=by)
    else:
        decided = rejudge(
            received.after, judged(report, candidates(now, here.organisation), here.organisation), now=now
        )
    apply(decided.effects, here, now)
    return decided.after


def _report(number: int, call: Call, by: str, now: datetime) -> UserReport:
    caller = call.caller.strip()[:200]
    address = caller.lower() if "@" in caller and " " not in caller else ""
    report = UserReport(
        id=number,
        channel="phone",
        reporter=address or caller,
        address=address,
        text=call.text.strip(),
        at=now,
        by=by,
        items=(call.item,) if call.item else (),
        key=call.key,
    )
    return completed(report, company().organisation)
