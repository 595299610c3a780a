"""Card: who answers for an incident's cause, under which contract, whom to reach there now, and in which words."""

from datetime import datetime
from types import MappingProxyType

from tocsin.core.company import Company
from tocsin.core.exchange.channels import Healths
from tocsin.core.exchange.choosing import choose, ticket_channel
from tocsin.core.exchange.ladder import rungs
from tocsin.core.exchange.message import ready_message
from tocsin.core.exchange.reaching import contact_of_the_hour
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.incident.assessment import accountable
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Contract, Supplier


def provider_card(
    incident: Incident,
    company: Company,
    *,
    now: datetime,
    written_place: str = "",
    supplier: str = "",
    healths: Healths = MappingProxyType({}),
) -> ProviderCard | None:
    """The card; None where nobody outside answers for the cause.

    ``written_place`` is the place as one of the supplier's sources wrote it last, if its message was about the cause itself.
    The supplier is the incident's, else whoever answers for its cause, unless ``supplier`` (key) names another.
    ``healths`` are those of its channels, as they are known.
    """
    organisation = company.organisation
    key = supplier or incident.supplier or accountable(organisation, incident.cause)
    known = organisation.suppliers.get(key)
    return _card(incident, company, known, now, written_place, healths) if known else None


def _card(
    incident: Incident,
    company: Company,
    supplier: Supplier,
    now: datetime,
    written_place: str,
    healths: Healths,
) -> ProviderCard:
    organisation, key = company.organisation, supplier.key
    contract = organisation.contract_of(key, incident.cause)
    return ProviderCard(
        supplier=key,
        name=supplier.name,
        zone=supplier.zone,
        why=_why(incident, supplier, contract),
        contract=contract.number if contract else "",
        code=contract.code if contract else "",
        contract_name=contract.name if contract else "",
        references=incident.references,
        reference=incident.reference,
        reach=contact_of_the_hour(supplier, organisation.calendars, now),
        channels=supplier.channels,
        advised=choose(supplier, incident.priority, healths, organisation.calendars, now=now),
        ticket_by=ticket_channel(supplier, incident.priority, healths, organisation.calendars, now=now),
        rungs=rungs(supplier, incident, now),
        message=ready_message(incident, supplier, company, contract=contract, written_place=written_place),
    )


def _why(incident: Incident, supplier: Supplier, contract: Contract | None) -> Why:
    facts = {
        "supplier": supplier.key,
        "cause": incident.cause,
        "contract": contract.number if contract else "",
    }
    code = (
        "exchange.supplier.contract"
        if contract
        else "exchange.supplier.item"
        if incident.cause
        else "exchange.supplier.named"
    )
    return Why(code=code, facts=facts)
