"""Changes: what differs between two sets of objects, shown so that a person can agree to it."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.organisation.small import objects, specs
from tocsin.core.organisation.changes import changes
from tocsin.core.organisation.objects import Object


def test_nothing_changes_between_twice_the_same() -> None:
    assert changes(objects(specs()), objects(specs())) == ()


def test_where_a_thing_is_declared_is_no_change() -> None:
    moved = [
        Object(section=declared.section, key=declared.key, spec=declared.spec, origin="person")
        for declared in objects(specs())
    ]
    assert changes(objects(specs()), moved) == ()


def test_created_removed_and_changed() -> None:
    after = specs()
    del after["person/bob"]
    after["person/carl"] = {"name": "Carl"}
    after["commitment/all"]["target_s"] = 7200
    after["commitment/all"]["kinds"] = ["power.lost"]
    after["calendar/fr"]["week"]["monday"] = ["09:00-12:00"]
    del after["item/srv-02"]["attributes"]["u"]
    assert [str(change) for change in changes(objects(specs()), objects(after))] == [
        "~ calendar fr\n    week.monday: ['09:00-12:30', '13:30-18:00'] -> ['09:00-12:00']",
        "~ commitment all\n    target_s: 3600 -> 7200\n    kinds: (none) -> ['power.lost']",
        "~ item srv-02\n    attributes.u: 12 -> (none)",
        "- person bob",
        "+ person carl",
    ]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
_SETS = st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.text(max_size=3), _VALUES, max_size=3))


@settings(max_examples=100, deadline=None)
@given(_SETS, _SETS)
def test_every_difference_is_reported_and_nothing_else(
    before: dict[str, dict], after: dict[str, dict]
) -> None:
    old = [Object(section="item", key=key, spec=spec) for key, spec in before.items()]
    new = [Object(section="item", key=key, spec=spec) for key, spec in after.items()]
    found = {change.key: change.what for change in changes(old, new)}
    expected = dict.fromkeys(after.keys() - before.keys(), "created")
    expected |= dict.fromkeys(before.keys() - after.keys(), "removed")
    expected |= {key: "changed" for key in before.keys() & after.keys() if before[key] != after[key]}
    assert found == expected
    assert changes(old, deepcopy(old)) == ()
