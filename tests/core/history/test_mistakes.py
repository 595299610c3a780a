"""Mistakes of a mapping are named before any row is read, with the remedy."""

from typing import Any

import pytest

from tocsin.core.history.mapping import compiled_mapping
from tocsin.core.kernel.errors import BadInput

GOOD: dict[str, Any] = {
    "times": {"zone": "Europe/Paris"},
    "fields": {
        "number": {"column": "Number"},
        "opened": {"column": "Opened"},
        "resolved": {"column": "State"},
    },
    "incident": {"reference": "{number}", "opened_at": "{opened}"},
}


def mistakes(**changed: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as wrong:
        compiled_mapping({**GOOD, **changed})
    return [(fault.field, fault.why.code) for fault in wrong.value.faults]


def test_a_column_is_not_named_as_a_text():
    fields = {**GOOD["fields"], "opened": "Opened"}
    assert mistakes(fields=fields) == [("fields.opened", "fault.history.no_column_named")]


@pytest.mark.parametrize("key", ["reference", "opened_at", "closed_at"])
def test_a_field_is_taken_by_braces(key):
    found = mistakes(incident={**GOOD["incident"], key: "number"})
    assert found == [(f"incident.{key}", "fault.history.braces")]


def test_a_word_of_ours_may_be_called_like_a_field():
    compiled_mapping(
        {**GOOD, "incident": {**GOOD["incident"], "state": [{"when": 'number != ""', "value": "resolved"}]}}
    )
