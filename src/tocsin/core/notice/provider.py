"""Provider: the provider's card as lines of a mail. Knows text, no page."""

from collections.abc import Iterator
from datetime import datetime

from tocsin.core.exchange.cost import cost_read
from tocsin.core.exchange.values import ProviderCard, Rung
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.notice.instants import at_read


def provider_lines(card: ProviderCard, zone: str, language: Language) -> Iterator[str]:
    """Whom to call, their number and our contract, what to say, and who is next; times in ``zone`` (IANA)."""
    yield call_line(card, language)
    if card.reach and not card.reach.open and card.reach.opens_at:
        yield _sentence(
            "opens", language, name=card.reach.name, at=at_read(card.reach.opens_at, zone, language)
        )
    if card.reference:
        yield _sentence("reference", language, reference=card.reference)
    if card.contract:
        yield _sentence("contract", language, contract=card.contract)
    if card.message.place:
        code = "place" if card.message.checked else "place_ours"
        yield _sentence(code, language, kind=card.message.kind, place=card.message.place)
    for rung in (card.present_rung, card.next_rung):
        if rung and rung.due_at:
            yield _rung_line(rung, rung.due_at, zone, language)


def call_line(card: ProviderCard, language: Language) -> str:
    """``Valmont: Centre de supervision, +33 1 99 00 70 00 (1,50 € l'appel ...)``."""
    cost = cost_read(card.phone, language) if card.phone and card.number == card.phone.address else ""
    facts = {"supplier": card.name, "who": card.reach.name if card.reach else "", "number": card.number}
    reached = "call" if card.number and card.reach else "number" if card.number else "mail"
    return _sentence(reached, language, **facts, address=card.message.to) + (f" ({cost})" if cost else "")


def _rung_line(rung: Rung, due_at: datetime, zone: str, language: Language) -> str:
    facts = {"name": rung.name, "reach": rung.phone or rung.email, "at": at_read(due_at, zone, language)}
    return _sentence("rung.due" if rung.due else "rung.next", language, **facts)


def _sentence(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=f"notice.provider.{code}", facts=facts), language)
