"""The best matching and its margins, compared with every matching there is."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.statement.assignment import Weights, assigned, margins

NUMBERS = st.integers(0, 4)
WEIGHTS = st.dictionaries(
    st.tuples(NUMBERS, NUMBERS),
    st.one_of(st.just(5.0), st.floats(-3, 15).map(lambda w: round(w, 2))),
    max_size=20,
)


def every(
    weights: Weights, row: int = 0, taken: frozenset[int] = frozenset()
) -> Iterator[tuple[float, tuple[int | None, ...]]]:
    if row == 5:
        yield 0.0, ()
        return
    for column in (None, *range(5)):
        if column is None or (column not in taken and (row, column) in weights):
            weight = 0.0 if column is None else weights[row, column]
            for total, rest in every(
                weights, row + 1, taken | ({column} if column is not None else frozenset())
            ):
                yield weight + total, (column, *rest)


@settings(deadline=None, max_examples=60)
@given(WEIGHTS)
def test_no_other_matching_is_better_and_each_choice_knows_by_how_much(weights):
    found = assigned(5, 5, weights)
    ways = list(every(weights))
    best = max(total for total, _ in ways)
    assert (
        abs(sum(weights[row, column] for row, column in enumerate(found) if column is not None) - best) < 1e-9
    )
    for row, margin in enumerate(margins(5, weights, found)):
        otherwise = [total for total, chosen in ways if chosen[row] != found[row]]
        assert abs(margin - (best - max(otherwise))) < 1e-6 if otherwise else margin == float("inf")


def test_what_is_exactly_alike_has_no_margin():
    weights = {(row, column): 9.0 for row in range(2) for column in range(2)}
    found = assigned(2, 2, weights)
    assert sorted(column for column in found if column is not None) == [0, 1]
    assert margins(2, weights, found) == [0.0, 0.0]
