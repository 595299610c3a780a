"""What was stored under the names before is read as it was, after the migration that renames it."""

import importlib
from typing import Any

import pytest
from django.db import connection

from tests.flow.house import House, only, post_event
from tocsin.flow import clock
from tocsin.flow.journey import understand
from tocsin.store import incidents, models, sources

MIGRATION = importlib.import_module("tocsin.store.migrations.0260_plain_names")
OLD = (
    "select state, heard_at is null from source_state where source in ('http-it', 'nagios-fr') order by source",
    "select array(select jsonb_array_elements_text(value->'told')) from incident",
    "select why->0->>'code' from message where status = 'quarantined'",
)


def run(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_version_before_is_read_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.receives(post_event("device.down", "srv-crm-01"))
    house.waits(hours=30)
    with monkeypatch.context() as failing:
        failing.setattr(understand, "_translated", lambda *given: 1 / 0)
        house.receives(post_event("device.down", "srv-crm-02"))
    sources.expect("nagios-fr", clock.now())
    before = read()
    assert before[0].announced, "an alarm of its clocks was raised"

    run(MIGRATION.BACKWARD)

    assert [run(statement) for statement in OLD] == [
        [("ok", False), ("unheard", True)],
        [(list(before[0].announced),)],
        [("flow.message_broke_us",)],
    ]

    run(MIGRATION.FORWARD)

    assert read() == before
    assert run("select count(*) from incident where value ? 'told'") == [(0,)]


def read() -> tuple[Any, ...]:
    """What the code reads of each."""
    failed = models.Message.objects.get(status="quarantined").why
    return incidents.load([only().id])[only().id], sources.all_health(), failed
