"""A problem's causes as a tree, its change, and its incidents, as the page shows them. Knows no form."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject, subject_in
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem.likeness import Likeness
from tocsin.core.problem.record import Cause, Change, Problem
from tocsin.flow.problems import offering
from tocsin.store import incidents
from tocsin.web.names import Names
from tocsin.web.words import STATES, Word

_MOST = 60  # incidents of a problem that are listed, the latest first


class CauseRow(NamedTuple):
    """A cause in the tree; ``depth`` is how many «why?» lie before it."""

    cause: Cause
    depth: int


class ChangeView(NamedTuple):
    """The change that is to remove the cause; ``subject`` is what its reference names here, if it does."""

    change: Change
    supplier: str
    subject: Subject | None


class Member(NamedTuple):
    """An incident of the problem."""

    id: int
    title: str
    cause: str
    began: datetime
    state: Word
    lasted: float | None
    bits: str
    reasons: list[str]


def tree(causes: Sequence[Cause]) -> list[CauseRow]:
    """The causes, each below the one that it explains."""
    return list(_below(causes, 0, 0))


def _below(causes: Sequence[Cause], of: int, depth: int) -> Iterator[CauseRow]:
    for cause in causes:
        if cause.of == of:
            yield CauseRow(cause, depth)
            yield from _below(causes, cause.id, depth + 1)


def change(planned: Change | None, names: Names) -> ChangeView | None:
    """The change with its names; None if none is planned."""
    if planned is None:
        return None
    return ChangeView(planned, names.supplier(planned.supplier), subject_in(planned.reference))


def members(known: Problem, organisation: Organisation, language: Language) -> dict[str, list[Member]]:
    """Its latest incidents, the newest first, each with what speaks for it; and others that resemble them."""
    scores, others = offering.explained(known)
    found = incidents.load([*known.incidents[-_MOST:], *others])
    views = {
        number: _member(incident, scores.get(number), organisation, language)
        for number, incident in found.items()
    }
    newest = sorted(views.values(), key=lambda member: member.began, reverse=True)
    return {
        "members": [member for member in newest if member.id in known.incidents],
        "resembling": [views[number] for number in others if number in views],
    }


def _member(
    incident: Incident, found: Likeness | None, organisation: Organisation, language: Language
) -> Member:
    return Member(
        id=incident.id,
        title=getattr(incident.title, language),
        cause=Names(organisation).placed(incident.cause),
        began=incident.since,
        state=STATES[incident.state.value],
        lasted=(incident.resolved_at - incident.since).total_seconds() if incident.resolved_at else None,
        bits=f"{found.total:.0f}" if found else "",
        reasons=[render_why(why, language) for why in offering.reasons(found)] if found else [],
    )
