"""Mails that once came out wrong, with the example's formats: each has a README that says what, and what is right."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from tocsin.core.event.message import Message
from tocsin.core.translation.formats import Formats, compile_formats
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status, Translation

FORMATS = Path("examples/cachemire/formats")


@cache
def formats() -> Formats:
    files = FORMATS.glob("*/format.yaml")
    return compile_formats({file.parent.name: yaml.safe_load(file.read_text()) for file in files})


def read(name: str) -> Translation:
    return read_body((Path(__file__).parent / name).read_bytes())


def read_body(body: bytes) -> Translation:
    now = datetime(2026, 11, 28, 5, 51, tzinfo=UTC)
    message = Message(
        source="valmont", channel="smtp", received_at=now, media_type="message/rfc822", body=body
    )
    return translate(message, formats())


@pytest.mark.parametrize(
    ("mail", "state", "criticality", "host"),
    [
        ("alarm-with-header-like-lines/alarm.eml", "firing", "high", "srv-olap-01"),
        ("mail-blank-plain-part/blank.eml", "firing", "high", "srv-erp-01"),
        ("mail-one-bad-byte/cut.eml", "firing", "high", "srv-tel-02"),
        ("mail-raw-utf8-subject/recovery.eml", "resolved", "high", "nas-mil1-01"),
        ("mail-second-text-part/banner.eml", "firing", "high", "srv-erp-04"),
        ("mail-second-text-part/split.eml", "firing", "critical", "srv-pos-01"),
        ("noise-eats-alarms/bulk.eml", "firing", "high", "srv-intra-01"),
        ("noise-eats-alarms/postmaster.eml", "firing", "high", "srv-intra-01"),
    ],
)
def test_the_alarm_is_read(mail: str, state: str, criticality: str, host: str) -> None:
    translation = read(mail)
    assert translation.status is Status.TRANSLATED, translation.why
    (event,) = translation.events
    assert (event.kind, event.state, event.criticality) == ("device.down", state, criticality)
    assert event.place.parts["host"] == host
    assert event.place.defaults == ("site",)


def test_the_torn_byte_alone_is_lost() -> None:
    assert read("mail-one-bad-byte/cut.eml").events[0].details == {"comment": "température \ufffd"}


def test_a_display_name_is_no_sender() -> None:
    assert read("sender-in-the-display-name/spoof.eml").status is Status.UNTRANSLATED


def test_a_cell_that_spans_columns_is_one_cell_of_its_row() -> None:
    translation = read("table-row-with-colspan/digest.eml")
    assert translation.status is Status.TRANSLATED
    places = [(event.kind, event.place.parts) for event in translation.events]
    assert places == [
        ("temperature.high", {"site": "PAR1", "room": "S1", "rack": "R01"}),
        ("power.lost", {"site": "PAR1", "room": "S2", "rack": "R05"}),
    ]
