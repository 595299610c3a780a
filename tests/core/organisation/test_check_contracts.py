"""Check of contracts: one mistake a row, each with its field and what to do about it."""

from typing import Any

import pytest

from tests.core.organisation.small import objects, specs
from tocsin.core.organisation.check import check
from tocsin.flow.channels import CHANNELS

FAST: dict[str, Any] = {
    "key": "fast",
    "figure": "interruption",
    "target_s": 3600,
    "penalties": [{"amount": 500}],
}
UP: dict[str, Any] = {"key": "up", "figure": "availability", "availability": 99.9}


def found(*measures: dict[str, Any], **contract: Any) -> list[str]:
    declared = specs()
    spec = {"number": "C-1", "fee": 100_000, "measures": list(measures), **contract}
    declared["supplier/host"] = {**declared["supplier/host"], "contracts": [spec]}
    return [str(fault) for fault in check(objects(declared), CHANNELS)[0]]


def test_a_sound_contract_has_no_fault() -> None:
    steps = [{"over_s": 0, "amount": 500}, {"over_s": 3600, "percent": 10.0, "every_s": 600}]
    assert found(FAST | {"penalties": steps, "calendar": "24x7", "items": ["dc.s1"]}, UP) == []


@pytest.mark.parametrize(
    ("measures", "contract", "field", "remedy"),
    [
        ([FAST], {"fee": -1}, "contracts[0].fee", ""),
        ([FAST], {"currency": "euro"}, "contracts[0].currency", "euro"),
        ([FAST, FAST], {}, "contracts[0].measures[1].key", "its own key"),
        ([UP | {"target_s": 60}], {}, "contracts[0].measures[0].availability", "per cent"),
        ([UP | {"availability": 0}], {}, "contracts[0].measures[0].availability", "per cent"),
        ([FAST | {"target_s": 0}], {}, "contracts[0].measures[0].target_s", ""),
        ([FAST | {"availability": 99.0}], {}, "contracts[0].measures[0].target_s", ""),
        ([FAST | {"calendar": "24x8"}], {}, "contracts[0].measures[0].calendar", "24x7"),
        ([FAST | {"items": ["dc.s2"]}], {}, "contracts[0].measures[0].items[0]", "dc.s1"),
        ([FAST | {"penalties": [{"below": 99.0, "amount": 1}]}], {}, "measures[0].penalties[0]", "over"),
        ([UP | {"penalties": [{"over_s": 60, "amount": 1}]}], {}, "measures[0].penalties[0]", "below"),
        ([FAST | {"penalties": [{"amount": 1, "percent": 1.0}]}], {}, "measures[0].penalties[0]", ""),
        ([FAST | {"penalties": [{}]}], {}, "measures[0].penalties[0]", ""),
        ([FAST | {"penalties": [{"percent": 5.0}]}], {"fee": 0}, "measures[0].penalties[0].percent", ""),
        (
            [FAST | {"penalties": [{"over_s": 7200, "amount": 9}, {"over_s": 60, "amount": 1}]}],
            {},
            "measures[0].penalties[1]",
            "from the smallest miss",
        ),
        (
            [UP | {"penalties": [{"below": 99.0, "amount": 9}, {"below": 99.8, "amount": 1}]}],
            {},
            "measures[0].penalties[1]",
            "from the smallest miss",
        ),
        (
            [FAST],
            {"obligations": [{"what": "interventions", "before_s": -1}]},
            "contracts[0].obligations[0]",
            "",
        ),
    ],
)
def test_each_mistake_is_named_by_its_field(
    measures: list[dict[str, Any]], contract: dict[str, Any], field: str, remedy: str
) -> None:
    faults = found(*measures, **contract)
    assert faults
    assert any(field in fault and remedy in fault for fault in faults), faults


def with_guarantee(name: str, **commitment: Any) -> list[str]:
    """A rack of high guarantee, a contract that measures ``name``, and a commitment."""
    declared = specs()
    rack = {"type": "rack", "name": "R01", "parent": "dc.s1", "attributes": {"guarantee": "high"}}
    declared["item/dc.s1.r01"] = rack
    contract = {"number": "C-1", "measures": [FAST | {"guarantee": name}]}
    declared["supplier/host"] = {**declared["supplier/host"], "contracts": [contract]}
    if commitment:
        declared["commitment/host-high"] = {
            "party": "supplier", "supplier": "host", "calendar": "24x7", "target_s": 3600, **commitment,
        }  # fmt: skip
    return [str(fault) for fault in check(objects(declared), CHANNELS)[0]]


def test_a_mistyped_guarantee_of_a_contract_or_a_commitment_is_reported_with_what_was_meant() -> None:
    """It was accepted, and the figure then measured nothing, for ever."""
    assert with_guarantee("high", guarantee="high") == []
    (fault,) = with_guarantee("hihg")
    assert "contracts[0].measures[0].guarantee: unknown guarantee 'hihg' (did you mean high?)" in fault
    (fault,) = with_guarantee("high", guarantee="hgih")
    assert "guarantee: unknown guarantee 'hgih' (did you mean high?)" in fault
