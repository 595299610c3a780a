"""Short: notices as one text for a telephone: what happened, what waited with it, how to take it. Knows no gateway."""

from collections.abc import Sequence

from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.notice.letter import headline
from tocsin.core.notice.values import Letter, Notice

MOST = 300  # characters before the link: two or three parts of a short message
_NAMED = 3  # incidents that a text about several names
ANSWERED = frozenset(
    {
        NoticeKind.OPENED,
        NoticeKind.WORSENED,
        NoticeKind.REOPENED,
        NoticeKind.HANDED_OVER,
        NoticeKind.AT_RISK,
        NoticeKind.BREACHED,
        NoticeKind.UNTAKEN,
        NoticeKind.ESCALATED,
        NoticeKind.LAPSED,
    }
)  # the notices that somebody may answer by taking the incident


def render_short(notices: Sequence[Notice], language: Language, link: str) -> Letter:
    """The text of these notices (one address's, in order of time; at least one). ``link``: where it is answered or read."""
    last = {notice.subject: notice for notice in notices}
    lines = [_cut(headline(notice, language)) for notice in list(last.values())[-_NAMED:]]
    if len(notices) > 1:
        lines.append(_sentence("notice.short.waited", language, waited=len(notices) - 1))
    lead = notices[-1]
    if lead.kind is NoticeKind.MAJOR and lead.note:
        lines.append(lead.note[:MOST])
    if lead.call:
        lines.append(_sentence("notice.lead.call", language, who=lead.call))
    if len(last) == 1 and lead.kind in ANSWERED:
        lines.append(_sentence("notice.short.answer", language, number=lead.brief.number))
    return Letter(subject=lines[0], text="\n".join([*lines, link]))


def _cut(text: str) -> str:
    most = MOST // _NAMED
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _sentence(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
