"""The teams' work in figures over the API: each with the incidents behind it."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tocsin.api.v1.callers import caller
from tocsin.core.figures.facts import Scope
from tocsin.core.figures.measures import Figure
from tocsin.flow import figures as flow

router = Router(tags=["figures"])


class FigureOut(Schema):
    """A figure. ``incidents`` (ids) make it up. Of a time: ``n`` of them, median and 90th percentile in seconds; null: below
    twelve, too few."""

    name: str
    value: int
    incidents: list[int]
    n: int | None
    median_s: float | None
    p90_s: float | None


@router.get("/figures", response=list[FigureOut], summary="The teams' work in figures")
def figures(
    request: HttpRequest,
    days: Literal[7, 30, 90] = 30,
    region: str | None = None,
    team: Annotated[str, Query(max_length=200)] = "",
    person: Annotated[str, Query(max_length=200)] = "",
) -> list[dict[str, Any]]:
    """``region`` empty is the group's own, without it all of the group. Of another ``person`` only what is open now is
    given, to their team and managers; 403 to others."""
    found = flow.work(days).of(Scope(region=region, team=team, person=person))
    names = flow.visible(caller(request), person)
    return [_figure(figure) for name, figure in found.items() if name in names]


def _figure(figure: Figure) -> dict[str, Any]:
    spread = figure.spread if figure.name.startswith("to_") else None
    return {
        "name": figure.name,
        "value": figure.value,
        "incidents": figure.incidents,
        "n": spread.n if spread else None,
        "median_s": spread.median_s if spread else None,
        "p90_s": spread.p90_s if spread else None,
    }
