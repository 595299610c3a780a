"""Cost: what one use of a supplier's channel costs, as people read it. Knows cents and how both languages write them."""

from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Supplier, SupplierChannel

CALL_MINUTES = 5  # of a call, while too few are logged to go by


def cost_read(channel: SupplierChannel, language: Language) -> str:
    """``1,50 € l'appel, plus 1,20 € la minute``; empty: it costs nothing."""
    if not (channel.cost or channel.cost_minute):
        return ""
    which = "both" if channel.cost and channel.cost_minute else "use" if channel.cost else "minute"
    facts = {"use": money(channel.cost, language), "minute": money(channel.cost_minute, language)}
    return render_why(Why(code=f"exchange.cost.{which}", facts=facts), language)


def money(cents: int, language: Language, currency: str = "EUR") -> str:
    """``-1,50 €`` in French, ``-€1.50`` in English; another currency by its code."""
    sign, amount = "-" if cents < 0 else "", f"{abs(cents) / 100:,.2f}"
    if language == "fr":
        french = amount.replace(",", "\u202f").replace(".", ",")
        return f"{sign}{french}\u00a0{'€' if currency == 'EUR' else currency}"
    return f"{sign}€{amount}" if currency == "EUR" else f"{sign}{currency}\u00a0{amount}"


def call_cost(supplier: Supplier, minutes: int) -> int:
    """Cents that a call of so many minutes costs; 0 where the supplier declares no phone."""
    phone = next((channel for channel in supplier.channels if channel.name == "phone"), None)
    return phone.cost + phone.cost_minute * minutes if phone else 0
