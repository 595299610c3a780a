"""Letter: a mail as people read it, short, in their language and their zone. Knows text, no transport."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from tocsin.core.exchange.values import ProviderCard
from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.sentences import Language, colon, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.notice.instants import at_read, day_read
from tocsin.core.notice.provider import call_line, provider_lines
from tocsin.core.notice.values import Brief, Letter, Notice, Struck
from tocsin.core.sla.durations import counted, span, standing, state_at
from tocsin.core.sla.values import Clock, ClockState

LISTED = 10  # incidents listed in a digest; more are counted
_SUBJECT_LIMIT = 150
_IN_SUBJECT = 2  # applications that a subject names
CardOf = Callable[[Subject], ProviderCard | None]
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # all spaces but no-break spaces
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CLOCK_CODES = {
    ClockState.RUNNING: "notice.clock.running",
    ClockState.AT_RISK: "notice.clock.running",
    ClockState.BREACHED: "notice.clock.breached",
}


def _no_card(subject: Subject) -> ProviderCard | None:
    return None


def render(
    notices: Sequence[Notice], language: Language, base_url: str, card_of: CardOf = _no_card, take: str = ""
) -> Letter:
    """The mail of these notices (one recipient's, in order of time; at least one).

    About one incident: what happened last, what else since the previous mail, and people's notes. About several:
    a digest, each incident once, the most urgent first. About incidents that were long over when received: a summary, in
    order of time. ``base_url`` is where Tocsin's pages are, without final slash; ``card_of`` gives the provider's card
    of a subject, as it reads now. ``take``: the link by which the recipient takes the incident, where they may.
    """
    groups: dict[Subject, list[Notice]] = {}
    for notice in notices:
        groups.setdefault(notice.subject, []).append(notice)
    if all(group[-1].brief.late and group[-1].kind is NoticeKind.RECOVERED for group in groups.values()):
        return _read_late([group[-1] for group in groups.values()], language, base_url)
    if len(groups) == 1:
        return _about_one(notices, language, base_url, card_of(notices[-1].subject), take)
    return _digest(sorted(groups.values(), key=_urgency), language, base_url, card_of)


def message_id(notice: Notice, mark: str, domain: str) -> str:
    """The Message-ID of the mail that a notice leads: the same however often it is tried. Only those who have the mail
    know its ``mark``."""
    return f"<notice.{notice.id}.{mark}@{domain}>"


def thread_id(notice: Notice, domain: str) -> str:
    """The Message-ID to which every mail about the subject refers, so that mail programs show them together."""
    return f"<{notice.subject.kind.value}.{notice.subject.id}@{domain}>"


def _urgency(group: list[Notice]) -> tuple[bool, str, int]:
    notice = group[-1]
    return notice.kind is NoticeKind.RECOVERED, notice.brief.priority.value, notice.subject.id


def _about_one(
    notices: Sequence[Notice], language: Language, base_url: str, card: ProviderCard | None, take: str
) -> Letter:
    """What is down comes first, because the mail's subject already says what happened and where."""
    notice, brief = notices[-1], notices[-1].brief
    over = notice.kind is NoticeKind.RECOVERED
    lines = [
        *(_back(brief, notice.zone, language) if over else _lead(notice, language)),
        *_struck(brief, language, over=over),
        *_also(notices, language),
        *_notes(notices, language),
        *(() if over else _began(brief, notice.zone, language)),
        *(clock_line(clock, notice.created_at, notice.zone, language) for clock in brief.clocks),
        *(() if over or card is None else provider_lines(card, notice.zone, language)),
        _holder(brief, language),
        "",
        *((_sentence("notice.take", language, link=take),) if take else ()),
        _link(notice, base_url),
    ]
    return Letter(subject=_subject(headline(notice, language)), text="\n".join(lines) + "\n")


def headline(notice: Notice, language: Language) -> str:
    """The part that a locked phone shows: number, priority, what happened, what and where; then whom it hits."""
    brief = notice.brief
    worst = brief.struck[0].applications if brief.struck else brief.applications
    text = f"[{brief.number}] {brief.priority.value} {_happened(notice, language)}{colon(language)}{_title(brief, language)}"
    others = brief.application_count - len(worst[:_IN_SUBJECT])
    return f"{text} ({', '.join(worst[:_IN_SUBJECT])}{f' +{others}' if others else ''})" if worst else text


def _happened(notice: Notice, language: Language) -> str:
    """The label of what happened; that of an opening is its effect: down, degraded, without redundancy."""
    if notice.kind is NoticeKind.OPENED:
        return _sentence(f"notice.opened.{notice.brief.effect.value}", language)
    return kind_label(notice, language)


_LEADS = (NoticeKind.HANDED_OVER, NoticeKind.LAPSED, NoticeKind.DEESCALATED)


def _lead(notice: Notice, language: Language) -> Iterator[str]:
    """What the mail asks of its reader."""
    if notice.kind in _LEADS:
        yield _sentence(f"notice.lead.{notice.kind.value}", language, by=notice.by)
    if notice.call:
        yield _sentence("notice.lead.call", language, who=notice.call)


def _struck(brief: Brief, language: Language, *, over: bool) -> Iterator[str]:
    """What is down and what only lost its redundancy, apart."""
    if not brief.struck:
        yield _sentence(f"notice.effect.{'over' if over else brief.effect.value}", language)
        yield from _hits(brief, language)
    for struck in brief.struck:
        code = f"notice.{'was' if over else 'struck'}.{struck.effect.value}"
        what = _sentence("notice.names.and", language).join(_named(struck, language))
        yield _sentence(code, language, what=what)


def _named(struck: Struck, language: Language) -> Iterator[str]:
    """The applications by name, those beyond counted; then how many devices."""
    others = struck.application_count - len(struck.applications)
    if struck.applications:
        code = "notice.names.more" if others else "notice.names"
        yield _sentence(code, language, names=list(struck.applications), count=others)
    if struck.device_count:
        yield _sentence("notice.names.devices", language, count=struck.device_count)


def _began(brief: Brief, zone: str, language: Language) -> Iterator[str]:
    received = at_read(brief.received_at or brief.since, zone, language)
    yield _sentence("notice.began", language, since=at_read(brief.since, zone, language), received=received)


def _back(brief: Brief, zone: str, language: Language) -> Iterator[str]:
    """Since when it works again, and how long it did not."""
    if brief.over_at is None:
        yield _sentence("notice.back", language, since=at_read(brief.since, zone, language))
        return
    lasted = span((brief.over_at - brief.since).total_seconds(), language)
    over, since = (at_read(at, zone, language) for at in (brief.over_at, brief.since))
    yield _sentence("notice.back.lasted", language, over=over, since=since, lasted=lasted)


def _digest(groups: list[list[Notice]], language: Language, base_url: str, card_of: CardOf) -> Letter:
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
        card = card_of(group[-1].subject)
        if card and group[-1].kind is not NoticeKind.RECOVERED:
            lines.append(f"  {call_line(card, language)}{f' · {card.reference}' if card.reference else ''}")
        lines.append(f"  {_link(group[-1], base_url)}")
    if len(groups) > LISTED:
        lines.append(_sentence("notice.digest.more", language, count=len(groups) - LISTED))
    return Letter(subject=_subject(subject), text="\n".join([*lines, "", f"{base_url}/", ""]))


def _read_late(notices: list[Notice], language: Language, base_url: str) -> Letter:
    """The summary of incidents read late: from when to when each lasted."""
    ordered = sorted(notices, key=lambda notice: (notice.brief.since, notice.subject.id))
    first, last = (day_read(at, ordered[0].zone, language) for at in _extent(ordered))
    facts = {"count": len(ordered), "first": first, "last": last}
    lines = [_sentence("notice.late.lead", language, **facts), ""]
    for notice in ordered[:LISTED]:
        lines += [_lasted(notice, language), f"  {_link(notice, base_url)}"]
    if len(ordered) > LISTED:
        lines.append(_sentence("notice.digest.more", language, count=len(ordered) - LISTED))
    subject = _subject(_sentence("notice.late.subject", language, **facts))
    return Letter(subject=subject, text="\n".join([*lines, "", f"{base_url}/", ""]))


def _extent(notices: list[Notice]) -> tuple[datetime, datetime]:
    begun = [notice.brief.since for notice in notices]
    return min(begun), max(notice.brief.over_at or notice.brief.since for notice in notices)


def _lasted(notice: Notice, language: Language) -> str:
    brief = notice.brief
    since, over = (at_read(at, notice.zone, language) for at in (brief.since, brief.over_at or brief.since))
    facts = {"number": brief.number, "priority": brief.priority.value, "title": _title(brief, language)}
    return _sentence("notice.late.entry", language, since=since, over=over, **facts)


def _entry(group: list[Notice], language: Language) -> str:
    """An incident of a digest with all that happened to it: a person to whom it was handed over must see that too."""
    brief, kinds = group[-1].brief, ", ".join(_kinds(group, language))
    return f"{brief.number}  {brief.priority.value}  {kinds}  {_title(brief, language)}"


def _also(notices: Sequence[Notice], language: Language) -> Iterator[str]:
    """What happened since the last mail, before what happened last."""
    last = kind_label(notices[-1], language)
    if kinds := [kind for kind in _kinds(notices[:-1], language) if kind != last]:
        yield _sentence("notice.also", language, kinds=kinds)


def _notes(notices: Sequence[Notice], language: Language) -> Iterator[str]:
    """The notes of the people who acted."""
    for notice in notices:
        if notice.note:
            yield _sentence("notice.note", language, by=notice.by, note=notice.note)


def _kinds(notices: Sequence[Notice], language: Language) -> Iterable[str]:
    """Each thing that happened, once."""
    return dict.fromkeys(kind_label(notice, language) for notice in notices)


def kind_label(notice: Notice, language: Language) -> str:
    """What a notice is about, in a few words."""
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
    facts["due"] = at_read(clock.due_at, zone, language) if clock.due_at else "-"
    code = _CLOCK_CODES.get(state_at(clock, now), "notice.clock")
    code += ".worked" if clock.worked and code == "notice.clock.running" else ""
    return _sentence(f"notice.side.{clock.side}", language, **facts) + _sentence(code, language, **facts)


def _holder(brief: Brief, language: Language) -> str:
    code = "notice.owner" if brief.owner else "notice.no_owner"
    return _sentence(code, language, team=brief.team, owner=brief.owner)


def _link(notice: Notice, base_url: str) -> str:
    return f"{base_url}{notice.subject.path}"


def _title(brief: Brief, language: Language) -> str:
    return _SPACES.sub(" ", brief.title.fr if language == "fr" else brief.title.en).strip()


def _subject(text: str) -> str:
    """One line of plain text, of a length that every mail program shows.

    Text of a source may hold an RFC 2047 encoded word; Python 3.11.7 and 3.12.1 decode it when the header is set,
    and a line break in it begins a header of the source's choice (Bcc).
    """
    line = _SPACES.sub(" ", _CONTROL.sub(" ", text).replace("=?", "= ?")).strip()
    return line if len(line) <= _SUBJECT_LIMIT else line[: _SUBJECT_LIMIT - 1] + "…"


def _sentence(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
