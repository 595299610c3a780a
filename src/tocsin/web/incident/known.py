"""Known errors and problems on the page of an incident."""

from typing import Any, NamedTuple

from tocsin.core.kernel.sentences import render_why
from tocsin.core.problem.record import Problem
from tocsin.flow.problems import records
from tocsin.flow.problems.offering import reasons
from tocsin.store import problems as store
from tocsin.web.names import Names
from tocsin.web.request import Request, language


class OfferView(NamedTuple):
    """A known error as it is offered, with what each field said for it; ``by``: who answered."""

    problem: Problem
    bits: str
    reasons: list[str]
    answer: str
    by: str


def view(request: Request, incident: int) -> dict[str, Any]:
    """What the page of the incident shows of problems."""
    offers = store.offers_on(incident)
    known = store.about(incident, [offer.problem for offer in offers])
    by_id = {problem.id: problem for problem in known}
    return {
        "offers": [
            OfferView(
                problem=by_id[offer.problem],
                bits=f"{offer.bits:.0f}",
                reasons=[render_why(why, language(request)) for why in reasons(offer.likeness)],
                answer=offer.answer,
                by=Names(request.organisation).person(offer.answered_by),
            )
            for offer in offers
            if offer.problem in by_id and offer.likeness
        ],
        "problems": [problem for problem in known if incident in problem.incidents],
        "may_decide": records.may_decide(request.user),
    }
