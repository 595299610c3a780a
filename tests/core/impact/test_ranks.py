"""Ranks: a table and an array of them say the same, whatever is taken in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.impact.ranks import Array, Table, ranks

ITEMS = 20
takes = st.lists(st.tuples(st.integers(0, ITEMS - 1), st.integers(1, 6), st.integers(1, 3)), max_size=12)


@given(takes)
def test_a_table_and_an_array_agree(taken: list[tuple[int, int, int]]) -> None:
    table, array = Table(), Array(ITEMS + 1)
    for first, count, rank in taken:
        end = min(first + count, ITEMS)
        assert table.take(first, end, rank) == array.take(first, end, rank)
    assert [table[at] for at in range(-1, ITEMS)] == [array[at] for at in range(-1, ITEMS)]


def test_a_room_is_counted_in_an_array_and_a_server_in_a_table() -> None:
    assert isinstance(ranks(50_000, 4_000), Array)
    assert isinstance(ranks(50_000, 1), Table)
