"""Call: what a person says on the phone to a supplier, line by line, in the supplier's language. Knows no page."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tocsin.core.exchange.bond import ENDED, Bond
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.sla.durations import span
from tocsin.core.sla.values import Clock

_FORMAT = {"fr": "%d/%m à %H:%M", "en": "%d %B, %H:%M"}


def call_script(
    card: ProviderCard, bond: Bond | None, incident: Incident, clock: Clock | None, *, caller: str, company: str,
    now: datetime,
) -> Iterator[str]:  # fmt: skip
    """Who calls, under which contract and code; what it is about, where exactly; what was promised; what to ask for.

    ``clock`` is the supplier's, as it reads now. Times are in the supplier's zone.
    """
    language = card.message.language
    yield _line("hello", language, caller=caller, company=company)
    if card.contract:
        code = "contract.code" if card.code else "contract"
        yield _line(code, language, contract=card.contract, code=card.code)
    if bond and bond.their_reference:
        yield _line("ticket", language, ticket=bond.their_reference, ours=bond.reference)
    elif card.reference:
        yield _line("ticket", language, ticket=card.reference, ours=incident.number)
    else:
        yield _line("new", language, ours=bond.reference if bond else incident.number)
    since = f"{incident.since.astimezone(ZoneInfo(card.zone)):{_FORMAT[language]}}"
    yield _line("trouble", language, kind=card.message.kind, place=card.message.place, since=since)
    if bond and bond.state in ENDED and incident.open:
        yield _line("still", language)
    if clock and clock.due_at and not clock.stopped_at:
        left_s = (clock.due_at - now).total_seconds()
        code = "guarantee" if left_s > 0 else "guarantee.over"
        yield _line(code, language, target=span(clock.target_s, language), left=span(left_s, language))
    yield _line("ask", language)


def _line(name: str, language: Language, **facts: str) -> str:
    return render_why(Why(code=f"exchange.call.{name}", facts=facts), language)
