"""Decide: what becomes of a user's report: linked, moved, replied to; and which mails the user gets."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.incident.values import TOCSIN, Incident, TimelineEntry, Verb
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.userreport.values import BY_PEOPLE, Informed, Judgement, News, UserReport, UserReportChanged

Effect = UserReportChanged | TimelineEntry | MailDue
Decided = Decision[UserReport, Effect]
MOST_MAILS = 6  # to one address
PERIOD = timedelta(hours=1)
_LONGEST = 4000  # characters of a text that is kept here; the mail is kept whole


def receive(report: UserReport, *, now: datetime) -> Decided:
    """The report is kept; which incident it is about is judged next."""
    after = replace(report, text=report.text[:_LONGEST])
    data = {"note": after.text, "channel": report.channel, "reporter": report.reporter}
    entry = TimelineEntry(subject=after.subject, at=now, actor=report.by, verb=Verb.USER_REPORTED, data=data)
    return Decision(after=after, effects=(UserReportChanged(report=after), entry))


def rejudge(report: UserReport, judged: Sequence[Judgement], *, now: datetime) -> Decided:
    """What is known now decides of a report that no person has settled and that is linked to nothing."""
    first = next(iter(judged), None)
    if first is None or report.incident is not None or report.settled_by or first == report.judgement:
        return Decision(after=report)
    after = replace(report, judgement=first, incident=first.incident if first.certain else None)
    return Decision(
        after=after, effects=(UserReportChanged(report=after), *_linked(after, None, now, TOCSIN))
    )


def move(report: UserReport, to: Incident | None, *, seen: int | None, now: datetime, by: str) -> Decided:
    """A person says which incident it is about, or none. Raises Refused where it changes nothing or was changed since."""
    if seen is not None and seen != report.revision:
        raise Refused("userreport.refused.outdated", number=report.subject.number)
    if to is not None and not to.open:
        raise Refused("userreport.refused.over", number=to.number)
    if (to.id if to else None) == report.incident and (to is not None or report.settled_by):
        raise Refused("userreport.refused.same", number=report.subject.number)
    after = replace(report, incident=to.id if to else None, settled_by=by, revision=report.revision + 1)
    return Decision(
        after=after, effects=(UserReportChanged(report=after), *_linked(after, report.incident, now, by))
    )


def follow(report: UserReport, to: int, *, now: datetime) -> Decided:
    """The incident was folded into another one (id), which goes on for it: what the user knows stays true."""
    informed = tuple(
        replace(had, incident=to) if had.incident == report.incident else had for had in report.informed
    )
    after = replace(report, incident=to, informed=informed)
    return Decision(
        after=after, effects=(UserReportChanged(report=after), *_linked(after, report.incident, now, TOCSIN))
    )


def reply(report: UserReport, text: str, message: int, *, now: datetime) -> Decided:
    """The user writes again about it: it stands on its timeline, and on that of its incident."""
    data = {"note": text[:_LONGEST], "message": message, "report": report.subject.number}
    subjects = [report.subject] + ([Subject.incident(report.incident)] if report.incident else [])
    entries = tuple(
        TimelineEntry(subject=subject, at=now, actor=report.reporter, verb=Verb.USER_REPLIED, data=data)
        for subject in subjects
    )
    return Decision(after=report, effects=entries)


def due_news(report: UserReport, incident: Incident | None) -> News | None:
    """The news that the user is due now; ``incident`` is the one that the report is linked to."""
    known = report.known
    if incident is None:
        if known is None:
            return News.RECORDED
        return News.CORRECTED if known.incident is not None else None
    if not incident.open:
        return None if report.over and report.is_current else News.RESOLVED
    if known is None or known.incident is None:
        return News.OPENED
    if known.incident != incident.id:
        return News.CORRECTED
    return News.REOPENED if report.over else None


def inform(
    report: UserReport,
    news: News,
    organisation: Organisation,
    *,
    incident: Incident | None,
    place: int,
    lately: int,
    now: datetime,
    note: str = "",
) -> Decided:
    """Mail the user this news, where they have an address.

    ``lately`` mails went to the address within ``PERIOD``: what Tocsin writes by itself is left out from ``MOST_MAILS`` on,
    but for the end. ``place``: they are the n-th user to report the incident.
    """
    mailed = bool(report.address) and (lately < MOST_MAILS or news is News.RESOLVED or news in BY_PEOPLE)
    had = Informed(news=news, at=now, incident=report.incident, mailed=mailed)
    after = replace(report, informed=(*report.informed, had))
    if not mailed:
        return Decision(after=after, effects=(UserReportChanged(report=after),))
    data = {"news": news.value, "note": note}
    entry = TimelineEntry(subject=after.subject, at=now, actor=TOCSIN, verb=Verb.USER_INFORMED, data=data)
    mail = _mail(after, news, organisation, incident, place, note)
    return Decision(after=after, effects=(UserReportChanged(report=after), entry, mail))


def _linked(after: UserReport, before: int | None, now: datetime, by: str) -> tuple[TimelineEntry, ...]:
    """The entries of a link that changed: on the report, on the incident that it is about now, and on that of before."""
    if after.incident is None and before is None and by == TOCSIN:
        return ()
    judged = after.judgement
    why = (
        Why(code="userreport.linked", facts={"points": judged.points, "reasons": list(judged.reasons)})
        if by == TOCSIN and judged and judged.incident == after.incident
        else None
    )
    about, left = (Subject.incident(number) if number else None for number in (after.incident, before))
    data = {
        "report": after.subject.number,
        "to": about.number if about else "",
        "reporter": after.reporter,
    }
    return tuple(
        TimelineEntry(subject=subject, at=now, actor=by, verb=Verb.USER_LINKED, why=why, data=data)
        for subject in (after.subject, about, left)
        if subject
    )


def _mail(
    report: UserReport,
    news: News,
    organisation: Organisation,
    incident: Incident | None,
    place: int,
    note: str,
) -> MailDue:
    facts = {
        "what": _public(incident, organisation, report) if incident else "",
        "number": report.subject.number,
        "place": place,
        "note": note,
    }
    code = f"userreport.mail.{news.value}{_variant(news, incident, place)}"
    title = " ".join((report.title or render_why(Why(code="userreport.mail.title"), report.language)).split())
    parts = [render_why(Why(code=code, facts=facts), report.language)]
    parts.append(render_why(Why(code="userreport.mail.reply", facts=facts), report.language))
    return MailDue(
        subject=report.subject,
        to=report.address,
        title=f"[{report.subject.number}] {title.replace('=?', '= ?')[:150]}",
        text="\n\n".join(parts) + "\n",
    )


def _variant(news: News, incident: Incident | None, place: int) -> str:
    """Which text of the news: the first user's, or that of a report which is about no known incident."""
    if news is News.OPENED and place <= 1:
        return ".first"
    return ".none" if news is News.CORRECTED and incident is None else ""


def _public(incident: Incident, organisation: Organisation, report: UserReport) -> str:
    """The incident as a user knows it: its applications, those that they named first; no machine and no room."""
    keys = sorted(incident.applications, key=lambda key: (key not in report.items, key))
    names = [organisation.applications[key].name for key in keys if key in organisation.applications]
    if not names:
        return incident.number
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
