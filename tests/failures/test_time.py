"""Times that once came out wrong, with the example's formats: hours early, in silence."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.failures.test_mails import formats
from tests.flow.house import house as opened
from tests.flow.house import known, mail
from tocsin.cli.formats import try_
from tocsin.core.event.message import Message
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status
from tocsin.flow import clock

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("name", "start"),
    [("brussels.eml", "2026-12-12T22:00:00+00:00"), ("fle.eml", "2026-12-12T21:00:00+00:00")],
)
def test_works_begin_in_the_zone_that_they_name(name: str, start: str) -> None:
    now = datetime(2026, 11, 28, 6, tzinfo=UTC)
    body = (HERE / "calendar-zones" / name).read_bytes()
    found = translate(
        Message(source="s", channel="smtp", received_at=now, media_type="message/rfc822", body=body),
        formats(),
    )
    window = found.events[0].window
    assert window is not None
    assert window.start.isoformat() == start
    assert window.end is not None
    assert (window.end - window.start).total_seconds() == 4 * 3600
    assert found.status is Status.TRANSLATED


def test_a_recovery_known_to_the_minute_closes_its_problem(db: None) -> None:
    """The problem by its Date header, with seconds; the recovery says "06:50"."""
    with opened(datetime(2026, 11, 28, 5, 50, 35, tzinfo=UTC)) as house:
        for name in ("problem.eml", "recovery.eml"):
            house.receives(mail((HERE / "recovery-to-the-minute" / name).read_bytes()))
            clock.fast_forward(seconds=20)
        assert [incident.state.value for incident in known()] == ["resolved"]


@pytest.mark.parametrize("day", [28, 30])
def test_a_sample_is_tried_as_received_now(day: int) -> None:
    folder = HERE / "formats-try-in-the-past"
    with clock.moved(datetime(2026, 11, day, 6, tzinfo=UTC)):
        ran = CliRunner().invoke(try_, [str(folder / "up.json"), "--formats", str(folder), "-o", "json"])
    result = json.loads(ran.output)["result"]
    assert (result["status"], result["events"][0]["occurred_at"]) == ("translated", "2026-11-28T05:09:01Z")
    assert result["received_at"] == f"2026-11-{day}T06:00:00+00:00"
