"""Promises: said once when at risk and when broken, counted from what was promised at the opening."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from tests.flow.house import House, known, only, post_event, verbs
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.demo.command import company
from tocsin.flow import clock, organisation
from tocsin.flow.duties import deadlines
from tocsin.flow.incidents import commands as incidents
from tocsin.flow.incidents import keeping
from tocsin.store import models

ME = "damien.roussel"


def fails(house: House) -> Incident:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    return only()


def due(side: str = "ours") -> timedelta:
    row = models.Incident.objects.get()
    at = row.ours_due_at if side == "ours" else row.supplier_due_at
    assert at
    return at - clock.now()


def test_at_risk_and_breached_are_each_notified_once(house: House) -> None:
    incident = fails(house)
    (near,) = at_risk()
    assert near is not None
    house.waits(seconds=(near - clock.now()).total_seconds())
    for _ in range(3):
        house.waits(seconds=1)
    assert (verbs(incident).count("at_risk"), verbs(incident).count("breached")) == (1, 0)
    house.waits(seconds=due().total_seconds() + 1)
    for _ in range(3):
        house.waits(hours=1)
    assert (verbs(incident).count("at_risk"), verbs(incident).count("breached")) == (1, 1)
    kinds = set(models.Notice.objects.values_list("kind", flat=True))
    assert kinds == {"opened", "at_risk", "breached", "untaken"}


def test_two_workers_report_it_once(shared_house: House) -> None:
    incident = fails(shared_house)
    clock.fast_forward(seconds=due().total_seconds() + 1)
    together = threading.Barrier(2)

    def watch() -> None:
        together.wait()
        try:
            deadlines.watch()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        for job in [two.submit(watch), two.submit(watch)]:
            job.result()
    assert verbs(incident).count("breached") == 1
    kinds = models.Notice.objects.filter(kind="breached")
    assert kinds.count() == kinds.values("recipient").distinct().count()


def test_another_criticality_is_another_promise_from_the_same_beginning(house: House) -> None:
    incident = fails(house)
    before = due()
    clock.fast_forward(hours=1)
    command = c.ChangePriority(priority=Priority.P1, criticality=Criticality.CRITICAL)
    incidents.act(incident.id, command, ME)
    assert due() < before
    ours = next(
        sla_clock for sla_clock in models.Incident.objects.get().clocks if sla_clock["side"] == "ours"
    )
    assert ours["elapsed_s"] == 3600, "the time that passed counts against the new promise"


def test_what_was_promised_stays_promised(house: House) -> None:
    """The organisation edited afterwards reaches the next incident, not this one."""
    incident = fails(house)
    before, here = models.Incident.objects.get().ours_due_at, organisation.company()
    edited = [
        replace(declaration, spec={**declaration.spec, "target_s": 60})
        if declaration.section == "commitment"
        else declaration
        for declaration in company()
    ]
    assert organisation.apply(edited, by="test").changes
    assert organisation.company().version > here.version
    incidents.act(incident.id, c.Take(), ME)
    assert models.Incident.objects.get().ours_due_at == before

    house.receives(post_event("device.down", "srv-crm-01", source="desk-fr", criticality="high"))
    newer = max(known(), key=lambda incident: incident.id)
    ours = next(sla_clock for sla_clock in keeping.clocks_of(newer, clock.now()) if sla_clock.side == "ours")
    assert ours.target_s == 60


def at_risk() -> list[datetime | None]:
    return [ticking.at_risk_at for ticking in keeping.clocks_of(only(), clock.now())]


def test_the_warning_promised_at_the_opening_stays_too(house: House) -> None:
    """75 % when it opened: a policy edited afterwards does not move its warning, nor whom it asks."""
    fails(house)
    before, frozen = at_risk(), only().policy
    edited = [
        replace(
            declaration,
            spec={**declaration.spec, "policies": {**declaration.spec["policies"], "at_risk_percent": 10}},
        )
        if declaration.section == "settings"
        else declaration
        for declaration in company()
    ]
    assert organisation.apply(edited, by="test").changes
    incidents.act(only().id, c.Take(), ME)
    assert at_risk() == before
    assert frozen is not None
    assert only().policy == frozen


def test_what_grows_worse_by_day_keeps_the_promise_of_the_night_in_which_it_began(house: House) -> None:
    """Begun on a Saturday, found to be critical on Monday morning: 72 h, from Saturday."""
    clock.fast_forward(days=5)  # Saturday, noon
    house.receives(post_event("device.down", "a box that nobody knows", source="desk-fr", criticality="high"))
    house.waits(hours=46)  # Monday, ten o'clock
    house.receives(
        post_event("device.down", "a box that nobody knows", source="desk-fr", criticality="critical")
    )
    assert verbs(only()).count("worsened") == 1
    (ours,) = (sla_clock for sla_clock in keeping.clocks_of(only(), clock.now()) if sla_clock.side == "ours")
    assert (ours.commitment, ours.target_s) == ("critical-non-working", 72 * 3600)


def test_the_timeline_cannot_be_rewritten_whoever_tries(house: House) -> None:
    incident = fails(house)
    for statement in ("update timeline_entry set actor = 'nobody'", "delete from timeline_entry"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verbs(incident)[0] == "opened"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_deadline_is_the_same_wherever_the_server_stands_itop(
    house: House, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        fails(house)
        assert models.Incident.objects.get().ours_due_at.isoformat() == "2026-12-07T14:30:00+00:00"
    finally:
        monkeypatch.undo()
        time.tzset()
