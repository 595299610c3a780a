"""Letter: a mail as people read it, short, in their language and their zone. Knows text, no transport."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tocsin.core.incident.values import LATE, NoticeKind
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Brief, Letter, Notice
from tocsin.core.sla.durations import counted, standing, state_at
from tocsin.core.sla.values import Clock, ClockState

LISTED = 10  # incidents listed in a digest; more are counted
_SUBJECT_LIMIT = 150
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FORMAT = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_CLOCK_CODES = {
    ClockState.RUNNING: "notice.clock.running",
    ClockState.AT_RISK: "notice.clock.running",
    ClockState.BREACHED: "notice.clock.breached",
}


def render(notices: Sequence[Notice], language: Language, base_url: str) -> Letter:
    """The mail that tells these notices (one recipient's, in order of time; at least one).

    About one incident: what happened last, what else since the mail before, and what was said of it. About several:
    a digest, each incident once, the most urgent first. Of what had long been over when it was heard: a summary, in
    order of time. ``base_url`` is where Tocsin's pages are, without final slash.
    """
    groups: dict[Subject, list[Notice]] = {}
    for notice in notices:
        groups.setdefault(notice.subject, []).append(notice)
    if all(group[-1].brief.late and group[-1].kind is NoticeKind.RECOVERED for group in groups.values()):
        return _read_late([group[-1] for group in groups.values()], language, base_url)
    if len(groups) == 1:
        return _about_one(notices, language, base_url)
    return _digest(sorted(groups.values(), key=_urgency), language, base_url)


def message_id(notice: Notice, domain: str) -> str:
    """The Message-ID of the mail that a notice leads: the same however often it is tried."""
    return f"<notice.{notice.id}.{int(notice.created_at.timestamp())}@{domain}>"


def thread_id(notice: Notice, domain: str) -> str:
    """What every mail about the subject refers to, so that they stand together."""
    return f"<{notice.subject.kind.value}.{notice.subject.id}@{domain}>"


def _urgency(group: list[Notice]) -> tuple[bool, str, int]:
    notice = group[-1]
    return notice.kind is NoticeKind.RECOVERED, notice.brief.priority.value, notice.subject.id


def _about_one(notices: Sequence[Notice], language: Language, base_url: str) -> Letter:
    notice, brief = notices[-1], notices[-1].brief
    title = _title(brief, language)
    subject = f"[{brief.number}] {brief.priority.value} {kind_label(notice, language)} : {title}"
    lead = f"notice.lead.{notice.kind.value}"
    lines = [
        _sentence(lead, language, number=brief.number, title=title, by=notice.by),
        *_also(notices, language),
        *_notes(notices, language),
        _sentence(
            f"notice.effect.{brief.effect.value}", language, since=_at(brief.since, notice.zone, language)
        ),
        *_late_notice(notice, language),
        *_hits(brief, language),
        *(clock_line(clock, notice.created_at, notice.zone, language) for clock in brief.clocks),
        _holder(brief, language),
        "",
        _link(notice, base_url),
    ]
    return Letter(subject=_subject(subject, language), text="\n".join(lines) + "\n")


def _digest(groups: list[list[Notice]], language: Language, base_url: str) -> Letter:
    urgent = groups[0][-1].brief
    subject = _sentence(
        "notice.digest.subject",
        language,
        count=len(groups),
        number=urgent.number,
        priority=urgent.priority.value,
        title=_title(urgent, language),
    )
    lines = [_sentence("notice.digest.lead", language, count=len(groups)), ""]
    for group in groups[:LISTED]:
        lines += [_entry(group, language), *(f"  {note}" for note in _notes(group, language))]
        lines.append(f"  {_link(group[-1], base_url)}")
    if len(groups) > LISTED:
        lines.append(_sentence("notice.digest.more", language, count=len(groups) - LISTED))
    return Letter(subject=_subject(subject, language), text="\n".join([*lines, "", f"{base_url}/", ""]))


def _read_late(notices: list[Notice], language: Language, base_url: str) -> Letter:
    """From when to when each lasted: nothing is left to do."""
    ordered = sorted(notices, key=lambda notice: (notice.brief.since, notice.subject.id))
    first, last = (_day(at, ordered[0].zone, language) for at in _extent(ordered))
    facts = {"count": len(ordered), "first": first, "last": last}
    lines = [_sentence("notice.late.lead", language, **facts), ""]
    for notice in ordered[:LISTED]:
        lines += [_lasted(notice, language), f"  {_link(notice, base_url)}"]
    if len(ordered) > LISTED:
        lines.append(_sentence("notice.digest.more", language, count=len(ordered) - LISTED))
    subject = _subject(_sentence("notice.late.subject", language, **facts), language)
    return Letter(subject=subject, text="\n".join([*lines, "", f"{base_url}/", ""]))


def _extent(notices: list[Notice]) -> tuple[datetime, datetime]:
    begun = [notice.brief.since for notice in notices]
    return min(begun), max(notice.brief.over_at or notice.brief.since for notice in notices)


def _lasted(notice: Notice, language: Language) -> str:
    brief = notice.brief
    since, over = (_at(at, notice.zone, language) for at in (brief.since, brief.over_at or brief.since))
    facts = {"number": brief.number, "priority": brief.priority.value, "title": _title(brief, language)}
    return _sentence("notice.late.entry", language, since=since, over=over, **facts)


def _late_notice(notice: Notice, language: Language) -> Iterator[str]:
    """When Tocsin heard of it, where that was a minute or more after it began."""
    heard = notice.brief.heard_at
    if heard and heard - notice.brief.since >= LATE:
        yield _sentence("notice.heard", language, heard=_at(heard, notice.zone, language))


def _entry(group: list[Notice], language: Language) -> str:
    """An incident of a digest: all that happened to it, for who was handed it must read that too."""
    brief, kinds = group[-1].brief, ", ".join(_kinds(group, language))
    return f"{brief.number}  {brief.priority.value}  {kinds}  {_title(brief, language)}"


def _also(notices: Sequence[Notice], language: Language) -> Iterator[str]:
    """What happened since the last mail, before what happened last."""
    last = kind_label(notices[-1], language)
    if kinds := [kind for kind in _kinds(notices[:-1], language) if kind != last]:
        yield _sentence("notice.also", language, kinds=kinds)


def _notes(notices: Sequence[Notice], language: Language) -> Iterator[str]:
    """What the people who acted said of it."""
    for notice in notices:
        if notice.note:
            yield _sentence("notice.note", language, by=notice.by, note=notice.note)


def _kinds(notices: Sequence[Notice], language: Language) -> Iterable[str]:
    """Each thing that happened, once."""
    return dict.fromkeys(kind_label(notice, language) for notice in notices)


def kind_label(notice: Notice, language: Language) -> str:
    """What a notice tells, in a few words."""
    code = f"notice.kind.{notice.kind.value}" + (f".{notice.clock}" if notice.clock else "")
    return _sentence(code, language, by=notice.by)


def _hits(brief: Brief, language: Language) -> Iterator[str]:
    others = brief.application_count - len(brief.applications)
    if brief.applications:
        code = "notice.applications.more" if others else "notice.applications"
        yield _sentence(code, language, names=list(brief.applications), count=others)
    if brief.device_count:
        yield _sentence("notice.devices", language, count=brief.device_count)


def clock_line(clock: Clock, now: datetime, zone: str, language: Language) -> str:
    """One commitment and how it stands at ``now``, in one line, as the pages say it; its due time in ``zone`` (IANA)."""
    facts = {"name": clock.name, "target": counted(clock.target_s, clock, language)}
    facts |= {"standing": standing(clock, now, language), "left": counted(clock.remaining_s, clock, language)}
    facts["due"] = _at(clock.due_at, zone, language) if clock.due_at else "-"
    code = _CLOCK_CODES.get(state_at(clock, now), "notice.clock")
    code += ".worked" if clock.worked and code == "notice.clock.running" else ""
    return _sentence(f"notice.side.{clock.side}", language, **facts) + _sentence(code, language, **facts)


def _holder(brief: Brief, language: Language) -> str:
    code = "notice.owner" if brief.owner else "notice.no_owner"
    return _sentence(code, language, team=brief.team, owner=brief.owner)


def _link(notice: Notice, base_url: str) -> str:
    return f"{base_url}{notice.subject.path}"


def _title(brief: Brief, language: Language) -> str:
    return " ".join((brief.title.fr if language == "fr" else brief.title.en).split())


def _subject(text: str, language: Language) -> str:
    """One line that is text alone, of a length that every mail program shows.

    What a source said may hold an RFC 2047 encoded word; Python 3.11.7 and 3.12.1 decode it when the header is set,
    and a line break in it begins a header of the source's choice (Bcc).
    """
    line = " ".join(_CONTROL.sub(" ", text).replace("=?", "= ?").split())
    line = line if language == "fr" else line.replace(" : ", ": ", 1)
    return line if len(line) <= _SUBJECT_LIMIT else line[: _SUBJECT_LIMIT - 1] + "…"


def _at(at: datetime, zone: str, language: Language) -> str:
    """The instant in the recipient's zone, with its name: whoever reads it elsewhere is not misled."""
    return f"{at.astimezone(ZoneInfo(zone)):{_FORMAT[language]}} ({zone})"


def _day(at: datetime, zone: str, language: Language) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):{_FORMAT[language].split()[0]}}"


def _sentence(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
