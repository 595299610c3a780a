"""Clocks read from turns: stories as drawings, the bugs of others, and a minute-by-minute oracle."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import FrozenCommitment, Holder, Spared, Turn
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.values import CalendarSpec, CommitmentSpec
from tocsin.core.sla.calendar import WEEK, calendar_of
from tocsin.core.sla.clocks import next_deadline, read_clocks
from tocsin.core.sla.values import ClockFacts, ClockState

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
OFFICE = CalendarSpec(key="office", zone="UTC", week=dict.fromkeys(WEEK[:5], ("09:00-12:00", "13:00-18:00")))
ALWAYS = CalendarSpec(key="always", zone="UTC", week=dict.fromkeys(WEEK, ("00:00-24:00",)))


def term(key, party, hours, calendar=ALWAYS, **more):
    spec = CommitmentSpec(key=key, party=party, target_s=int(hours * 3600), calendar=calendar.key, **more)
    return FrozenCommitment(spec=spec, calendar=calendar)


OURS = term("ours", "ours", 8)
THEIRS = term("theirs", "supplier", 4, start="reported")
TERMS = (OURS, THEIRS)
HOLDERS = {"U": Holder.US, "S": Holder.SUPPLIER, "?": Holder.USER, "W": Holder.US, ".": Holder.US}


def drawn(drawing, step=HOUR, **more):
    """One letter a step: U us, S supplier, ? waiting for the user, W planned works, ``.`` restored."""
    turns = [
        Turn(at=NINE + n * step, holder=HOLDERS[letter], works=letter == "W", over=letter == ".")
        for n, letter in enumerate(drawing)
        if n == 0 or letter != drawing[n - 1]
    ]
    reported = NINE + drawing.index("S") * step if "S" in drawing else None
    return ClockFacts(
        turns=tuple(turns),
        criticality=more.get("criticality", Criticality.HIGH),
        peak=Effect.DOWN,
        reported_at=reported,
        spared=more.get("spared", ()),
    )


def read(drawing, terms=TERMS, hours=None, **more):
    now = NINE + (len(drawing) if hours is None else hours) * HOUR
    return {clock.side: clock for clock in read_clocks(drawn(drawing, **more), terms, now=now)}


STORIES = [
    # an hour a letter  ours: state, hours    supplier: state, hours   shares of ours, in hours
    ("U",               ("running", 1),       ("waiting", 0),          {"us": 1}),
    ("UUS",             ("running", 3),       ("running", 1),          {"us": 2, "supplier": 1}),
    ("USSS",            ("running", 4),       ("at_risk", 3),          {"us": 1, "supplier": 3}),
    ("USSSS",           ("running", 5),       ("breached", 4),         {"us": 1, "supplier": 4}),
    ("UUUUUU",          ("at_risk", 6),       ("waiting", 0),          {"us": 6}),
    ("UUUUUUUU",        ("breached", 8),      ("waiting", 0),          {"us": 8}),
    ("U???",            ("paused", 1),        ("waiting", 0),          {"us": 1, "user": 3}),
    ("USSUUU",          ("at_risk", 6),       ("paused", 2),           {"us": 4, "supplier": 2}),
    ("USSUUS",          ("at_risk", 6),       ("at_risk", 3),          {"us": 3, "supplier": 3}),
    ("SS??S",           ("running", 3),       ("at_risk", 3),          {"supplier": 3, "user": 2}),
    ("UWWU",            ("running", 2),       ("waiting", 0),          {"us": 2, "works": 2}),
    ("SWWS",            ("running", 2),       ("running", 2),          {"supplier": 2, "works": 2}),
    ("USS.",            ("met", 3),           ("met", 2),              {"us": 1, "supplier": 2}),
    ("USS....",         ("met", 3),           ("met", 2),              {"us": 1, "supplier": 2}),
    ("USSSSS.",         ("met", 6),           ("missed", 5),           {"us": 1, "supplier": 5}),
    ("USS..UU",         ("running", 5),       ("paused", 2),           {"us": 3, "supplier": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "ours", "theirs", "shares"), STORIES, ids=[row[0] for row in STORIES])
def test_stories(drawing, ours, theirs, shares):
    clocks = read(drawing)
    for side, (state, hours) in (("ours", ours), ("supplier", theirs)):
        assert (clocks[side].state, clocks[side].elapsed_s) == (state, hours * 3600), side
    assert {share.party: share.wall_s / 3600 for share in clocks["ours"].shares} == shares


def test_pauses_have_their_reason_and_their_end():
    clocks = read("US?UWWS?")
    assert [(pause.cause, (pause.since - NINE) // HOUR) for pause in clocks["supplier"].pauses] == [
        ("waiting_user", 2), ("waiting_us", 3), ("planned_works", 4), ("waiting_user", 7),
    ]  # fmt: skip
    assert [pause.until is None for pause in clocks["supplier"].pauses] == [False, False, False, True]
    assert [pause.cause for pause in clocks["ours"].pauses] == [
        "waiting_user",
        "planned_works",
        "waiting_user",
    ]


def test_the_clock_does_not_count_the_wrong_sides_silence():
    """Zammad: the supplier's four hours must not run while the supplier waits for our answer."""
    silent = read("USS" + "U" * 20)["supplier"]
    assert (silent.state, silent.elapsed_s, silent.due_at) == (ClockState.PAUSED, 7200, None)


def test_our_promise_runs_on_while_the_supplier_works():
    assert read("U" + "S" * 8)["ours"].state is ClockState.BREACHED


def test_an_sla_changed_while_pending_keeps_the_pending_time():
    """GLPI #6902: the criticality changes during a pause; the time already paused must not be lost."""
    urgent = term("urgent", "ours", 2, criticalities=(Criticality.CRITICAL,))
    calm = term("calm", "ours", 8)
    before = read("U????U", (calm, urgent))["ours"]
    after = read("U????U", (calm, urgent), criticality=Criticality.CRITICAL)["ours"]
    assert (before.commitment, before.elapsed_s) == ("calm", 7200)
    assert (after.commitment, after.elapsed_s, after.state) == ("urgent", 7200, ClockState.BREACHED)
    assert after.pauses == before.pauses
    pending = read("U???", (calm, urgent), criticality=Criticality.CRITICAL)["ours"]
    assert (pending.state, pending.remaining_s) == (ClockState.PAUSED, 3600)


def test_a_pending_clock_does_not_breach_and_a_breached_one_stays_so():
    """GLPI #24481: a clock breaches while the incident is pending."""
    assert read("U" + "?" * 100)["ours"].state is ClockState.PAUSED
    late = read("U" * 9 + "?" * 5)["ours"]
    assert (late.state, late.due_at) == (ClockState.BREACHED, NINE + 8 * HOUR)


def test_a_due_time_moves_by_the_pause_and_no_further():
    assert read("UU")["ours"].due_at == NINE + 8 * HOUR
    assert read("U??")["ours"].due_at is None
    assert read("U??U")["ours"].due_at == NINE + 10 * HOUR
    assert read("U??U", hours=300)["ours"].due_at == NINE + 10 * HOUR
    assert read("U??U.")["ours"].due_at == NINE + 10 * HOUR


def test_a_pause_outside_working_time_moves_nothing():
    """Paused from 18:00 to 09:00, in office hours: the target falls due as if nobody had waited."""
    office = (term("office", "ours", 16, OFFICE),)
    quiet = read("U" * 9 + "?" * 15 + "U", office)["ours"]
    straight = read("U" * 25, office)["ours"]
    assert quiet.due_at == straight.due_at == NINE + timedelta(days=1, hours=9)
    assert quiet.elapsed_s == straight.elapsed_s == 9 * 3600
    assert [share.wall_s // 3600 for share in quiet.shares] == [10, 15]
    assert [share.calendar_s // 3600 for share in quiet.shares] == [9, 0]


def test_deadlines_do_not_depend_on_the_zone_of_whoever_looks():
    """iTop: browser and server in other zones. Facts and now in any zone give the same instants."""
    facts = drawn("US?S")
    far = replace(
        facts,
        turns=tuple(replace(turn, at=turn.at.astimezone(timezone(9 * HOUR))) for turn in facts.turns),
    )
    now = NINE + 4 * HOUR
    assert read_clocks(facts, TERMS, now=now) == read_clocks(
        far, TERMS, now=now.astimezone(timezone(-5 * HOUR))
    )


def test_what_is_edited_after_the_opening_does_not_reach_a_frozen_commitment():
    """The terms hold the calendar itself, not its key: reading needs no organisation."""
    assert read("U", (term("x", "ours", 1, OFFICE),))["ours"].due_at == NINE + HOUR


def test_a_supplier_to_whom_nothing_was_reported_has_no_clock_in_the_end():
    assert set(read("U.")) == {"ours"}


def test_a_promise_counted_from_the_opening_runs_before_the_report():
    promise = term("interruption", "supplier", 4)
    assert read("UU", (promise,))["supplier"].elapsed_s == 7200
    assert read("UUSU", (promise,))["supplier"].elapsed_s == 3 * 3600


def test_the_next_deadline_is_at_risk_then_due_then_none():
    looks = [(1, 3), (3, 4), (4, 6), (6, 8), (8, None)]
    for hours, expected in looks:
        clocks = tuple(read("S", hours=hours).values())
        deadline = next_deadline(clocks, now=NINE + hours * HOUR)
        assert deadline == (None if expected is None else NINE + expected * HOUR), hours


def test_the_percentage_at_risk_is_policy():
    clocks = read_clocks(drawn("U"), (replace(OURS, at_risk_percent=50),), now=NINE + 4 * HOUR)
    assert (clocks[0].state, clocks[0].at_risk_at) == (ClockState.AT_RISK, NINE + 4 * HOUR)


drawings = st.text("US?W.", min_size=1, max_size=40).filter(lambda text: text[0] != ".")
calendars = st.sampled_from([OFFICE, ALWAYS])


@settings(max_examples=100, deadline=None)
@given(drawings, calendars, st.integers(0, 60))
def test_the_minute_oracle_agrees(drawing, calendar, more):
    """20 minutes a letter, then ``more`` minutes: count the worked minutes of each letter by hand."""
    facts = drawn(drawing, 20 * MINUTE)
    minutes = "".join(letter * 20 for letter in drawing) + drawing[-1] * more
    worked = calendar_of(calendar, NINE, NINE)
    lived = [letter for n, letter in enumerate(minutes) if worked.is_working(NINE + n * MINUTE)]
    terms = (term("a", "ours", 4, calendar), term("b", "supplier", 4, calendar))
    now = NINE + len(minutes) * MINUTE
    for clock in read_clocks(facts, terms, now=now):
        reported = minutes.find("S") if "S" in minutes else len(minutes)
        counted = [
            letter
            for n, letter in enumerate(minutes)
            if worked.is_working(NINE + n * MINUTE)
            and letter in (("U", "S") if clock.side == "ours" or n < reported else ("S",))
        ]
        assert clock.elapsed_s == 60 * len(counted)
        assert sum(share.calendar_s for share in clock.shares) == 60 * sum(minute != "." for minute in lived)
        assert sum(share.wall_s for share in clock.shares) == 60 * sum(minute != "." for minute in minutes)
        broken = clock.elapsed_s >= clock.target_s
        assert broken == (clock.state in (ClockState.BREACHED, ClockState.MISSED))
        assert not broken or clock.due_at <= now


@settings(max_examples=100, deadline=None)
@given(drawings, calendars, st.integers(1, 5000))
def test_what_a_clock_projects_comes_true(drawing, calendar, later):
    """If nothing happens, the clock read later breaches exactly at the due time projected now."""
    facts = drawn(drawing, 20 * MINUTE)
    terms = (term("a", "ours", 9, calendar),)
    now = NINE + len(drawing) * 20 * MINUTE
    (clock,) = read_clocks(facts, terms, now=now)
    (after,) = read_clocks(facts, terms, now=now + later * MINUTE)
    assert after.elapsed_s >= clock.elapsed_s
    assert after.due_at == clock.due_at
    if clock.state in (ClockState.RUNNING, ClockState.AT_RISK):
        assert (after.state is ClockState.BREACHED) == (now + later * MINUTE >= clock.due_at)
        assert next_deadline((clock,), now=now) > now


SPARED = [
    # drawing    works, in hours  the supplier's hours, its state     shares of the supplier's clock
    ("USSSS",    (2, 3),          3, "at_risk",                       {"supplier": 3, "works": 1}),
    ("USSSS",    (0, 3),          2, "running",                       {"supplier": 2, "works": 2}),
    ("USSSS",    (2, 5),          1, "running",                       {"supplier": 1, "works": 3}),
    ("US",       (1, 5),          0, "paused",                        {"works": 1}),
    ("USSSS",    (2, 9),          1, "paused",                        {"supplier": 1, "works": 3}),
    ("USSSSS.",  (1, 4),          2, "met",                           {"supplier": 2, "works": 3}),
    ("USSSS",    (7, 9),          4, "breached",                      {"supplier": 4}),
    ("SS??S",    (1, 3),          2, "running",                       {"supplier": 2, "user": 2, "works": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "works", "hours", "state", "shares"), SPARED)
def test_works_of_ours_spare_the_supplier_and_nobody_else(drawing, works, hours, state, shares):
    start, end = (NINE + hour * HOUR for hour in works)
    spared = (Spared(works=9, start=start, end=end),)
    plain, clocks = read(drawing), read(drawing, spared=spared)
    assert clocks["ours"] == plain["ours"]
    assert (clocks["supplier"].elapsed_s, clocks["supplier"].state) == (hours * 3600, state)
    shown = {share.party: share.wall_s // 3600 for share in clocks["supplier"].shares if share.wall_s}
    assert {party: shown.get(party, 0) for party in shares} == shares
