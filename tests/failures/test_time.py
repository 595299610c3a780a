"""Times that once came out wrong, with the example's formats: hours early, in silence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.failures.test_mails import formats
from tocsin.core.event.message import Channel, Message
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("mail", "start"),
    [("brussels.eml", "2026-12-12T22:00:00+00:00"), ("fle.eml", "2026-12-12T21:00:00+00:00")],
)
def test_works_begin_in_the_zone_that_they_name(mail: str, start: str) -> None:
    now = datetime(2026, 11, 28, 6, tzinfo=UTC)
    body = (HERE / "calendar-zones" / mail).read_bytes()
    found = translate(
        Message(source="s", channel=Channel.SMTP, received_at=now, media_type="message/rfc822", body=body),
        formats(),
    )
    window = found.events[0].window
    assert window is not None
    assert window.start.isoformat() == start
    assert window.end is not None
    assert (window.end - window.start).total_seconds() == 4 * 3600
    assert found.status is Status.TRANSLATED
