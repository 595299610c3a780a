"""Reviewing: a major incident's review drafted from its timelines, its actions handed to a problem, and the whole as PDF."""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  the words of a draft
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.major import values as v
from tocsin.core.major.drafting import Material, draft
from tocsin.core.major.review import Section
from tocsin.core.major.reviewing import unfollowed
from tocsin.core.major.values import Major
from tocsin.core.problem import record as r
from tocsin.core.problem.record import Problem
from tocsin.flow import clock, pdf
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.majors import records
from tocsin.flow.organisation import snapshot
from tocsin.flow.problems import records as problem_records
from tocsin.flow.wording import day, whole_instant
from tocsin.store import incidents, problems
from tocsin.store.models import Account

_TEMPLATE = Path(__file__).with_name("printed_review.typ")


def draft_review(account: Account, number: int, language: Language) -> Major:
    """Draft the review of a major incident that is stood down. Raises as ``records.ask`` does."""
    known = records.load(number)
    review = draft(known, _material(known), snapshot(), language, now=clock.now())
    return records.ask(account, number, v.KeepReview(review=review))


def add_action(account: Account, number: int, command: v.AddAction) -> Major:
    """Something to be done: an action of the problem of its incidents where one is open, else of the review."""
    with transaction.atomic():
        known = records.load(number)
        problem = problem_of(known)
        if problem is None or known.review is None:
            return records.ask(account, number, command)
        asked = r.AddAction(text=command.text, owner=command.owner, due=command.due)
        problem_records.ask(account, problem.id, asked)
        followed = v.AddAction(text=command.text, owner=command.owner, due=command.due, problem=problem.id)
        return records.ask(account, number, followed)


def open_problem(account: Account, number: int, title: str) -> Problem:
    """A problem from its incidents, which follows the actions of its review from now on."""
    with transaction.atomic():
        known = records.load(number)
        if problem_of(known) is not None:
            raise Refused("major.refused.has_problem")
        made = problem_records.start(account, title or known.reason, known.incidents)
        for action in unfollowed(known.review) if known.review else ():
            asked = r.AddAction(text=action.text, owner=action.owner, due=max(action.due, clock.now().date()))
            problem_records.ask(account, made.id, asked)
        if known.review is not None:
            records.ask(account, number, v.FollowActions(problem=made.id))
        return made


def problem_of(known: Major) -> Problem | None:
    """The open problem that one of its incidents belongs to; None if there is none."""
    found = (problem for incident in known.incidents for problem in problems.about(incident, ()))
    return next((problem for problem in found if problem.open), None)


def title_of(section: str, language: Language) -> str:
    """The name of a section of the review, or of its ``actions``."""
    return render_why(Why(code=f"review.section.{section}"), language)


def as_pdf(known: Major) -> bytes:
    """The review as PDF, in its own language. Raises Refused where there is none."""
    review, organisation = known.review, snapshot()
    if review is None:
        raise Refused("major.refused.no_review")
    language, zone = review.language, ZoneInfo(organisation.settings.zone)
    made = clock.now().astimezone(zone)
    persons = organisation.persons
    data = {
        "title": f"{known.subject.number} – {known.reason}",
        "company": organisation.settings.name,
        "language": language,
        "day": [made.year, made.month, made.day],
        "made": whole_instant(made, language),
        "sections": [
            {"title": title_of(section.value, language), "lines": text.splitlines()}
            for section in Section
            if (text := review.texts.get(section))
        ],
        "actions": [
            [
                action.text,
                persons[action.owner].name if action.owner in persons else action.owner,
                day(action.due, language),
                f"PRB-{action.problem}" if action.problem else ("✓" if action.done_at else ""),
            ]
            for action in review.actions
        ],
        "actions_title": title_of("actions", language),
        "blameless": render_why(Why(code="review.blameless"), language),
    }
    return pdf.as_pdf(_TEMPLATE, data)


def _material(known: Major) -> Material:
    found = incidents.load(known.incidents)
    end = known.stood_down_at or clock.now()
    subjects = [known.subject, *(Subject.incident(number) for number in known.incidents)]
    belonging = {
        problem.subject.number for number in known.incidents for problem in problems.about(number, ())
    }
    return Material(
        incidents=tuple(found[number] for number in sorted(found)),
        entries=tuple(entry for subject in subjects for entry in incidents.timeline(subject)),
        clocks={number: clocks_of(incident, end) for number, incident in found.items()},
        problems=tuple(sorted(belonging)),
    )
