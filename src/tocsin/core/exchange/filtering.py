"""Filtering: which of a supplier's mails are worth having, by criticality and room; and how to set its filter."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tocsin.core.company import Company
from tocsin.core.exchange.comparing import Trouble
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Supplier

DAYS = 30  # of which the mails are judged
_ENOUGH = 5  # mails that led to nothing before it is proposed to do without them


class Criterion(Value):
    """A setting of the supplier's mail filter: troubles of this criticality in this room (key).

    ``mailed`` of them came by mail, ``useful`` led to something; ``missed`` troubles led to something, and no mail
    reported them.
    """

    criticality: Criticality
    room: str
    mailed: int
    useful: int
    missed: int
    advice: Literal["keep", "stop", "start"]


def criteria(found: Iterable[Trouble], mail: str) -> list[Criterion]:
    """The criteria, the most critical first. ``mail`` is the source of the mails.

    Stop what was mailed often enough and never led to anything; start what led to something without a mail; never stop
    what is critical: it costs little to read, and much to miss.
    """
    cells: dict[tuple[Criticality, str], list[Trouble]] = {}
    for trouble in found:
        if trouble.first.room:
            cells.setdefault((trouble.first.criticality, trouble.first.room), []).append(trouble)
    known = [_criterion(criticality, room, cell, mail) for (criticality, room), cell in cells.items()]
    return sorted(known, key=lambda criterion: (-criterion.criticality.rank, criterion.room))


def request(
    criteria: Iterable[Criterion], supplier: Supplier, company: Company, mail: str
) -> tuple[str, str] | None:
    """The mail that asks the supplier for it, subject and text, in its language and its words; None: all is well."""
    organisation = company.organisation
    language: Language = next(iter((*supplier.languages, *organisation.settings.languages)), "en")
    words = _their_words(company, mail)
    lines = [
        "- " + render_why(_asked(criterion, organisation, words), language)
        for criterion in criteria
        if criterion.advice != "keep"
    ]
    if not lines:
        return None
    frame = {
        name: render_why(Why(code=f"exchange.{name}"), language)
        for name in ("mail.greeting", "filter.request", "filter.rest", "filter.subject")
    }
    text = [frame["mail.greeting"], "", frame["filter.request"], *lines, frame["filter.rest"]]
    return frame["filter.subject"], "\n".join((*text, "", organisation.settings.name))


def _asked(criterion: Criterion, organisation: Organisation, words: Mapping[str, str]) -> Why:
    facts = {
        "criticality": words.get(criterion.criticality, criterion.criticality.value),
        "room": organisation.display_name(criterion.room),
        "mailed": criterion.mailed,
        "missed": criterion.missed,
        "days": DAYS,
    }
    return Why(code=f"exchange.filter.{criterion.advice}", facts=facts)


def _their_words(company: Company, mail: str) -> dict[str, str]:
    """Our criticalities in the words of the first format of this source that has one for each."""
    source = company.organisation.sources.get(mail)
    for known_format in company.formats.among(source.formats if source else ()):
        table = known_format.tables.get("criticality")
        if table and all(table.theirs(criticality) for criticality in Criticality):
            return {criticality.value: table.theirs(criticality)[0] for criticality in Criticality}
    return {}


def _criterion(criticality: Criticality, room: str, cell: list[Trouble], mail: str) -> Criterion:
    mailed = [trouble for trouble in cell if mail in trouble.reported_at]
    useful = sum(trouble.useful for trouble in mailed)
    missed = sum(trouble.useful for trouble in cell if mail not in trouble.reported_at)
    worthless = len(mailed) >= _ENOUGH and not useful and criticality is not Criticality.CRITICAL
    advice: Literal["keep", "stop", "start"] = (
        "start" if missed > useful else "stop" if worthless and not missed else "keep"
    )
    return Criterion(
        criticality=criticality, room=room, mailed=len(mailed), useful=useful, missed=missed, advice=advice
    )
