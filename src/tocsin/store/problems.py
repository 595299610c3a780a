"""Problems as rows: the value whole, its incidents, and what became of each offer of a known error. Decides nothing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import msgspec
from django.db.models import Count, Q, QuerySet

from tocsin.core.kernel.value import Value
from tocsin.core.problem.likeness import Likeness
from tocsin.core.problem.record import Problem, ProblemState
from tocsin.store import models
from tocsin.store.stored import stored


class Offer(Value):
    """A known error (problem's id) as it was offered on an incident (id). ``answer``: helped, rejected, or empty."""

    problem: int
    incident: int
    bits: float
    offered_at: datetime
    likeness: Likeness | None = None
    answer: str = ""
    answered_by: str = ""


class Use(Value):
    """How often a known error was offered, and what people answered."""

    offered: int = 0
    helped: int = 0
    rejected: int = 0


def write(problems: Iterable[Problem]) -> None:
    """Create or update them, and which incidents belong to them."""
    for known in problems:
        models.Problem.objects.update_or_create(
            id=known.id,
            defaults={
                "title": known.title,
                "state": known.state.value,
                "owner": known.owner,
                "team": known.team,
                "offered": known.offered,
                "last_at": known.last_at,
                "value": msgspec.to_builtins(known),
            },
        )
        links = models.ProblemIncident.objects.filter(problem_id=known.id)
        links.exclude(incident_id__in=known.incidents).delete()
        models.ProblemIncident.objects.bulk_create(
            [models.ProblemIncident(problem_id=known.id, incident_id=number) for number in known.incidents],
            ignore_conflicts=True,
        )


def load(number: int) -> Problem | None:
    """The problem; None if there is none."""
    return next(iter(_problems(models.Problem.objects.filter(id=number))), None)


def current() -> list[Problem]:
    """All that are not closed, the latest first."""
    return _problems(models.Problem.objects.exclude(state=ProblemState.CLOSED))


def closed(most: int = 100) -> list[Problem]:
    """The latest that are closed."""
    return _problems(models.Problem.objects.filter(state=ProblemState.CLOSED))[:most]


def watched() -> list[Problem]:
    """Those with which new incidents are compared: all that are problems, closed or not."""
    return _problems(models.Problem.objects.exclude(value__void=True))


def about(incident: int, numbers: Collection[int]) -> list[Problem]:
    """The problems to which an incident belongs, and these."""
    belonging = models.ProblemIncident.objects.filter(incident_id=incident).values("problem_id")
    return _problems(models.Problem.objects.filter(Q(id__in=belonging) | Q(id__in=numbers)))


def offer(made: Offer) -> None:
    """Keep what is offered."""
    models.KnownErrorOffer.objects.create(
        problem_id=made.problem,
        incident_id=made.incident,
        bits=made.bits,
        offered_at=made.offered_at,
        likeness=msgspec.to_builtins(made.likeness),
    )


def offered_pairs(incidents: Collection[int]) -> set[tuple[int, int]]:
    """Which problem was offered on which of these incidents."""
    rows = models.KnownErrorOffer.objects.filter(incident_id__in=incidents)
    return set(rows.values_list("problem_id", "incident_id"))


def offers_on(incident: int) -> list[Offer]:
    """What was offered on an incident, the likeliest first."""
    rows = models.KnownErrorOffer.objects.filter(incident_id=incident).order_by("-bits")
    return [
        Offer(
            problem=row.problem_id,
            incident=row.incident_id,
            bits=row.bits,
            offered_at=row.offered_at,
            likeness=msgspec.convert(row.likeness, Likeness) if row.likeness else None,
            answer=row.answer,
            answered_by=row.answered_by,
        )
        for row in rows
    ]


def answer(problem: int, incident: int, said: str, by: str, at: datetime) -> bool:
    """What a person says of an offer; whether there is one of which they had not said the same."""
    rows = models.KnownErrorOffer.objects.filter(problem_id=problem, incident_id=incident)
    return bool(rows.exclude(answer=said).update(answer=said, answered_by=by, answered_at=at))


def uses(problems: Collection[int]) -> Mapping[int, Use]:
    """How useful these known errors were."""
    counted = (
        models.KnownErrorOffer.objects.filter(problem_id__in=problems)
        .values_list("problem_id")
        .annotate(
            offered=Count("id"),
            helped=Count("id", filter=Q(answer="helped")),
            rejected=Count("id", filter=Q(answer="rejected")),
        )
    )
    return {
        number: Use(offered=offered, helped=helped, rejected=rejected)
        for number, offered, helped, rejected in counted
    }


def _problems(found: QuerySet[models.Problem]) -> list[Problem]:
    return [stored(value, Problem) for value in found.order_by("-id").values_list("value", flat=True)]
