"""What a clock came to is noted when it is news; whatever happens, the last word is what the clock reads."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.sla.test_clocks import ALWAYS, HOUR, MINUTE, NINE, OFFICE, TERMS, drawn, term
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.values import Label
from tocsin.core.sla.clocks import facts_of, read_clocks
from tocsin.core.sla.outcomes import Outcome, OutcomeState, outcomes


def incident(drawing, step=HOUR, terms=TERMS, criticality=Criticality.HIGH):
    facts = drawn(drawing, step, criticality=criticality)
    return Incident(
        id=7,
        kind=IncidentKind.OUTAGE,
        effect=Effect.DOWN,
        peak=facts.peak,
        priority=Priority.P1,
        criticality=facts.criticality,
        cause="srv",
        cause_kind="device.down",
        title=Label(fr="", en=""),
        owner_team="net",
        opened_at=NINE,
        since=NINE,
        last_at=NINE,
        terms=terms,
        turns=facts.turns,
        reported_at=facts.reported_at,
    )


class Book:
    """Every outcome noted of one incident, in order."""

    def __init__(self):
        self.rows: list[Outcome] = []

    def note(self, what, now):
        clocks = read_clocks(facts_of(what), what.terms, now=now)
        self.rows += outcomes(what, clocks, self.last(), now=now)
        return {clock.side: clock for clock in clocks}

    def last(self):
        return {row.side: row for row in self.rows}


def noted(drawing, side="ours", **more):
    """The states of one side, as the drawing goes on an hour a letter."""
    book = Book()
    for length in range(1, len(drawing) + 1):
        book.note(incident(drawing[:length], **more), NINE + (length - 1) * HOUR)
    return [
        (row.state.value + "!" * row.overdue, (row.at - NINE) // HOUR)
        for row in book.rows
        if row.side == side
    ]


STORIES = [
    # an hour a letter   side        what is noted, and at which hour; ! overdue
    ("UUUU.",            "ours",     [("running", 0), ("met", 4)]),
    ("U?U.",             "ours",     [("running", 0), ("paused", 1), ("running", 2), ("met", 3)]),
    ("UUUUUUUUU.",       "ours",     [("running", 0), ("running!", 8), ("missed!", 9)]),
    ("UUUUUUUUU??U.",    "ours",     [("running", 0), ("running!", 8), ("paused!", 9), ("running!", 11), ("missed!", 12)]),
    ("UU.UU.",           "ours",     [("running", 0), ("met", 2), ("running", 3), ("met", 5)]),
    ("UUSS.",            "supplier", [("running", 2), ("met", 4)]),
    ("UUSSUU.",          "supplier", [("running", 2), ("paused", 4), ("met", 6)]),
    ("UUU.",             "supplier", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawing", "side", "expected"), STORIES, ids=[f"{row[0]}-{row[1]}" for row in STORIES]
)
def test_stories(drawing, side, expected):
    assert noted(drawing, side) == expected


def test_an_outcome_has_the_instants_and_whose_time_it_was():
    book = Book()
    book.note(incident("UUSSS."), NINE + 5 * HOUR)
    ours, theirs = book.last()["ours"], book.last()["supplier"]
    assert (ours.started_at, ours.due_at, ours.ended_at) == (NINE, NINE + 8 * HOUR, NINE + 5 * HOUR)
    assert (ours.target_s, ours.elapsed_s, ours.us_s, ours.supplier_s) == (
        8 * 3600,
        5 * 3600,
        2 * 3600,
        3 * 3600,
    )
    assert (theirs.commitment, theirs.started_at, theirs.supplier_s) == ("theirs", NINE + 2 * HOUR, 3 * 3600)


def test_another_target_is_news():
    calm, urgent = term("calm", "ours", 8), term("urgent", "ours", 2, criticalities=(Criticality.CRITICAL,))
    book = Book()
    for criticality in (Criticality.HIGH, Criticality.CRITICAL):
        book.note(incident("U", terms=(calm, urgent), criticality=criticality), NINE + HOUR)
    assert [(row.commitment, row.target_s) for row in book.rows] == [("calm", 8 * 3600), ("urgent", 2 * 3600)]


def test_a_promise_that_no_longer_applies_is_withdrawn_once_and_may_come_back():
    urgent = (term("urgent", "ours", 2, criticalities=(Criticality.CRITICAL,)),)
    book = Book()
    for hour, criticality in enumerate(
        (Criticality.CRITICAL, Criticality.LOW, Criticality.LOW, Criticality.CRITICAL)
    ):
        book.note(incident("U", terms=urgent, criticality=criticality), NINE + hour * HOUR)
    assert [(row.state.value, row.overdue) for row in book.rows] == [
        ("running", False), ("withdrawn", False), ("running", True),
    ]  # fmt: skip


def test_the_time_of_a_folded_incident_counts_in_the_one_that_took_it_over():
    book = Book()
    book.note(incident("UU"), NINE + HOUR)
    book.note(replace(incident("UU."), folded_into=1), NINE + 2 * HOUR)
    assert book.last()["ours"].state is OutcomeState.WITHDRAWN


def test_an_end_corrected_later_is_noted():
    """An incident that absorbs an older one takes over its time after it was restored, too."""
    book = Book()
    book.note(incident("UUU."), NINE + 3 * HOUR)
    older = incident("UUUUUUUUUU.")
    book.note(older, NINE + 12 * HOUR)
    assert [row.state.value for row in book.rows] == ["met", "missed"]


drawings = st.text("US?W.", min_size=1, max_size=30).filter(lambda text: text[0] != ".")


@settings(max_examples=150, deadline=None)
@given(drawings, st.sampled_from([OFFICE, ALWAYS]), st.data())
def test_the_last_outcome_is_what_the_clock_reads(drawing, calendar, data):
    """Noted at every turn and at some other instants: what has ended is known to the second, the rest as it stands."""
    terms = (
        term("calm", "ours", 6, calendar),
        term("urgent", "ours", 2, calendar, criticalities=(Criticality.CRITICAL,)),
        term("host", "supplier", 2, calendar, start="reported", criticalities=(Criticality.HIGH,)),
    )
    book, step = Book(), 20 * MINUTE
    for length in range(1, len(drawing) + 1):
        criticality = data.draw(st.sampled_from([Criticality.HIGH, Criticality.CRITICAL]))
        what = incident(drawing[:length], step, terms, criticality)
        for minutes in sorted({0, *data.draw(st.lists(st.integers(0, 19), max_size=2))}):
            clocks = book.note(what, NINE + (length - 1) * step + timedelta(minutes=minutes))
            assert_agree(book.last(), {side: clock for side, clock in clocks.items() if clock.started_at})


def assert_agree(last, clocks):
    assert {side for side, row in last.items() if row.state is not OutcomeState.WITHDRAWN} == set(clocks)
    for side, clock in clocks.items():
        row = last[side]
        assert (row.commitment, row.target_s, row.started_at) == (
            clock.commitment,
            clock.target_s,
            clock.started_at,
        )
        assert (row.due_at, row.ended_at) == (clock.due_at, clock.stopped_at)
        assert row.overdue == (clock.elapsed_s >= clock.target_s)
        assert row.ended == (clock.state.value in ("met", "missed"))
        if row.ended:
            parties = {"us": row.us_s, "supplier": row.supplier_s, "user": row.user_s, "works": row.works_s}
            assert row.state.value == clock.state.value
            assert row.elapsed_s == clock.elapsed_s
            assert {party: s for party, s in parties.items() if s} == {
                share.party: share.calendar_s for share in clock.shares if share.calendar_s
            }
