"""The provider's card of an incident, with what its sources have written of the place."""

from tocsin.core.company import Company
from tocsin.core.exchange.card import provider_card
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.incident.assessment import accountable
from tocsin.core.incident.values import Incident
from tocsin.flow import clock
from tocsin.flow.supplier_channels import healths, sources_of
from tocsin.store.read.cause_place import written_place


def card_of(incident: Incident, here: Company) -> ProviderCard | None:
    """The card as it reads now; None where nobody outside answers for the cause."""
    return card_for(incident, incident.supplier or accountable(here.organisation, incident.cause), here)


def card_for(incident: Incident, supplier: str, here: Company) -> ProviderCard | None:
    """The card of a supplier (key) that is named; None where it is not declared."""
    known = here.organisation.suppliers.get(supplier)
    if known is None:
        return None
    theirs = [source.key for source in sources_of(supplier, here.organisation)]
    return provider_card(
        incident,
        here,
        now=clock.now(),
        written_place=written_place(incident, theirs),
        supplier=supplier,
        healths=healths(known, here.organisation),
    )
