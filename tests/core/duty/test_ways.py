"""Ways by which people are reached: declared ones first, each once; who is on duty and on no verified one is named."""

import pytest
from msgspec.structs import replace

from tests.core.duty.team import PARIS, at, company
from tocsin.core.duty.ways import Way, checked, unreachable, ways_of
from tocsin.core.kernel.errors import Refused
from tocsin.core.organisation.values import Person

ADA = Person(key="ada", name="Ada", email="ada@x.example", role="", phone="+33 6 00 00 00 01")
VERIFIED = Way(id=7, person="ada", kind="mail", address="ADA@x.example", verified_at=at("2026-10-01 00:00"))


def test_what_the_files_declare_is_a_way_and_not_verified_by_being_declared() -> None:
    assert [(way.kind, way.id, way.verified_at) for way in ways_of(ADA, [])] == [
        ("mail", 0, None),
        ("phone", 0, None),
    ]


def test_a_verified_address_counts_while_the_files_declare_it_so() -> None:
    assert [(way.kind, bool(way.verified_at)) for way in ways_of(ADA, [VERIFIED])] == [
        ("mail", True),
        ("phone", False),
    ]
    moved = replace(ADA, email="new@x.example")
    first, *_ = ways_of(moved, [VERIFIED])
    assert (first.address, first.verified_at) == ("new@x.example", None)


def test_who_has_turns_and_no_verified_way_is_named_oncall_1326() -> None:
    assert unreachable(
        company(PARIS), {"ada": [VERIFIED], "ben": [Way(id=1, person="ben", kind="sms", address="+1")]}
    ) == [
        "ben",
        "cleo",
    ]


@pytest.mark.parametrize(
    ("kind", "address", "kept"),
    [
        ("Mail", " a@b.example ", ("mail", "a@b.example")),
        ("sms", "+33 6  12 34 56 78", ("sms", "+33 6 12 34 56 78")),
        ("teams", "some webhook", ("teams", "some webhook")),
    ],
)
def test_what_is_kept(kind: str, address: str, kept: tuple[str, str]) -> None:
    assert checked(kind, address) == kept


@pytest.mark.parametrize(
    ("kind", "address", "code"),
    [
        ("", "x", "kind"),
        ("a b", "x", "kind"),
        ("mail", "nobody", "mail"),
        ("mail", "a@b.example\nBcc: c@d.example", "mail"),
        ("phone", "0612345678", "phone"),
        ("sms", "+33 <script>", "sms"),
        ("teams", "", "address"),
    ],
)
def test_what_is_refused(kind: str, address: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(kind, address)
    assert refused.value.why.code == f"way.refused.{code}"
