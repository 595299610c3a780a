"""The contracts' figures month by month, as the page of the commitments shows them, and the incidents behind one figure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tocsin.core.exchange.cost import money
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import render_duration
from tocsin.core.sla.measures import Measured, Share
from tocsin.core.sla.months import name_of, reason_of, target_of, value_of
from tocsin.flow import contract_months
from tocsin.flow.contract_months import FigureMonths
from tocsin.store import incidents
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import Word, sentence

STATES = {
    "kept": Word(sentence("month.state.kept"), "circle-check", "ok"),
    "missed": Word(sentence("month.state.missed"), "octagon-x", "down"),
    "running": Word(sentence("month.state.running"), "timer", "info"),
    "nothing": Word(sentence("month.state.nothing"), "circle-dashed", "neutral"),
}


class MonthCell(NamedTuple):
    """A figure of one month. ``opens``: the address of its incidents; empty: there are none."""

    month: str
    state: Word
    value: str
    reason: str
    penalty: str
    opens: str


class FigureRow(NamedTuple):
    """A figure of a contract with its target and its months, this month first."""

    name: str
    target: str
    cells: list[MonthCell]


class ContractTable(NamedTuple):
    """A contract's figures."""

    supplier: str
    number: str
    name: str
    months: list[str]
    rows: list[FigureRow]


class Counted(NamedTuple):
    """An incident behind a figure: what counts of it, how much of that is over the target, and what it costs."""

    incident: int
    title: str
    since: datetime | None
    item: str
    counted: str
    over: str
    penalty: str
    state: Word


def tables(found: Iterable[FigureMonths], known: Organisation, reader: Language) -> list[ContractTable]:
    """The figures, one table a contract."""
    names, made = Names(known), dict[tuple[str, str], ContractTable]()
    for figure in found:
        key = figure.supplier, figure.contract.number
        if key not in made:
            supplier, contract = names.supplier(figure.supplier), figure.contract
            made[key] = ContractTable(supplier, contract.number, contract.name, list(figure.months), [])
        made[key].rows.append(_row(figure, known, reader))
    return list(made.values())


def _row(figure: FigureMonths, known: Organisation, reader: Language) -> FigureRow:
    return FigureRow(
        name=name_of(figure.measure, reader),
        target=target_of(figure.measure, known.calendars.get(figure.measure.calendar), reader),
        cells=[_cell(figure, month, found, reader) for month, found in figure.months.items()],
    )


def _cell(figure: FigureMonths, month: str, found: Measured, reader: Language) -> MonthCell:
    asked = {"supplier": figure.supplier, "contract": figure.contract.number, "measure": figure.measure.key}
    return MonthCell(
        month=month,
        state=STATES[found.state],
        value=value_of(figure.measure, found, reader),
        reason=reason_of(figure.measure, found, reader),
        penalty=money(found.cents, reader, figure.contract.currency) if found.cents else "",
        opens=f"{reverse('commitment-month')}?{urlencode({**asked, 'month': month})}" if found.shares else "",
    )


@require_GET
def month(request: Request) -> HttpResponse:
    """One figure of one month with its incidents."""
    reader, known = language(request), request.organisation
    asked = request.GET.get("month", "")
    figure = _asked(request, asked)
    if figure is None:
        raise Http404
    found = figure.months[asked]
    context = {
        "section": "commitments",
        "supplier": Names(known).supplier(figure.supplier),
        "contract": figure.contract,
        "figure": _row(figure, known, reader),
        "cell": _cell(figure, asked, found, reader),
        "shares": list(_counted(figure, found, known, reader)),
    }
    return render(request, "commitments/month.html", context)


def _asked(request: Request, month: str) -> FigureMonths | None:
    """The figure that the address names, of this month."""
    supplier = request.GET.get("supplier", "")
    wanted = request.GET.get("contract", ""), request.GET.get("measure", "")
    if supplier not in request.organisation.suppliers:
        return None
    figures = contract_months.figures_of(request.organisation, supplier, month)
    return next(
        (figure for figure in figures if (figure.contract.number, figure.measure.key) == wanted), None
    )


def _counted(
    figure: FigureMonths, found: Measured, known: Organisation, reader: Language
) -> Iterator[Counted]:
    named = incidents.load({share.incident for share in found.shares})
    for share in sorted(found.shares, key=lambda share: (-share.over_s, -share.counted_s, share.incident)):
        yield _share(figure, share, named[share.incident], known, reader)


def _share(
    figure: FigureMonths, share: Share, incident: Incident, known: Organisation, reader: Language
) -> Counted:
    of_availability = figure.measure.figure == "availability"
    state = "running" if share.running else "missed" if share.over_s else "kept"
    return Counted(
        incident=share.incident,
        title=getattr(incident.title, reader),
        since=incident.since,
        item=Names(known).item(share.item) if share.item else "",
        counted=render_duration(share.counted_s),
        over=render_duration(share.over_s) if share.over_s else "",
        penalty=money(share.cents, reader, figure.contract.currency) if share.cents else "",
        state=Word(_("Down"), "octagon-x", "degraded") if of_availability else STATES[state],
    )
