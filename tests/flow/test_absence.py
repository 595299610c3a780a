"""A database that is away is said when that begins, ever less often, and when it is over."""

import threading

import django.db
import pytest
from structlog.testing import capture_logs

from tests.flow.house import MONDAY
from tocsin.flow import clock
from tocsin.flow.absence import Absence
from tocsin.flow.worker import Worker


def test_an_hour_of_absence_is_a_few_lines() -> None:
    with clock.moved(MONDAY), capture_logs() as logged:
        absence = Absence()
        absence.over()
        for _ in range(3600):
            absence.noticed("connection refused")
            clock.fast_forward(seconds=1)
        absence.over()
        absence.over()
    assert [line["event"].removeprefix("worker.database_") for line in logged] == [
        "away",
        *["still_away"] * (len(logged) - 2),
        "back",
    ]
    waits = [line["away_s"] for line in logged[1:]]
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 3600
    assert len(waits) < 15
    assert {line.get("reason") for line in logged[:-1]} == {"connection refused"}


def test_a_second_absence_is_logged_again() -> None:
    with clock.moved(MONDAY), capture_logs() as logged:
        absence = Absence()
        for _ in range(2):
            absence.noticed("gone")
            absence.over()
    assert [line["event"] for line in logged] == ["worker.database_away", "worker.database_back"] * 2


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (django.db.OperationalError("server closed the connection\nunexpectedly"), "worker.database_away"),
        (django.db.ProgrammingError("no such column"), "worker.failed"),
        (KeyError("x"), "worker.failed"),
    ],
)
def test_only_what_passes_is_an_absence(error: Exception, event: str) -> None:
    """An error of ours is logged as such, every time, with its traceback."""
    stop = threading.Event()

    def loop() -> None:
        stop.set()
        raise error

    with capture_logs() as logged:
        Worker(stop)._outliving(loop)()
    assert [line["event"] for line in logged] == [event]
