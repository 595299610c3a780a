"""What an organisation may declare is used: each field of its types has a reader besides the check that accepts it."""

import re

import msgspec
import pytest

from tests.architecture.source import SOURCE
from tocsin.core.inventory import spec
from tocsin.core.kernel.value import Value
from tocsin.core.organisation import sites, values
from tocsin.flow.channels import CHANNELS

# What the field's owner is called where it is read; else the type's own name.
NAMES = {
    "Label": "label|title",
    "Policies": "policy|policies",
    "Settings": r"settings|snapshot\(\)",
    "Region": "region|regions|home",
    "Team": "team",
    "Person": "person|member|alone|known",
    "Holidays": "holidays",
    "CalendarSpec": "spec|calendar",
    "Contact": "contact",
    "SupplierChannel": "channel",
    "EscalationStep": "step|rung",
    "Supplier": "supplier|known",
    "CommitmentSpec": "spec|commitment",
    "Kind": "kind|known",
    "Source": "source|known",
    "Correspondence": "correspondence|learnt",
    "RoutingRule": "rule",
    "Need": "need|self",
    "ItemSpec": "spec|item",
    "Untaken": "self",
    "Form": "own",
    "AccessTerms": "terms|site_access",
    "RecoveryPlan": "plan",
}
# Read otherwise, and how.
ELSEWHERE = {
    **{
        f"PriorityRow.{level}": "by its name: Organisation.priority"
        for level in ("low", "medium", "high", "critical")
    },
    **{f"Untaken.p{number}": "by its name: Untaken.of" for number in range(1, 6)},
    "Correspondence.by": "who taught a word: written to the file by `export`",
    "Correspondence.at": "when they did: written to the file by `export`",
}
TYPES = [
    type_
    for module in (values, sites, spec)
    for type_ in vars(module).values()
    if isinstance(type_, type) and issubclass(type_, Value) and type_.__module__ == module.__name__
]
FIELDS = [
    (type_.__name__, field.name)
    for type_ in TYPES
    for field in msgspec.structs.fields(type_)
    if field.name != "key"  # by which others name it
]
READERS = "\n".join(
    path.read_text("utf-8")
    for pattern in ("*.py", "*.html")
    for path in sorted(SOURCE.rglob(pattern))
    if "core/organisation/checks" not in path.as_posix()
)

CONNECTORS = "\n".join(path.read_text("utf-8") for path in sorted((SOURCE / "connectors").rglob("*.py")))


@pytest.mark.parametrize(("owner", "field"), FIELDS, ids=[".".join(field) for field in FIELDS])
def test_a_declared_field_has_a_reader(owner: str, field: str) -> None:
    if f"{owner}.{field}" in ELSEWHERE:
        return
    names = NAMES.get(owner, owner.lower())
    read = rf"\b(?:\w+_)?(?:{names})(?:\[[^\]]*\])?\.{field}\b"
    assert re.search(read, READERS), f"nobody reads {owner}.{field}: use it, or take it away"


def test_what_is_read_elsewhere_is_declared() -> None:
    assert ELSEWHERE.keys() <= {".".join(field) for field in FIELDS}


# A channel's settings are read by its connector.
SETTINGS = [
    (connector.word, field.name)
    for connector in CHANNELS.values()
    if connector.settings
    for field in msgspec.structs.fields(connector.settings)
]


@pytest.mark.parametrize(("channel", "field"), SETTINGS, ids=[".".join(field) for field in SETTINGS])
def test_a_channels_setting_has_a_reader(channel: str, field: str) -> None:
    definition = rf"^\s*{field}\s*:"
    read = rf"(?:\.{field}\b|\"{field}\")"
    assert re.search(read, re.sub(definition, "", CONNECTORS, flags=re.MULTILINE)), (
        f"nobody reads {channel}.{field}"
    )
