"""Whose mail it is: any declared address of a supplier stands for its domain, and nothing else does."""

import pytest

from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.senders import senders_of
from tocsin.core.organisation.sites import AccessTerms
from tocsin.core.organisation.values import Contact, Supplier, SupplierChannel

ORGANISATION = Organisation(
    suppliers={
        "host": Supplier(
            key="host",
            name="Host",
            channels=(
                SupplierChannel(name="mail", address="noc@Host.example"),
                SupplierChannel(name="phone", address="+33 1"),
                SupplierChannel(name="web", address="https://portal.example/@desk"),
            ),
            contacts=(Contact(name="Ana", email="ana@group.example"), Contact(name="Ben", phone="+33 2")),
            site_access=AccessTerms(address="access@gate.example", teams=("it",), desk="it"),
        ),
        "line": Supplier(key="line", name="Line", contacts=(Contact(name="Zoe", email="zoe@group.example"),)),
    }
)


@pytest.mark.parametrize(
    ("sender", "suppliers"),
    [
        ("someone-else@host.EXAMPLE", ["host"]),
        ("porter@gate.example", ["host"]),
        ("x@group.example", ["host", "line"]),
        ("noc@host.example.evil.example", []),
        ("noc@sub.host.example", []),
        ("desk@portal.example", []),
        ("host.example", []),
        ("+33 2", []),
        ("x@", []),
        ("", []),
    ],
)
def test_the_domain_decides(sender: str, suppliers: list[str]) -> None:
    assert sorted(senders_of(sender, ORGANISATION)) == suppliers
