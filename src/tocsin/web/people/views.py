"""The pages of people: everybody by team, and one person with all their ways."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.core.duty.presence import is_present
from tocsin.core.duty.values import Roster
from tocsin.core.duty.ways import Way, unreachable
from tocsin.core.organisation.values import Person
from tocsin.flow import access, clock, duty, ways
from tocsin.flow.notices import reachable
from tocsin.web.names import Names
from tocsin.web.request import Request, language


class WayView(NamedTuple):
    """A way with the name of its channel."""

    way: Way
    channel: str


class PersonView(NamedTuple):
    """A person with names. ``hours``: their working time, by name; ``warned``: on duty at times, and on no verified way."""

    person: Person
    hours: str
    present: bool
    ways: list[WayView]
    warned: bool

    @property
    def known(self) -> list[str]:
        """Skills, languages and working time, those there are."""
        parts = [", ".join(self.person.skills), ", ".join(self.person.languages), self.hours]
        return [part for part in parts if part]


@require_GET
def people(request: Request) -> HttpResponse:
    """Everybody, by team."""
    organisation, names = request.organisation, Names(request.organisation)
    known, roster = reachable.of_everybody(), duty.known()
    warned = set(unreachable(organisation, known))
    teams: dict[str, list[PersonView]] = {}
    for person in organisation.persons.values():
        shown = _view(request, person, known[person.key], roster, person.key in warned)
        teams.setdefault(names.team(person.team), []).append(shown)
    context = {"section": "duty", "teams": sorted(teams.items()), "warned": len(warned)}
    return render(request, "people/people.html", context)


@require_GET
def person(request: Request, key: str) -> HttpResponse:
    """One person, and the forms of their ways."""
    organisation = request.organisation
    found = organisation.persons.get(key)
    if found is None:
        raise Http404
    known = reachable.of_everybody()
    warned = key in unreachable(organisation, known)
    context: dict[str, Any] = {
        "section": "duty",
        "view": _view(request, found, known[key], duty.known(), warned),
        "team": Names(organisation).team(found.team),
        "manager": Names(organisation).person(found.manager),
        "own": request.user.person == key,
        "channels": [(kind, _channel(request, kind)) for kind in ("mail", "phone", *organisation.gateways)],
        "may_change": ways.may_change(request.user, key),
        "may_declare": access.may_declare(request.user, key, organisation),
    }
    return render(request, "people/person.html", context)


def _view(request: Request, person: Person, known: list[Way], roster: Roster, warned: bool) -> PersonView:
    team = request.organisation.teams.get(person.team)
    spec = request.organisation.calendars.get(person.calendar or (team.calendar if team else ""))
    label = getattr(spec.label, language(request)) if spec and spec.label else (spec.key if spec else "")
    shown = [WayView(way, _channel(request, way.kind)) for way in known]
    return PersonView(person, label, is_present(person.key, roster, clock.now()), shown, warned)


def _channel(request: Request, kind: str) -> str:
    gateway = request.organisation.gateways.get(kind)
    if gateway:
        return str(getattr(gateway.label, language(request)))
    return {"mail": _("Mail"), "phone": _("Telephone")}.get(kind, kind)
