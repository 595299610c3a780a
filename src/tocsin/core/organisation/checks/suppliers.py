"""Supplier checks: the declared contacts can be reached, at the declared hours and cost."""

import re
from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks import contracts, desks
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Contact, EscalationStep, Supplier, SupplierChannel

_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-/]{2,30}")


def faults(declared: Declarations, channels: Channels) -> Iterator[Fault]:
    """Everything that would leave a person at night with nobody to call, or with a wrong number."""
    numbers: dict[str, str] = {}
    for declared_object, supplier in declared.of(Section.SUPPLIER):
        for index, contact in enumerate(supplier.contacts):
            yield from _reachable(declared_object, f"contacts[{index}]", contact)
        for index, step in enumerate(supplier.ladder):
            yield from _reachable(declared_object, f"ladder[{index}]", step)
        for index, channel in enumerate(supplier.channels):
            yield from _channel(declared_object, f"channels[{index}]", channel)
        yield from _ladder(declared_object, supplier)
        yield from _contracts(declared_object, supplier, numbers)
        yield from contracts.faults(declared, declared_object, supplier)
        if supplier.desk:
            yield from desks.faults(declared_object, supplier.desk, channels)


def _reachable(declared_object: Object, field: str, who: Contact | EscalationStep) -> Iterator[Fault]:
    if not (who.phone or who.email):
        yield declared_object.fault(field, "fault.supplier.unreachable", name=who.name)
    if who.phone and not _PHONE.fullmatch(who.phone):
        yield declared_object.fault(f"{field}.phone", "fault.supplier.phone", phone=who.phone)
    if who.email and "@" not in who.email:
        yield declared_object.fault(f"{field}.email", "fault.address", address=who.email)


def _channel(declared_object: Object, field: str, channel: SupplierChannel) -> Iterator[Fault]:
    address = f"{field}.address"
    if channel.name == "phone" and not _PHONE.fullmatch(channel.address):
        yield declared_object.fault(address, "fault.supplier.phone", phone=channel.address)
    if channel.name == "mail" and "@" not in channel.address:
        yield declared_object.fault(address, "fault.address", address=channel.address)
    if channel.name in ("api", "web") and not channel.address.startswith(("https://", "http://")):
        yield declared_object.fault(address, "fault.supplier.url", address=channel.address)
    if channel.cost < 0 or channel.cost_minute < 0:
        yield declared_object.fault(f"{field}.cost", "fault.supplier.cost")
    if channel.cost_minute and channel.name != "phone":
        yield declared_object.fault(f"{field}.cost_minute", "fault.supplier.minutes", channel=channel.name)


def _ladder(declared_object: Object, supplier: Supplier) -> Iterator[Fault]:
    steps = [step.after_s for step in supplier.ladder]
    if steps != sorted(set(steps)) or any(after < 0 for after in steps):
        yield declared_object.fault("ladder", "fault.supplier.ladder")
    names = [channel.name for channel in supplier.channels]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield declared_object.fault(f"channels[{index}]", "fault.supplier.channel_twice", channel=name)


def _contracts(declared_object: Object, supplier: Supplier, numbers: dict[str, str]) -> Iterator[Fault]:
    """An item may be in one contract only: otherwise it would be unclear which contract to quote."""
    for index, contract in enumerate(supplier.contracts):
        if not contract.number.strip():
            yield declared_object.fault(f"contracts[{index}].number", "fault.supplier.no_number")
        if contract.to_be_signed:
            continue
        for place, item in enumerate(contract.items or ("",)):
            other = numbers.setdefault(item or f"{supplier.key}/", contract.number)
            if other != contract.number:
                field = f"contracts[{index}]" + (f".items[{place}]" if item else "")
                yield declared_object.fault(
                    field, "fault.supplier.two_contracts", other=other, number=contract.number
                )
