"""What a later version wrote is read by this one: a worker that is not upgraded yet goes on. Files of people stay strict."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flow.house import House, known, only, post_event, verbs
from tests.flow.house import house as opened
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import State
from tocsin.core.kernel.value import Value
from tocsin.flow.incidents.commands import act
from tocsin.store.stored import Decoder, stored


class Inner(Value):
    name: str = ""
    at: datetime | None = None


class Cat(Value, tag_field="type", tag="cat"):
    lives: int = 9


class Dog(Value, tag_field="type", tag="dog"):
    inner: Inner = Inner()


class Outer(Value):
    single: Inner
    some: tuple[Inner, ...] = ()
    pair: tuple[Inner, Cat | Dog] | None = None
    named: dict[str, Inner | None] = {}
    pet: Cat | Dog | None = None
    free: dict[str, Any] = {}


_INNER = st.builds(Inner, name=st.text(max_size=3), at=st.none() | st.just(datetime(2026, 1, 1, tzinfo=UTC)))
_PET = st.builds(Cat, lives=st.integers(0, 9)) | st.builds(Dog, inner=_INNER)
_OUTER = st.builds(
    Outer, single=_INNER, some=st.lists(_INNER, max_size=2).map(tuple), pair=st.none() | st.tuples(_INNER, _PET),
    named=st.dictionaries(st.text(max_size=2), st.none() | _INNER, max_size=2), pet=st.none() | _PET,
    free=st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)  # fmt: skip


def grown(value: Any, *, free: bool = False) -> Any:
    """The JSON with a field more in every object of ours."""
    if isinstance(value, list):
        return [grown(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    more = {
        name: entry if name == "free" else grown(entry, free=name == "named") for name, entry in value.items()
    }
    return more if free else more | {"of_a_later_version": {"deep": [1]}}


@settings(deadline=None)
@given(_OUTER)
def test_fields_that_are_not_known_are_left_out_at_any_depth(outer: Outer) -> None:
    written = grown(msgspec.json.decode(msgspec.json.encode(outer)))
    assert Decoder(Outer).decode(msgspec.json.encode(written).decode()) == outer
    assert stored(written, Outer) == outer


def test_what_is_wrong_otherwise_is_refused_as_ever() -> None:
    with pytest.raises(msgspec.ValidationError):
        stored({"single": {"name": 7, "new": 1}}, Outer)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"single": {"new": 1}}, Outer)


COLUMNS = (
    ("incident", "value"), ("incident", "standing"), ("alert", "value"), ("intervention", "value"),
    ("timeline_entry", "value"), ("notice", "value"),
)  # fmt: skip


def as_a_later_version_writes() -> int:
    """Every stored value, and what is in lists in it, gets a field more; how many rows."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")  # the timeline is append-only
        for table, column in COLUMNS:
            cursor.execute(f"select ctid::text, {column}::text from {table} where {column} is not null")
            for place, text in cursor.fetchall():
                written = msgspec.json.encode(_newer(msgspec.json.decode(text))).decode()
                cursor.execute(f"update {table} set {column} = %s where ctid = %s::tid", [written, place])
                count += 1
        cursor.execute("set local session_replication_role = origin")
        cursor.execute("select nextval('standing_version')")
    return count


def _newer(value: dict[str, Any]) -> dict[str, Any]:
    turns = [turn | {"newer": 1} for turn in value.get("turns") or ()]
    return value | {"of_a_later_version": True} | ({"turns": turns} if turns else {})


def test_a_worker_goes_on_with_what_a_later_version_wrote(db: None) -> None:
    with opened() as house:
        works_on(house)


def works_on(house: House) -> None:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr"))
    number = only().id
    assert as_a_later_version_writes() > 4
    house.receives(post_event("device.down", "srv-crm-01", source="desk-fr"))
    act(number, c.Take(), "damien.roussel")
    house.waits(minutes=2)
    assert as_a_later_version_writes() > 4
    house.receives(post_event("device.down", "srv-intra-01", "resolved", source="desk-fr"))
    house.waits(minutes=2)
    found = next(incident for incident in known() if incident.id == number)
    assert found.state is State.RESOLVED
    assert {"opened", "taken", "recovered"} <= set(verbs(found))
    assert house.sent, "and notices left"
