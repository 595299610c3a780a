"""The gap between what suppliers promise and what we do: exact, compared with trying every second."""

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.coverage import gap
from tocsin.core.coverage.promise import NEVER, Promise, Term
from tocsin.core.coverage.structure import Deadlines, Part, all_of, promises_of, some_of
from tocsin.core.coverage.weeks import instant
from tocsin.core.sla.calendar import Calendar

FIRST, LAST, END = 100, 300, 2000


def calendar(*lengths: int) -> Calendar:
    """Closed and open stretches by turns, repeated until the end."""
    edges = [edge for edge in accumulate(lengths * (END // max(sum(lengths), 1) + 1)) if edge < END]
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    return Calendar(spans, instant(0), instant(END), always=not spans)


CALENDARS = st.lists(st.integers(1, 40), min_size=2, max_size=6).filter(
    lambda found: len(found) % 2 == 0
).map(lambda lengths: calendar(*lengths)) | st.just(calendar())
TERMS = st.builds(
    Term,
    key=st.just("a"),
    target_s=st.integers(0, 60),
    calendar=CALENDARS,
    rank=st.sampled_from([(False,), (True,)]),
    delay_s=st.integers(0, 9),
    period=st.none() | CALENDARS,
    working=st.booleans(),
)
PROMISES = st.lists(TERMS, min_size=1, max_size=3).map(Promise)


def grouped(parts: st.SearchStrategy[list[Part]]) -> st.SearchStrategy[Part]:
    """All of some parts, or a few of them."""
    return parts.flatmap(
        lambda found: st.integers(1, len(found)).map(lambda enough: some_of(found, enough) or all_of(found))
    )


STRUCTURES = st.recursive(
    PROMISES, lambda inner: grouped(st.lists(inner, min_size=1, max_size=3)), max_leaves=5
)


def late(theirs: Part, ours: Promise) -> tuple[gap.Late, ...]:
    """The late spans from the first to the last second."""
    return gap.late(theirs, ours, Deadlines(gap.beginnings(promises_of(theirs), ours, FIRST, LAST)))


@settings(deadline=None)
@given(STRUCTURES, PROMISES)
def test_every_second_from_which_an_outage_lasts_beyond_our_promise_is_found_and_no_other(
    theirs: Part, ours: Promise
) -> None:
    delay = {second: theirs.due(second) - ours.due(second) for second in range(FIRST, LAST + 1)}
    found = late(theirs, ours)
    assert [second for span in found for second in range(span.start, span.end)] == [
        second for second, late_s in delay.items() if late_s > 0
    ]
    for span in found:
        assert (
            span.late_s == max(delay[second] for second in range(span.start, span.end)) == delay[span.worst]
        )


@settings(deadline=None)
@given(CALENDARS, st.integers(0, 9), PROMISES)
def test_the_largest_target_holds_and_one_second_more_does_not(
    on: Calendar, delay_s: int, ours: Promise
) -> None:
    largest, bound = gap.largest(on, delay_s, ours, FIRST, LAST)

    def holds(target_s: int) -> bool:
        term = Term(key="theirs", target_s=target_s, calendar=on, delay_s=delay_s)
        return all(term.due(second) <= ours.due(second) for second in range(FIRST, LAST + 1))

    if largest >= NEVER // 2:
        assert all(ours.due(second) >= NEVER for second in range(FIRST, LAST + 1))
    elif largest <= 0:
        assert not holds(1)
    else:
        assert holds(largest)
        assert not holds(largest + 1)
        assert FIRST <= bound <= LAST


def test_one_of_two_in_a_need_is_back_with_the_first_and_both_with_the_last() -> None:
    slow, quick = (
        Promise([Term(key=key, target_s=target, calendar=calendar())])
        for key, target in (("slow", 50), ("quick", 20))
    )
    first, both = some_of([slow, quick], 1), some_of([slow, quick], 2)
    assert first is not None
    assert first.due(100) == 120
    assert both is not None
    assert both.due(100) == 150
    assert all_of([slow, first]) is slow  # whoever waits for the slow one has waited for one of the two


def test_what_nobody_promises_never_ends() -> None:
    ours = Promise([Term(key="ours", target_s=60, calendar=calendar())])
    (span,) = late(Promise(), ours)
    assert (span.start, span.end) == (FIRST, LAST + 1)
    assert span.late_s > NEVER // 2
