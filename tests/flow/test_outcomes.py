"""What commitments came to is in rows: each figure is one query that opens its incidents."""

import importlib
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.flow.house import OUTLET, House, known, only, post_event
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident, PauseReason
from tocsin.flow import clock
from tocsin.flow.incidents.commands import act
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.store.models import CommitmentOutcome

ME = "celine.morvan"
ZONE = ZoneInfo("Europe/Paris")
BACKFILL = importlib.import_module("tocsin.store.migrations.0031_commitment_outcome").BACKFILL
OVERRUNS = """
select to_char(due_at at time zone 'Europe/Paris', 'YYYY-MM') as month, region, commitment, array_agg(incident_id order by 1)
from commitment_last join incident on incident.id = incident_id
    left join lateral unnest(regions) region on true
where overdue
group by month, region, commitment
"""


def states(incident: Incident, side: str = "ours") -> list[str]:
    rows = CommitmentOutcome.objects.filter(incident=incident.id, side=side).order_by("id")
    return [row.state + "!" * row.overdue for row in rows]


def asked(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_a_life_is_noted(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    incident = only()
    house.waits(minutes=10)
    act(incident.id, c.Pause(reason=PauseReason.WAITING_USER, note="who?"), ME)
    house.waits(minutes=10)
    act(incident.id, c.Resume(), ME)
    house.waits(days=20)
    house.receives(post_event("power.outlet.lost", OUTLET, "resolved", source="valmont"))
    assert states(incident) == ["running", "paused", "running", "running!", "missed!"]


def test_a_reopened_incident_is_not_met_any_more(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    house.waits(minutes=1)
    house.receives(post_event("power.outlet.lost", OUTLET, "resolved", source="valmont"))
    house.waits(minutes=2)
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    assert states(only()) == ["running", "met", "running"]


def test_overruns_by_month_region_and_commitment_open_their_incidents(house: House) -> None:
    house.receives(
        post_event("power.outlet.lost", OUTLET, source="valmont"), post_event("device.down", "srv-dns-03")
    )
    house.waits(days=10)
    house.receives(post_event("device.down", "srv-dns-02"))
    house.waits(days=10)
    found = {
        (month, region, commitment, number)
        for month, region, commitment, numbers in asked(OVERRUNS)
        for number in numbers
    }
    assert found == {
        (clock_.due_at.astimezone(ZONE).strftime("%Y-%m"), region, clock_.commitment, incident.id)
        for incident in known()
        for clock_ in clocks_of(incident, clock.now())
        if clock_.due_at and clock_.elapsed_s >= clock_.target_s
        for region in incident.regions or (None,)
    }
    assert len({month for month, *_ in found}) == 2


def test_a_row_is_never_changed(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    for change in ("update commitment_outcome set overdue = true", "delete from commitment_outcome"):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            asked(change)


def test_incidents_from_before_get_the_last_outcome_of_their_clocks(house: House) -> None:
    house.receives(
        post_event("power.outlet.lost", OUTLET, source="valmont"), post_event("device.down", "srv-dns-03")
    )
    lost = next(incident for incident in known() if incident.cause == OUTLET)
    house.waits(hours=2)
    house.receives(post_event("device.down", "srv-dns-03", "resolved"))
    house.waits(days=9)
    act(lost.id, c.Pause(reason=PauseReason.WAITING_USER, note="who?"), ME)
    noted = last_words()
    with connection.cursor() as cursor:
        cursor.execute("truncate commitment_outcome")
        cursor.execute(BACKFILL)
    assert last_words() == noted
    assert {row["state"] for row in noted} >= {"paused", "met"}


def last_words() -> list[dict[str, Any]]:
    rows = CommitmentOutcome.objects.order_by("incident", "side", "-id").distinct("incident", "side").values()
    return [{name: value for name, value in row.items() if name not in ("id", "at")} for row in rows]
