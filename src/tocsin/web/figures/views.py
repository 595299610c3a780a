"""The page of the teams' work, and the incidents behind each of its figures. Computes no figure."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tocsin.core.figures.facts import Scope
from tocsin.core.figures.measures import NAMES, SPANNING, TIMES, Figure
from tocsin.core.figures.spread import Spread
from tocsin.flow import access
from tocsin.flow import figures as flow
from tocsin.flow.figures import PERIODS, Work
from tocsin.store.read import listing
from tocsin.web import refusals
from tocsin.web.figures import drawing
from tocsin.web.figures.drawing import Part, Strip
from tocsin.web.names import Names
from tocsin.web.request import Request
from tocsin.web.words import KINDS, STATES, Word

WORDS: dict[str, tuple[str | Promise, str, str]] = {
    "open": (gettext_lazy("Open now"), "circle-dot", "info"),
    "unowned": (gettext_lazy("No owner"), "hand", "info"),
    "at_risk": (gettext_lazy("At risk or overdue"), "alarm-clock", "down"),
    "opened": (gettext_lazy("Opened in the span"), "log-in", "neutral"),
    "resolved": (gettext_lazy("Resolved in the span"), "circle-check", "ok"),
    "reopened": (gettext_lazy("Opened again"), "rotate-ccw", "degraded"),
    "handed_over": (gettext_lazy("Hand-overs"), "arrow-right-left", "neutral"),
    "to_acknowledge": (gettext_lazy("Time to acknowledge"), "hand", "info"),
    "to_restore": (gettext_lazy("Time to restore"), "timer", "ok"),
}
AGE_WORDS: dict[str, str | Promise] = {
    "day": gettext_lazy("under a day"),
    "three": gettext_lazy("1 to 3 days"),
    "week": gettext_lazy("3 to 7 days"),
    "month": gettext_lazy("7 to 30 days"),
    "older": gettext_lazy("over 30 days"),
}
_COUNTS = ("open", "unowned", "at_risk", "opened", "resolved", "reopened", "handed_over")
_LISTED = 200


class Count(NamedTuple):
    """A figure that is a number, with the address of its incidents."""

    name: str
    label: str | Promise
    drawn: str
    tone: str
    value: int
    address: str


class Time(NamedTuple):
    """A figure that is a time, as text and as a picture."""

    label: str | Promise
    spread: Spread
    strip: Strip
    address: str


class Compared(NamedTuple):
    """A figure of this span beside that of the span before; ``change``: ``+3``, empty for times."""

    label: str | Promise
    now: Figure
    now_address: str
    before: Figure
    before_address: str
    change: str


class ScopeView(NamedTuple):
    """The figures of a team, a region or the whole."""

    name: str
    counts: dict[str, Count]
    times: list[Time]
    ages: list[tuple[Part, str | Promise, str]]


class LoadView(NamedTuple):
    """How much a person has open; ``width`` in per cent of the most."""

    name: str
    value: int
    width: str
    address: str


@require_GET
def figures(request: Request) -> HttpResponse:
    """The teams' work in the group or in a region."""
    days, region = _days(request), _region(request)
    work, organisation, names = flow.work(days), request.organisation, Names(request.organisation)
    whole = Scope(region=region)
    by_team = {
        key: Scope(region=region, team=key)
        for key in organisation.teams
        if any(Scope(region=region, team=key).has(fact) for fact in work.facts)
    }
    most = max((work.of(scope)["open"].value for scope in by_team.values()), default=0)
    regions = ["", *organisation.regions] if region is None else []
    return render(request, "figures/figures.html", {
        "section": "figures",
        "days": days,
        "region": region,
        "periods": [(period, _here(region, period)) for period in PERIODS],
        "regions": [(None, _("Whole group"), _here(None, days)),
                    *((key, _named(key, names), _here(key, days)) for key in ("", *organisation.regions))],
        "whole": _scope("", work, whole, days, 0),
        "teams": [_scope(names.team(key), work, scope, days, most) for key, scope in by_team.items()],
        "by_region": [_scope(_named(key, names), work, Scope(region=key), days, 0) for key in regions],
        "compared": _compared(work, whole, days),
        "ticks": drawing.TICKS,
        "shared": len(work.shared),
        "loads": [(names.team(key), loads) for key in by_team if (loads := _loads(request, work, key, region, days))],
        "own": _own(request, work, days),
    })  # fmt: skip


@require_GET
@refusals.shown
def behind(request: Request, name: str) -> HttpResponse:
    """The incidents that make up a figure; of a time, the longest first."""
    if name not in NAMES:
        raise Http404
    names, days = Names(request.organisation), _days(request)
    scope = Scope(
        region=_region(request), team=request.GET.get("team", ""), person=request.GET.get("person", "")
    )
    flow.require(request.user, name, scope.person)
    work, before = flow.work(days), request.GET.get("before") == "1" and name in SPANNING
    figure = (work.of_before(scope) if before else work.of(scope))[name]
    shown = figure.incidents[:_LISTED]
    whose = [names.person(scope.person), names.team(scope.team)]
    if scope.region is not None:
        whose.append(_named(scope.region, names))
    context = {
        "section": "figures",
        "label": _label(name),
        "figure": figure,
        "whose": [text for text in whose if text],
        "days": days,
        "before": before,
        "rows": _rows(shown, figure, names),
        "more": len(figure.incidents) - len(shown),
        "back": _here(scope.region, days),
    }
    return render(request, "figures/behind.html", context)


def _label(name: str) -> str | Promise:
    return WORDS[name][0] if name in WORDS else AGE_WORDS[name.removeprefix("age_")]


class Row(NamedTuple):
    """An incident behind a figure, in words. ``seconds``: its time, where the figure is one."""

    listed: listing.Listed
    kind: Word
    state: Word
    team: str
    owner: str
    seconds: float | None


def _rows(shown: tuple[int, ...], figure: Figure, names: Names) -> list[Row]:
    times = dict(zip(figure.incidents, figure.times, strict=False))
    return [
        Row(
            listed, KINDS[listed.kind], STATES[listed.state], names.team(listed.owner_team),
            names.person(listed.owner), times.get(listed.id),
        )
        for listed in listing.of(shown)
    ]  # fmt: skip


def _scope(name: str, work: Work, scope: Scope, days: int, most: int) -> ScopeView:
    found = work.of(scope)
    return ScopeView(
        name=name,
        counts={
            key: Count(key, *WORDS[key], found[key].value, _address(key, scope, days)) for key in _COUNTS
        },
        times=[_time(found[key], scope, days) for key in TIMES],
        ages=[
            (part, AGE_WORDS[part.name], _address(f"age_{part.name}", scope, days))
            for part in drawing.ages(found, most or found["open"].value)
        ],
    )


def _time(figure: Figure, scope: Scope, days: int) -> Time:
    spread = figure.spread
    address = _address(figure.name, scope, days)
    return Time(WORDS[figure.name][0], spread, drawing.strip(figure.times, spread), address)


def _compared(work: Work, scope: Scope, days: int) -> list[Compared]:
    """What was done in the span beside what was done in the one before."""
    now, before = work.of(scope), work.of_before(scope)
    return [
        Compared(
            WORDS[name][0], now[name], _address(name, scope, days), before[name],
            f"{_address(name, scope, days)}&before=1",
            "" if name in TIMES else _signed(now[name].value - before[name].value),
        )
        for name in SPANNING
    ]  # fmt: skip


def _signed(change: int) -> str:
    return f"{change:+d}".replace("-", "\u2212") if change else "0"


def _loads(request: Request, work: Work, team: str, region: str | None, days: int) -> list[LoadView]:
    """Who in the team has how much open, for those who may see it; the most first."""
    organisation = request.organisation
    if not access.sees_load(request.user, team, organisation):
        return []
    people = [person for person in organisation.persons.values() if person.team == team]
    scopes = {person.name: Scope(region=region, person=person.key) for person in people}
    counts = {name: work.of(scope)["open"].value for name, scope in scopes.items()}
    most = max(counts.values(), default=0)
    return [
        LoadView(
            name, count, f"{100 * count / most if most else 0:.1f}", _address("open", scopes[name], days)
        )
        for name, count in sorted(counts.items(), key=lambda load: (-load[1], load[0]))
    ]


def _own(request: Request, work: Work, days: int) -> list[ScopeView]:
    """The person's own figures, which nobody else sees; none for an account that is bound to nobody."""
    person = request.organisation.persons.get(request.user.person)
    return [_scope(person.name, work, Scope(person=person.key), days, 0)] if person else []


def _named(key: str, names: Names) -> str:
    region = names.organisation.regions.get(key)
    return region.name if region else _("Group services")


def _days(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, PERIODS) else PERIODS[1]


def _region(request: Request) -> str | None:
    region = request.GET.get("region")
    return region if region == "" or region in request.organisation.regions else None


def _here(region: str | None, days: int) -> str:
    return f"{reverse('figures')}?{_query(Scope(region=region), days)}"


def _address(name: str, scope: Scope, days: int) -> str:
    return f"{reverse('figure', args=[name])}?{_query(scope, days)}"


def _query(scope: Scope, days: int) -> str:
    whose = {"region": scope.region, "team": scope.team or None, "person": scope.person or None}
    return urlencode({key: value for key, value in {**whose, "days": days}.items() if value is not None})
