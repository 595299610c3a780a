"""What was stored while a flapping alert was called held is read as it was, after the migration that renames it."""

import importlib
from typing import Any

from django.db import connection

from tests.flow.house import House, only, post_event
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.store import alerts, incidents, models, outbox

MIGRATION = importlib.import_module("tocsin.store.migrations.0170_flapping")
STORED = (
    "select outcome, data->'judged'->>'code' from event order by message_id, position",
    "select value->'why'->>'code' from timeline_entry where verb = 'flapping'",
    "select why->>'code', value->'brief' from notice where why is not null order by id",
    "select fingerprint, value from alert order by fingerprint",
)


def run(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def flap(house: House, item: str) -> None:
    """Eight changes of state in eighty seconds."""
    for change in range(8):
        clock.fast_forward(seconds=10)
        house.receives(post_event("device.down", item, "resolved" if change % 2 else "firing"))


def test_a_flapping_alert_of_the_version_before_is_read_with_its_reasons_and_its_waiting_notice(
    house: House,
) -> None:
    flap(house, "srv-crm-01")
    incident = only()
    alert = models.Alert.objects.get()
    alerts.note_reasons({alert.fingerprint: flapping_reason(incident.id)})  # as for an alert in no incident
    models.Notice.objects.update(
        why={"code": "notice.delayed.bundle", "facts": {"until_at": "soon"}}, state="pending"
    )
    stored, read = [run(statement) for statement in STORED], read_by_the_code(incident.id, alert.fingerprint)

    run(MIGRATION.BACKWARD)

    assert run(
        "select held, value ? 'flapping', value->>'held', value ? 'sent_at', value ? 'said_at' from alert"
    ) == [(True, False, "true", False, True)]
    assert ("held", "correlation.held") in run(STORED[0])
    assert run(STORED[1]) == [("correlation.held",)]
    assert {(code, "heard_at" in brief, "received_at" in brief) for code, brief in run(
        "select why->>'code', array(select jsonb_object_keys(value->'brief')) from notice"
    )} == {("notice.held.bundle", True, False)}  # fmt: skip

    run(MIGRATION.FORWARD)

    assert [run(statement) for statement in STORED] == stored
    assert read_by_the_code(incident.id, alert.fingerprint) == read
    assert alerts.load_pending((), {})[alert.fingerprint].flapping


def flapping_reason(incident: int) -> Any:
    (entry,) = (
        entry for entry in incidents.timeline(Subject.incident(incident)) if entry.verb is Verb.FLAPPING
    )
    return entry.why


def read_by_the_code(incident: int, fingerprint: str) -> tuple[Any, ...]:
    waiting = [(notice.id, notice.brief) for notice in outbox.pending(clock.now())]
    return alerts.load([fingerprint]), incidents.timeline(Subject.incident(incident)), waiting
