"""A major incident's review on its page, its PDF, and the forms that need more than its record."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tocsin.core.kernel.sentences import Language
from tocsin.core.major import values as v
from tocsin.core.major.asking import command_of
from tocsin.core.major.review import Section
from tocsin.core.major.values import Major, MajorState
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.majors import records, reviewing
from tocsin.store.models import Account
from tocsin.web.names import Names
from tocsin.web.request import Request

Typed = Mapping[str, str]


def _draft(account: Account, number: int, typed: Typed) -> object:
    language: Language = "en" if typed.get("language") == "en" else "fr"
    return reviewing.draft_review(account, number, language)


def _add_action(account: Account, number: int, typed: Typed) -> object:
    command = command_of("add-action", typed)
    assert isinstance(command, v.AddAction)
    return reviewing.add_action(account, number, command)


def _open_problem(account: Account, number: int, typed: Typed) -> object:
    return reviewing.open_problem(account, number, typed.get("title", ""))


VERBS: Mapping[str, Callable[[Account, int, Typed], object]] = {
    "draft-review": _draft,
    "add-action": _add_action,
    "open-problem": _open_problem,
}


def view(known: Major, organisation: Organisation, now: datetime) -> dict[str, Any]:
    """The review as the page shows it; nothing while it is led."""
    if known.open:
        return {}
    review, names, today = known.review, Names(organisation), now.date()
    return {
        "review": review,
        "finished": known.state is MajorState.REVIEWED,
        "problem": reviewing.problem_of(known),
        "parts": [
            (section.value, reviewing.title_of(section.value, review.language), review.texts.get(section, ""))
            for section in Section
        ]
        if review
        else [],
        "todo": [
            (action, names.person(action.owner), action.overdue(today))
            for action in (review.actions if review else ())
        ],
        "everybody": sorted(organisation.persons.values(), key=lambda person: person.name),
        "today": today.isoformat(),
    }


@require_safe
def as_pdf(request: Request, number: int) -> HttpResponse:
    """The review as PDF, in its own language."""
    known = records.load(number)
    answer = HttpResponse(reviewing.as_pdf(known), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{known.subject.number}.pdf"'
    return answer
