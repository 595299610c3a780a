"""Senders: which suppliers a mail can be from, by its sender's domain. Knows no message and no way to prove a sender."""

from collections.abc import Iterator

from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Supplier


def senders_of(address: str, organisation: Organisation) -> dict[str, Supplier]:
    """The suppliers, by key, that declare an address of this mail address's domain."""
    domain = _domain(address)
    return {
        key: supplier
        for key, supplier in organisation.suppliers.items()
        if domain and domain in map(_domain, _addresses(supplier))
    }


def _addresses(supplier: Supplier) -> Iterator[str]:
    yield from (channel.address for channel in supplier.channels if channel.name == "mail")
    yield from (contact.email for contact in supplier.contacts)
    yield from (step.email for step in supplier.ladder)
    if supplier.site_access:
        yield supplier.site_access.address


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold() if "@" in address else ""
