"""Whose work an open incident is, and what of it runs out first: drawn as tables."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.web.seed import cachemire
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Handover, Holder, Incident, IncidentKind, State
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Label
from tocsin.core.sla.values import Clock, ClockState
from tocsin.core.work.concern import tasks, teams_of
from tocsin.core.work.values import Known

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday
ME, COLLEAGUE, STRANGER = "karim.haddad", "fatou.diallo", "mehdi.zerrouki"
ORGANISATION = cachemire()[1]


def incident(**changes) -> Incident:
    return replace(
        Incident(
            id=1, kind=IncidentKind.OUTAGE, effect=Effect.DOWN, peak=Effect.DOWN, priority=Priority.P3,
            criticality=Criticality.MEDIUM, cause="srv-crm-01", cause_kind="device.down",
            title=Label(fr="x", en="x"), owner_team="systems", opened_at=NOW, since=NOW, last_at=NOW,
        ),
        **changes,
    )  # fmt: skip


def clock(minutes: float, side: str = "ours", state: ClockState = ClockState.RUNNING) -> Clock:
    due = NOW + timedelta(minutes=minutes)
    return Clock(
        side=side, commitment="c", name="c", target_s=3600, state=state, why=Why(code="x"), due_at=due
    )


def lists(*clocks: Clock, **changes) -> tuple[str, ...]:
    found = tasks(ME, [Known(incident=incident(**changes), clocks=clocks)], ORGANISATION, now=NOW)
    return found[0].lists if found else ()


OFFERED = Handover(giver=COLLEAGUE, to=ME, at=NOW)
ASKED = Handover(giver=ME, to=COLLEAGUE, at=NOW)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"owner": ME, "state": State.IN_PROGRESS}, ("mine",)),
        ({"owner": ME, "holder": Holder.SUPPLIER}, ("mine", "waiting")),
        ({"owner": ME, "holder": Holder.USER, "state": State.PENDING}, ("mine", "waiting")),
        ({"owner": ME, "owner_team": "network"}, ("mine",)),
        ({"owner": COLLEAGUE}, ("team",)),
        ({"owner": COLLEAGUE, "handover": ASKED}, ("team", "waiting", "risk")),  # it must be answered soon
        ({"owner": COLLEAGUE, "owner_team": "network"}, ()),
        ({"owner": STRANGER, "owner_team": "it-fr"}, ()),
        ({"owner": ME, "folded_into": 7}, ()),
        ({"owner": ME, "state": State.RESOLVED}, ()),
    ],
)
def test_in_which_lists_an_incident_stands(changes, expected):
    assert lists(**{"acknowledged_at": NOW} | changes) == expected


def test_what_is_handed_to_me_waits_for_me_and_for_nobody_else():
    assert "waiting" not in lists(owner=ME, handover=OFFERED)


@pytest.mark.parametrize(
    ("clocks", "risky"),
    [
        ((clock(600),), False),
        ((clock(59),), True),
        ((clock(600), clock(30, "supplier")), True),
        ((clock(-5),), True),
        ((clock(-5, state=ClockState.BREACHED),), True),
    ],
)
def test_at_risk_is_what_runs_out_within_the_hour_or_is_overdue(clocks, risky):
    assert ("risk" in lists(*clocks, owner=ME, acknowledged_at=NOW)) is risky


@pytest.mark.parametrize(
    ("changes", "clocks", "first"),
    [
        ({"owner": ME, "acknowledged_at": NOW}, (clock(30), clock(20, "supplier")), "work.supplier"),
        ({"owner": ME, "acknowledged_at": NOW}, (clock(30), clock(-20, "supplier")), "work.supplier"),
        ({"owner": ME, "acknowledged_at": NOW - timedelta(days=9)}, (clock(30),), "work.acknowledgement"),
        ({"owner": ""}, (clock(99_999),), "work.taking"),
        ({"owner": ME, "acknowledged_at": NOW, "handover": OFFERED}, (clock(99_999),), "work.answer"),
    ],
)
def test_what_runs_out_first(changes, clocks, first):
    (task,) = tasks(ME, [Known(incident=incident(**changes), clocks=clocks)], ORGANISATION, now=NOW)
    assert task.first is not None
    assert task.first.why.code == first


def test_what_runs_out_first_comes_first_and_overdue_before_all():
    known = [
        Known(incident=incident(id=1, owner=ME, acknowledged_at=NOW), clocks=(clock(90),)),
        Known(incident=incident(id=2, owner=ME, acknowledged_at=NOW), clocks=(clock(-10),)),
        Known(incident=incident(id=3, owner=ME, acknowledged_at=NOW), clocks=(clock(30),)),
        Known(
            incident=incident(id=4, owner=ME, acknowledged_at=NOW, priority=Priority.P1), clocks=(clock(30),)
        ),
    ]
    assert [task.incident.id for task in tasks(ME, known, ORGANISATION, now=NOW)] == [2, 4, 3, 1]


def test_the_teams_of_a_person_are_their_own_and_those_of_their_turns():
    assert teams_of(ME, ORGANISATION)[0] == "systems"
    assert teams_of("", ORGANISATION) == ()
    assert teams_of("nobody", ORGANISATION) == ()


def test_an_account_without_a_person_has_no_work_not_that_of_nobody():
    known = [Known(incident=incident(owner=""), clocks=())]
    assert tasks("", known, ORGANISATION, now=NOW) == ()
