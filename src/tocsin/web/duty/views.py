"""The page of duty: a bar a team for two weeks, the same turns as text, and who is away."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.core.duty.foreseen import Foreseen
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.presence import is_present
from tocsin.core.duty.turns import turns
from tocsin.core.duty.values import Absence, Cover, Roster, Turn
from tocsin.core.escalation.reach import foreseen
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import Person
from tocsin.flow import access, clock
from tocsin.flow import duty as known_duty
from tocsin.flow.access import Permission
from tocsin.web.duty.drawing import Stretch, mark, stretches
from tocsin.web.names import Names
from tocsin.web.request import Request, language

DAYS = 14
_FORESEEN = timedelta(weeks=4)
_TROUBLES = 5  # shown; the others are counted


class TurnLine(NamedTuple):
    """A turn as text. ``why`` is empty where it is simply the person's turn."""

    start: datetime
    end: datetime
    person: str
    why: str
    shade: str


class TeamDuty(NamedTuple):
    """The duty of a team: who has it now, and what follows."""

    key: str
    name: str
    person: Person | None
    until: datetime
    why: str
    lines: list[TurnLine]
    bar: list[Stretch]


class Away(NamedTuple):
    """An absence, with names."""

    absence: Absence
    person: str
    substitute: str
    by: str
    begun: bool


class Covering(NamedTuple):
    """A cover, with names."""

    cover: Cover
    rotation: str
    person: str
    by: str


class Trouble(NamedTuple):
    """What is foreseen, as a sentence."""

    start: datetime
    end: datetime | None
    text: str


@require_GET
def duty(request: Request) -> HttpResponse:
    """Two weeks from this midnight on."""
    now, organisation = clock.now(), request.organisation
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    roster, names = known_duty.known(start), Names(organisation)
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    coming = foreseen(now, now + _FORESEEN, organisation, roster)
    context = {
        "section": "duty",
        "foreseen": [_trouble(request, trouble) for trouble in coming[:_TROUBLES]],
        "more_foreseen": len(coming[_TROUBLES:]),
        "teams": [_team(request, team, roster, start, now) for team in teams],
        "days": _days(start),
        "width": DAYS * 100,
        "now": mark(now, start),
        "away": [_away(absence, names, now) for absence in roster.absences if _stands(absence.end, now)],
        "covers": [_covering(request, cover, names) for cover in roster.covers if _stands(cover.end, now)],
        "people": _people(organisation, roster, now),
        "rotations": [(key, names.rotation(key, language(request))) for key in organisation.rotations],
        "may_declare": access.may(request.user, Permission.ROSTER),
        "from": f"{timezone.localtime(now):%Y-%m-%dT%H:%M}",
    }
    return render(request, "duty/duty.html", context)


def _team(request: Request, team: str, roster: Roster, start: datetime, now: datetime) -> TeamDuty:
    organisation, names, reader = request.organisation, Names(request.organisation), language(request)
    found = turns(team, start, start + timedelta(days=DAYS), organisation, roster)
    bar = stretches(found, start)
    current = on_duty(team, now, organisation, roster)
    return TeamDuty(
        key=team,
        name=names.team(team),
        person=organisation.persons.get(current.person),
        until=next(turn.end for turn in found if turn.start <= now < turn.end),
        why=render_named(current.why, organisation, reader),
        lines=[_line(request, turn, part) for turn, part in zip(found, bar, strict=True) if turn.end > now],
        bar=bar,
    )


def _trouble(request: Request, trouble: Foreseen) -> Trouble:
    text = render_named(trouble.why, request.organisation, language(request))
    return Trouble(trouble.start, trouble.end, text)


def _line(request: Request, turn: Turn, part: Stretch) -> TurnLine:
    reason = render_named(turn.duty.why, request.organisation, language(request))
    return TurnLine(
        start=turn.start,
        end=turn.end,
        person=Names(request.organisation).person(turn.duty.person),
        why="" if turn.duty.why.code == "duty.turn" else reason,
        shade=part.shade,
    )


def _away(absence: Absence, names: Names, now: datetime) -> Away:
    return Away(
        absence, names.person(absence.person), names.person(absence.substitute), names.person(absence.by),
        absence.start <= now,
    )  # fmt: skip


def _covering(request: Request, cover: Cover, names: Names) -> Covering:
    rotation = names.rotation(cover.rotation, language(request))
    return Covering(cover, rotation, names.person(cover.person), names.person(cover.by))


def _people(organisation: Organisation, roster: Roster, now: datetime) -> list[tuple[str, str, bool]]:
    """Everybody by name: key, name, and whether they are there now."""
    people = sorted(organisation.persons.values(), key=lambda person: person.name.casefold())
    return [(person.key, person.name, is_present(person.key, roster, now)) for person in people]


def _stands(end: datetime | None, now: datetime) -> bool:
    return end is None or end > now


def _days(start: datetime) -> list[date]:
    return [(start + timedelta(days=number)).date() for number in range(DAYS)]
