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
from tocsin.core.userreport.values import Judgement, News, UserReport, UserReportChanged

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
    if report.incident is not None or report.settled_by or first == report.judgement:
        return Decision(after=report)
    linked = first.incident if first and first.certain else None
    after = replace(report, judgement=first, incident=linked)
    return Decision(
        after=after, effects=(UserReportChanged(report=after), *_linked(after, None, now, TOCSIN))
    )


def move(report: UserReport, to: Incident | None, *, seen: int | None, now: datetime, by: str) -> Decided:
    """A person says which incident it is about, or none. Raises Refused where it changes nothing or was changed since."""
    if seen is not None and seen != report.revision:
        raise Refused("userreport.refused.outdated", number=report.subject.number)
    if to is not None and not to.open:
        raise Refused("userreport.refused.over", number=to.number)
    if (to.id if to else None) == report.incident:
        raise Refused("userreport.refused.same", number=report.subject.number)
    after = replace(
        report, incident=to.id if to else None, settled_by=by, over=False, revision=report.revision + 1
    )
    return Decision(
        after=after, effects=(UserReportChanged(report=after), *_linked(after, report.incident, now, by))
    )


def follow(report: UserReport, to: int, *, now: datetime) -> Decided:
    """The incident was folded into another one (id), which goes on for it."""
    after = replace(report, incident=to)
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


def is_awaited(report: UserReport, news: News) -> bool:
    """Whether the user can be mailed, and has not had this news."""
    return bool(report.address) and (news not in report.news or news is News.WORKAROUND)


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
    """Mail the user this news, once; ``lately`` mails went to the address within ``PERIOD``: it gets no more than
    ``MOST_MAILS``, but always learns that the trouble is over. ``place``: they are the n-th user to report the incident."""
    if not is_awaited(report, news) or (lately >= MOST_MAILS and news is not News.RESOLVED):
        return Decision(after=report)
    after = replace(report, news=(*report.news, news), mailed_at=(*report.mailed_at, now))
    mail = _mail(after, news, organisation, incident, place, note)
    entry = TimelineEntry(
        subject=after.subject,
        at=now,
        actor=TOCSIN,
        verb=Verb.USER_INFORMED,
        data={"news": news.value, "note": note},
    )
    return Decision(after=after, effects=(UserReportChanged(report=after), entry, mail))


def _linked(after: UserReport, before: int | None, now: datetime, by: str) -> tuple[TimelineEntry, ...]:
    """The entries of a new link: on the report, and on the incident that it is about."""
    if after.incident is None and before is None:
        return ()
    judged = after.judgement
    why = (
        Why(code="userreport.linked", facts={"points": judged.points, "reasons": list(judged.reasons)})
        if by == TOCSIN and judged and judged.incident == after.incident
        else None
    )
    to = Subject.incident(after.incident).number if after.incident else ""
    data = {"report": after.subject.number, "to": to, "reporter": after.reporter}
    entries = [
        TimelineEntry(subject=after.subject, at=now, actor=by, verb=Verb.USER_LINKED, why=why, data=data)
    ]
    if after.incident:
        entries.append(
            TimelineEntry(
                subject=Subject.incident(after.incident),
                at=now,
                actor=by,
                verb=Verb.USER_LINKED,
                why=why,
                data=data,
            )
        )
    return tuple(entries)


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
    code = f"userreport.mail.{news.value}" + (".first" if news is News.OPENED and place <= 1 else "")
    title = " ".join((report.title or render_why(Why(code="userreport.mail.title"), report.language)).split())
    parts = [render_why(Why(code=code, facts=facts), report.language)]
    parts.append(render_why(Why(code="userreport.mail.reply", facts=facts), report.language))
    return MailDue(
        subject=report.subject,
        to=report.address,
        title=f"[{report.subject.number}] {title.replace('=?', '= ?')[:150]}",
        text="\n\n".join(parts) + "\n",
    )


def _public(incident: Incident, organisation: Organisation, report: UserReport) -> str:
    """The incident as a user knows it: its applications, those that they named first; no machine and no room."""
    keys = sorted(incident.applications, key=lambda key: (key not in report.items, key))
    names = [organisation.applications[key].name for key in keys if key in organisation.applications]
    if not names:
        return incident.number
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")
