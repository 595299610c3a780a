"""The provider's card as a page shows it: links for the phone and for mail, reasons in the reader's words."""

from typing import NamedTuple
from urllib.parse import quote

from tocsin.core.exchange.cost import cost_read
from tocsin.core.exchange.values import ProviderCard, Rung
from tocsin.core.incident.values import SupplierReference
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.web.names import Names

_MAILTO = 1900  # characters: a longer link is cut by some mail programs, which then open an empty mail


class RungView(NamedTuple):
    """A rung with the links that reach it."""

    rung: Rung
    tel: str
    mailto: str


class CardView(NamedTuple):
    """A card with all that its template shows. ``tel`` is a link; ``whys`` are sentences."""

    card: ProviderCard
    tel: str
    mailto: str
    cost: str
    whys: list[str]
    why: str
    message_why: str
    references: list[tuple[SupplierReference, str]]
    present: RungView | None
    next: RungView | None

    @property
    def caller(self) -> str:
        """Who answers the phone."""
        return self.card.reach.name if self.card.reach else self.card.name


def card_view(card: ProviderCard | None, organisation: Organisation, language: Language) -> CardView | None:
    """The card in the reader's language."""
    if card is None:
        return None
    reasons = [card.reach.why if card.reach else None, card.advised.why, *card.advised.obstacles]
    present, following = card.present_rung, card.next_rung
    return CardView(
        card=card,
        tel=tel(card.number),
        mailto=_mailto(card),
        cost=cost_read(card.phone, language) if card.phone else "",
        whys=[render_named(why, organisation, language) for why in reasons if why],
        why=render_named(card.why, organisation, language),
        message_why=render_named(card.message.why, organisation, language),
        references=[(given, _giver(given, organisation)) for given in card.references],
        present=_rung(present, card) if present else None,
        next=_rung(following, card) if following else None,
    )


def tel(number: str) -> str:
    """The link that calls the number (RFC 3966); empty for none."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"tel:{digits}" if digits else ""


def _mailto(card: ProviderCard, to: str = "") -> str:
    """The link that opens the ready message in the reader's mail program (RFC 6068); without its text if it is too long."""
    address = to or card.message.to
    if not address:
        return ""
    link = f"mailto:{quote(address, safe='@')}?subject={quote(card.message.subject)}"
    whole = f"{link}&body={quote(card.message.text.replace(chr(10), chr(13) + chr(10)))}"
    return whole if len(whole) <= _MAILTO else link


def _rung(rung: Rung, card: ProviderCard) -> RungView:
    return RungView(rung=rung, tel=tel(rung.phone), mailto=_mailto(card, rung.email) if rung.email else "")


def _giver(given: SupplierReference, organisation: Organisation) -> str:
    names = Names(organisation)
    return names.source(given.by) if given.by in organisation.sources else names.person(given.by)
