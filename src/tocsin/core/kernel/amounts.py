"""Amounts: money as the facts of a reason, which both languages write in their own way. Knows no price."""

from tocsin.core.kernel.sentences import declare
from tocsin.core.kernel.why import Why

declare({"amount": ("{units},{cents} €", "€{units}.{cents}")})


def in_euros(cents: int) -> dict[str, int | str]:
    """So many cents as the facts ``units`` and ``cents``."""
    return {"units": cents // 100, "cents": f"{cents % 100:02d}"}


def amount(cents: int) -> Why:
    """So many cents as one fact of a reason that is rendered at once: a reason that is kept holds plain values only."""
    return Why(code="amount", facts={**in_euros(cents)})
