"""The page of what recurs: how often, how often it would be expected, when, and at what cost."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.core.problem.cost import Cost, total
from tocsin.core.problem.record import Problem
from tocsin.core.problem.values import Family, Recurrence
from tocsin.core.sla.durations import span
from tocsin.flow.problems import costs, records, recurring
from tocsin.store import problems as store
from tocsin.store.recurrences import Standing, begun
from tocsin.web.request import Request, language

FAMILIES: Mapping[Family, str | Promise] = {
    Family.ITEM: gettext_lazy("Same cause"),
    Family.PLACE: gettext_lazy("Same place"),
    Family.KIND: gettext_lazy("Same kind"),
    Family.APPLICATION: gettext_lazy("Same application"),
    Family.WORDING: gettext_lazy("Nearly the same words"),
    Family.PAIR: gettext_lazy("Same kind at the same place"),
    Family.TOGETHER: gettext_lazy("The same two together"),
}
_LISTED = 12  # incidents named one by one
_GAPS = 6  # times between two of them


class Incident(NamedTuple):
    """An incident of the evidence; ``x`` is where it lies in the bar, in per cent of the window."""

    id: int
    began: datetime
    x: str


class Choice(NamedTuple):
    """What a finding may be the same trouble as: a problem, or another finding; ``shared``: incidents of both."""

    value: str
    label: str
    shared: int


class Finding(NamedTuple):
    """A recurrence as the page shows it."""

    standing: Standing
    family: str | Promise
    name: str
    item: str  # key, where the list of incidents can be asked for it
    sentence: str
    dots: list[Incident]
    latest: list[Incident]
    more: int
    intervals: str
    cost: Cost
    same: list["Choice"]


@require_GET
def recurrences(request: Request) -> HttpResponse:
    """What recurs these days, the least likely first."""
    standing = recurring.standing()
    numbers = {number for each in standing for number in each.found.incidents}
    reading = _Reading(request, standing, begun(numbers), costs.costs(numbers), store.current())
    context = {
        "section": "recurrences",
        "findings": [reading.finding(each) for each in standing],
        "may_decide": records.may_decide(request.user),
    }
    return render(request, "recurrences/recurrences.html", context)


@require_POST
def dismiss(request: Request, number: int) -> HttpResponse:
    """It is no problem, for a reason."""
    recurring.dismiss(request.user, number, _typed(request, "reason"))
    messages.success(request, _("Dismissed. It returns when there are twice as many incidents."))
    return redirect("recurrences")


@require_POST
def confirm(request: Request, number: int) -> HttpResponse:
    """It is a problem: its record opens."""
    made = recurring.confirm(request.user, number, _typed(request, "title"))
    messages.success(request, _("The problem is open."))
    return redirect("problem", made.id)


@require_POST
def merge(request: Request, number: int) -> HttpResponse:
    """It is the trouble of a problem (``problem:3``), or of another finding (``recurrence:7``)."""
    kind, _colon, chosen = _typed(request, "into").partition(":")
    into = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    merged = recurring.merge(
        request.user,
        number,
        problem=into if kind == "problem" else None,
        recurrence=into if kind == "recurrence" else None,
    )
    messages.success(request, _("Merged."))
    return redirect("problem", merged.id) if merged else redirect("recurrences")


def _typed(request: Request, name: str) -> str:
    return request.POST.get(name, "").strip()[:500]


class _Reading(NamedTuple):
    """What the page was asked with, and all that its findings are made of."""

    request: Request
    standing: list[Standing]
    began: Mapping[int, datetime]
    costs: Mapping[int, Cost]
    problems: list[Problem]

    def finding(self, standing: Standing) -> Finding:
        """One finding as the page shows it."""
        found, dots = standing.found, _dots(standing.found, self.began)
        return Finding(
            standing=standing,
            family=FAMILIES[found.family],
            name=_name(self.request, found),
            item=found.key if found.key in self.request.organisation.items else "",
            sentence=_sentence(self.request, found),
            dots=dots,
            latest=dots[-_LISTED:][::-1],
            more=max(0, len(dots) - _LISTED),
            intervals=_intervals(dots, language(self.request)),
            cost=total(self.costs[number] for number in found.incidents if number in self.costs),
            same=self._same(standing),
        )

    def _same(self, standing: Standing) -> list[Choice]:
        """Those that share the most incidents with it first."""
        mine = set(standing.found.incidents)
        choices = [
            Choice(
                f"problem:{known.id}",
                f"{known.subject.number} · {known.title}",
                len(mine & set(known.incidents)),
            )
            for known in self.problems
        ]
        choices += [
            Choice(
                f"recurrence:{other.id}",
                f"{FAMILIES[other.found.family]} · {_name(self.request, other.found)}",
                len(mine & set(other.found.incidents)),
            )
            for other in self.standing
            if other.id != standing.id
        ]
        return sorted(choices, key=lambda choice: -choice.shared)


def _sentence(request: Request, found: Recurrence) -> str:
    facts = {
        name: number_format(fact, 1) if isinstance(fact, float) else fact
        for name, fact in found.why.facts.items()
    }
    return render_named(Why(code=found.why.code, facts=facts), request.organisation, language(request))


def _intervals(dots: list[Incident], reader: Language) -> str:
    """The times from one incident to the next, the latest last."""
    gaps = [(after.began - before.began).total_seconds() for before, after in pairwise(dots)]
    return ", ".join(span(gap, reader) for gap in gaps[-_GAPS:])


def _name(request: Request, found: Recurrence) -> str:
    return recurring.name_of(found, request.organisation, language(request))


def _dots(found: Recurrence, began: Mapping[int, datetime]) -> list[Incident]:
    """The incidents in order of time, from the beginning of the window at the left to its end."""
    dots = []
    for number in found.incidents:
        if number in began:
            days = (found.day - began[number].date()).days
            share = (found.days - days) / (found.days + 1) * 100
            dots.append(Incident(number, began[number], f"{min(max(share, 1), 99):.1f}"))
    return sorted(dots, key=lambda dot: dot.began)
