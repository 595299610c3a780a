"""What rows say after reading: cells as programs fill them, times to the day, what a log says only in earlier rows."""

from datetime import UTC, datetime

import pytest

from tocsin.core.history.course import Course, course_of
from tocsin.core.history.mapping import compiled_mapping
from tocsin.core.history.reading import Reader
from tocsin.core.history.values import Record, Refusal
from tocsin.core.incident.values import State

NOW = datetime(2026, 11, 29, tzinfo=UTC)
COLUMNS = ("id", "opened", "resolved", "closed", "due", "text", "lasted", "at", "state", "ci", "note")
SPEC = {
    "times": {"zone": "Europe/Paris"},
    "fields": {name: {"column": name} for name in COLUMNS},
    "incident": {
        "reference": "{id}",
        "summary": "{text}",
        "opened_at": "{opened}",
        "resolved_at": "{resolved}",
        "closed_at": "{closed}",
        "lasted": "{lasted}",
        "ours": {"due_at": "{due}"},
    },
}
LOG = {
    **SPEC,
    "incident": {
        "reference": "{id}",
        "resolved_at": "{resolved}",
        "place": {"text": "{ci}"},
        "ours": {"due_at": "{due}"},
        "details": {"note": "{note}"},
    },
    "change": {"at": "{at}", "state": "{state}"},
}


def read(spec: object = SPEC, **cells: str) -> Record | Refusal | None:
    return Reader(compiled_mapping(spec), NOW).read({"id": "A1", **cells}, 2)  # type: ignore[arg-type]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Panne &amp; coupure r&eacute;seau", "Panne & coupure réseau"),
        ("<p>Bonjour,<br/>plus de <b>réseau</b></p>", "Bonjour,\nplus de réseau"),
        ("<i class='closed'></i>&nbsp;Clos", "Clos"),
        ("AT&T <suite>; a < b & c", "AT&T <suite>; a < b & c"),
        ("#N/B", None), ("#N/A", None), ("#REF!", None), ("#NAME?", None), ("#VALEUR!", None), ("#NV", None),
        ('="0012"', "0012"), ("#1234", "#1234"), ("#urgent", "#urgent"),
    ],
)  # fmt: skip
def test_a_cell_is_what_a_person_reads_in_it(cell, text):
    record = read(opened="2026-01-05 10:00", text=cell)
    assert isinstance(record, Record)
    assert record.texts.get("summary") == text


@pytest.mark.parametrize("due", ["05/07/2021", "2021-07-05", "44382"])
def test_what_is_due_on_a_day_is_due_until_its_end(due):
    record = read(opened="2021-07-05 10:00", due=due)
    assert isinstance(record, Record)
    assert record.times["ours.due_at"] == at(2021, 7, 5, 22)


def test_an_end_on_the_day_of_the_beginning_is_not_before_it():
    record = read(opened="05/07/2021 09:15", resolved="05/07/2021", closed="06/07/2021")
    assert isinstance(record, Record)
    assert record.times["resolved_at"] == record.times["opened_at"]
    assert record.times["closed_at"] == at(2021, 7, 5, 22)


@pytest.mark.parametrize(
    ("lasted", "end"),
    [
        ("1h30", at(2026, 1, 5, 10, 30)), ("90", at(2026, 1, 5, 10, 30)), ("30:00:00", at(2026, 1, 6, 15)),
        ("0", at(2026, 1, 5, 9)),
    ],
)  # fmt: skip
def test_how_long_it_lasted_says_when_it_was_over(lasted, end):
    record = read(opened="2026-01-05 10:00", lasted=lasted)
    assert isinstance(record, Record)
    course = course_of([record])
    assert isinstance(course, Course)
    assert (course.state, course.resolved_at) == (State.RESOLVED, end)


def test_an_end_that_is_written_wins_over_how_long_it_lasted():
    record = read(opened="2026-01-05 10:00", resolved="2026-01-05 11:00", lasted="1h30")
    assert isinstance(record, Record)
    course = course_of([record])
    assert isinstance(course, Course)
    assert course.recovered_at == at(2026, 1, 5, 10)


def test_a_length_of_time_that_is_none_is_refused():
    refused = read(opened="2026-01-05 10:00", lasted="some")
    assert isinstance(refused, Refusal)
    assert refused.field == "lasted"


def log(*rows: dict[str, str]) -> Course:
    reader = Reader(compiled_mapping(LOG), NOW)
    records = [reader.read({"id": "A1", **row}, line) for line, row in enumerate(rows, 2)]
    course = course_of([record for record in records if isinstance(record, Record)])
    assert isinstance(course, Course)
    return course


def test_what_any_row_of_a_log_says_is_not_lost_with_its_last():
    course = log(
        {"at": "2026-01-05 10:00", "state": "new", "ci": "srv-1", "due": "2026-01-06 10:00"},
        {"at": "2026-01-05 12:00", "state": "resolved", "resolved": "2026-01-05 11:30", "note": "fan"},
        {"at": "2026-01-07 12:00", "state": "closed"},
    )
    assert course.last.place == {"text": "srv-1"}
    assert course.last.details == {"note": "fan"}
    assert course.last.times["ours.due_at"] == at(2026, 1, 6, 9)
    assert (course.resolved_at, course.closed_at) == (at(2026, 1, 5, 10, 30), at(2026, 1, 7, 11))


def test_an_end_does_not_outlive_a_reopening():
    course = log(
        {"at": "2026-01-05 10:00", "state": "new"},
        {"at": "2026-01-05 12:00", "state": "resolved", "resolved": "2026-01-05 11:30"},
        {"at": "2026-01-06 12:00", "state": "in_progress"},
        {"at": "2026-01-07 12:00", "state": "resolved"},
    )
    assert (course.resolved_at, course.reopened) == (at(2026, 1, 7, 11), 1)


def test_it_was_somebody_s_turn_until_the_end_that_the_file_says():
    course = log(
        {"at": "2016-02-29 01:23", "state": "new"},
        {"at": "2016-02-29 08:53", "state": "resolved"},
        {"at": "2016-02-29 11:29", "state": "resolved", "resolved": "2016-02-29 11:29"},
    )
    assert [(turn.at, turn.over) for turn in course.turns] == [
        (at(2016, 2, 29, 0, 23), False),
        (at(2016, 2, 29, 10, 29), True),
    ]


def test_a_number_of_a_table_is_found_when_a_program_writes_it_as_a_fraction():
    spec = {**SPEC, "tables": {"priority": {"2": "P2", "3.0": "P3"}}}
    spec["incident"] = {**SPEC["incident"], "priority": "{note}"}  # type: ignore[dict-item]
    for cell, ours in (("2", "P2"), ("2.0", "P2"), ("3.0", "P3")):
        record = read(spec, opened="2026-01-05 10:00", note=cell)
        assert isinstance(record, Record)
        assert record.texts["priority"] == ours
