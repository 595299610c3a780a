"""The page of the commitments: whether each promise of ours can be kept, and what the contracts' figures came to."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tocsin.core.coverage.reasons import reasons
from tocsin.core.coverage.values import Coverage, Verdict
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import commitments as checked
from tocsin.flow import contract_months, organisation
from tocsin.web.commitments.drawing import Deadlines, Span, deadlines, spans
from tocsin.web.commitments.months import tables
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import CRITICALITIES, Word

VERDICTS = {
    Verdict.KEPT: Word(_("Kept"), "circle-check", "ok"),
    Verdict.AT_RISK: Word(_("At risk"), "triangle-alert", "degraded"),
    Verdict.BROKEN: Word(_("Cannot be kept"), "octagon-x", "down"),
    Verdict.UNPROMISED: Word(_("No commitment"), "circle-dashed", "neutral"),
}
_WORST_FIRST = (Verdict.BROKEN, Verdict.AT_RISK, Verdict.UNPROMISED, Verdict.KEPT)


class Application(NamedTuple):
    """An application by its name, and the suppliers that it depends on."""

    name: str
    criticality: str | Promise
    suppliers: list[str]


class Group(NamedTuple):
    """The applications with the same result."""

    applications: list[Application]
    verdict: Word
    week: list[Span]
    deadlines: Deadlines | None
    reasons: tuple[str, ...]


@require_GET
def commitments(request: Request) -> HttpResponse:
    """The applications, those whose promise cannot be kept first; then the contracts' figures, month by month."""
    found = sorted(
        checked.coverage(organisation.company()),
        key=lambda app: (
            _WORST_FIRST.index(app.verdict),
            -app.at_risk_s,
            -app.criticality.rank,
            app.application,
        ),
    )
    context = {
        "section": "commitments",
        "groups": list(_groups(found, request.organisation, language(request))),
        "counts": list(_counts(found)),
        "contracts": tables(
            contract_months.figures(request.organisation), request.organisation, language(request)
        ),
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
    }
    return render(request, "commitments/commitments.html", context)


def _groups(found: list[Coverage], known: Organisation, reader: Language) -> Iterator[Group]:
    alike: dict[tuple[Verdict, tuple[str, ...]], list[Coverage]] = {}
    for coverage in found:
        sentences = tuple(render_named(why, known, reader) for why in reasons(coverage, known, reader))
        alike.setdefault((coverage.verdict, sentences), []).append(coverage)
    for (verdict, sentences), members in alike.items():
        worst = members[0].worst
        yield Group(
            applications=[_application(coverage, known) for coverage in members],
            verdict=VERDICTS[verdict],
            week=spans(members[0].weekly),
            deadlines=deadlines(worst) if worst else None,
            reasons=sentences,
        )


def _application(found: Coverage, known: Organisation) -> Application:
    names = Names(known)
    return Application(
        name=known.applications[found.application].name,
        criticality=CRITICALITIES[found.criticality.value],
        suppliers=[names.supplier(key) for key in found.suppliers],
    )


def _counts(found: list[Coverage]) -> Iterator[tuple[Word, int]]:
    counted = Counter(application.verdict for application in found)
    return ((VERDICTS[verdict], counted[verdict]) for verdict in _WORST_FIRST if counted[verdict])
