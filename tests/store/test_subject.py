"""Timelines and notices are a subject's; what the version before writes while it still runs is an incident's."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.store import incidents, outbox

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 15, tzinfo=UTC)
BRIEF = {
    "number": "INC-7",
    "title": {"fr": "", "en": ""},
    "priority": "P1",
    "effect": "down",
    "since": NOW.isoformat(),
}


def test_subjects_of_the_same_id_have_their_own_timelines():
    subjects = (Subject.incident(7), Subject.intervention(7))
    incidents.write_entries(
        [TimelineEntry(subject=subject, at=NOW, actor="tocsin", verb=Verb.OPENED) for subject in subjects]
    )
    assert [entry.subject for subject in subjects for entry in incidents.timeline(subject)] == list(subjects)


def test_an_entry_of_the_version_before_is_read():
    value = {
        "incident": 7,
        "at": NOW.isoformat(),
        "actor": "marie",
        "verb": "commented",
        "data": {"note": "hello"},
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into timeline_entry (incident_id, at, actor, verb, value) values (7, %s, 'marie', 'commented', %s)",
            [NOW, json.dumps(value)],
        )
    (entry,) = incidents.timeline(Subject.incident(7))
    assert (entry.subject, entry.data) == (Subject.incident(7), {"note": "hello"})


def test_a_notice_of_the_version_before_is_sent():
    value = {
        "id": 0, "kind": "opened", "incident": 7, "recipient": "a@b.example", "language": "fr", "zone": "UTC",
        "created_at": NOW.isoformat(), "brief": BRIEF,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into notice (incident_id, kind, recipient, language, value, state, created_at, not_before, attempts,"
            " error, subject, text, message_id, thread_id, digest)"
            " values (7, 'opened', 'a@b.example', 'fr', %s, 'pending', %s, %s, 0, '', '', '', '', '', false)",
            [json.dumps(value), NOW, NOW],
        )
    (notice,) = outbox.pending(NOW)
    assert notice.subject == Subject.incident(7)
