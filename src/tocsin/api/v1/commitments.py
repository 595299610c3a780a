"""Commitments over the API: what each figure of the suppliers' contracts came to, month by month, with its incidents."""

from datetime import date
from typing import Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Router, Schema

from tocsin.api.v1.problems import language_of
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.contracts import Measure
from tocsin.core.sla.measures import Measured
from tocsin.core.sla.months import name_of, reason_of
from tocsin.flow import contract_months
from tocsin.flow.contract_months import FigureMonths
from tocsin.flow.organisation import snapshot

router = Router(tags=["commitments"])


class ShareOut(Schema):
    """An incident behind a figure: the seconds that count, those over the target, cents owed for it. ``running``: it still
    lasts inside the target."""

    incident: int
    item: str
    counted_s: int
    over_s: int
    cents: int
    running: bool


class MonthOut(Schema):
    """A figure of a month (``2026-10``). ``value``: the availability in per cent, else how many per cent of the settled
    incidents were within the target; null: nothing is settled. ``reason``: of how many incidents, or why there is nothing
    to measure. ``cents`` are owed, after the cap. ``recorded_from``: only the part of the month from that day on counts,
    for nothing was recorded here before; null: all of it."""

    month: str
    state: Literal["kept", "missed", "running", "nothing"]
    value: float | None
    reason: str
    recorded_from: date | None
    cents: int
    incidents: list[ShareOut]


class MeasuredOut(Schema):
    """A figure of a contract with its target: seconds of ``calendar`` (key; empty: day and night), or per cent."""

    supplier: str
    contract: str
    to_be_signed: bool
    currency: str
    measure: str
    name: str
    figure: Literal["response", "restoration", "interruption", "power_interruption", "availability"]
    target_s: int | None
    availability: float | None
    calendar: str
    months: list[MonthOut]


@router.get("/commitments", response=list[MeasuredOut], summary="The contracts' figures, month by month")
def commitments(request: HttpRequest, supplier: str = "", months: int = 4) -> list[dict[str, Any]]:
    """This month first. ``months``: how many, at most 24; ``supplier`` (key): only its contracts."""
    found = contract_months.figures(snapshot(), months=months, supplier=supplier)
    return [_figure(figure, language_of(request)) for figure in found]


def _figure(figure: FigureMonths, language: Language) -> dict[str, Any]:
    measure = figure.measure
    return {
        "supplier": figure.supplier,
        "contract": figure.contract.number,
        "to_be_signed": figure.contract.to_be_signed,
        "currency": figure.contract.currency,
        "measure": measure.key,
        "name": name_of(measure, language),
        "figure": measure.figure,
        "target_s": measure.target_s or None,
        "availability": measure.availability or None,
        "calendar": measure.calendar,
        "months": [_month(month, found, measure, language) for month, found in figure.months.items()],
    }


def _month(month: str, found: Measured, measure: Measure, language: Language) -> dict[str, Any]:
    return {
        "month": month,
        "state": found.state,
        "value": found.value,
        "reason": reason_of(measure, found, language),
        "recorded_from": found.recorded_from,
        "cents": found.cents,
        "incidents": [msgspec.structs.asdict(share) for share in found.shares],
    }
