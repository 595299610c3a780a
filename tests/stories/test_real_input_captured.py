"""What real servers once said, fed by hand: ``tocsin feed`` in a process of its own, and what came out of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from django.db import connection

from tests.flow.house import House, known, statuses
from tests.flow.house import house as opened
from tocsin.core.incident.values import State
from tocsin.store import models

CAPTURES = Path(__file__).parent / "captures"
THAT_DAY = datetime(2026, 11, 23, 12, 50, tzinfo=UTC)  # a little after the last of them was captured
PDU, PDU_B = "par1.s1.r01.pdu-a", "par1.s1.r01.pdu-b"  # which all of them speak of, under some name


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """Its tables are committed: the process that feeds is not ours."""
    with opened(THAT_DAY) as inhabited:
        yield inhabited


def feed(source: str, *files: Path, given: bytes = b"") -> dict[str, int]:
    """Run the command line against our database; what it says that it did."""
    known = connection.settings_dict
    where = f"postgresql://{known['USER']}@/{known['NAME']}?host={known['HOST']}&port={known['PORT']}"
    paths = [str(file) for file in files] or ["-"]
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "feed", *paths, "--source", source, "-o", "json"],
        env=os.environ | {"DATABASE_URL": where, "DJANGO_SETTINGS_MODULE": "tocsin.settings.base"},
        input=given, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return dict(msgspec.json.decode(done.stdout))


def nagios(number: int) -> Path:
    return CAPTURES / "nagios" / f"nagios_notification_{number}.eml"


def alerts() -> dict[tuple[str, str], str]:
    """(kind, item) -> state."""
    return {(alert.kind, alert.item): alert.state for alert in models.Alert.objects.all()}


class TestNagios:
    """Five notification mails: a service falls, is acknowledged and recovers; then its host does."""

    def test_received_one_by_one(self, house: House) -> None:
        feed("nagios-fr", nagios(1))
        house.works()
        assert alerts() == {("power.feed.lost", PDU): "firing"}
        (incident,) = known()
        assert (incident.cause, incident.state) == (PDU, State.NEW)

        feed("nagios-fr", nagios(2))
        house.works()
        assert alerts() == {("power.feed.lost", PDU): "firing"}, "to acknowledge is not to repair"

        feed("nagios-fr", nagios(3))
        house.works()
        assert alerts() == {("power.feed.lost", PDU): "resolved"}
        assert [incident.state for incident in known()] == [State.RESOLVED]

        feed("nagios-fr", nagios(4))
        house.works()
        assert alerts()["device.down", PDU] == "firing", "its name in this mail, its alias in the others"

        feed("nagios-fr", nagios(5))
        house.works()
        assert set(alerts().values()) == {"resolved"}
        assert {incident.state for incident in known()} == {State.RESOLVED}
        assert statuses() == {"translated": 5}

    def test_all_at_once_and_again(self, house: House) -> None:
        everything = [nagios(number) for number in range(1, 6)]
        assert feed("nagios-fr", *everything)["new"] == 5
        house.works()
        again = feed("nagios-fr", *everything)
        house.works()
        assert (again["new"], again["repeats"]) == (0, 5), "an exact repeat is counted"
        assert set(alerts().values()) == {"resolved"}
        assert all(not incident.open for incident in known())


class TestIcinga:
    """Its mails and its event stream, of one story: a service falls, works are declared and end, it recovers."""

    def test_mails_of_a_downtime_and_of_a_recovery_open_nothing(self, house: House) -> None:
        feed("icinga-es", *sorted((CAPTURES / "icinga2").glob("*.eml")))
        house.works()
        assert statuses() == {"translated": 3}
        events = models.Event.objects.order_by("message_id").values_list("kind", "state", "item")
        assert list(events) == [
            ("power.feed.lost", "info", PDU),
            ("power.feed.lost", "info", PDU),
            ("device.down", "resolved", PDU),
        ]
        assert known() == []

    def test_the_stream_opens_recovers_and_remembers_the_works(self, house: House) -> None:
        lines = (CAPTURES / "icinga2" / "event_stream.jsonl").read_bytes().splitlines(keepends=True)
        feed("by-hand", given=b"".join(lines[:2]))
        house.works()
        assert statuses() == {"translated": 1, "ignored": 1}, "the check result repeats the state change"
        (incident,) = known()
        assert (incident.cause, incident.state) == (PDU, State.NEW)

        feed("by-hand", given=b"".join(lines[2:-3]))
        house.works()
        assert known()[0].state is State.NEW, "neither works nor an acknowledgement repair anything"
        (works,) = models.Intervention.objects.all()
        assert (works.scope, works.status) == ([PDU], "completed")

        feed("by-hand", given=b"".join(lines[-3:]))
        house.works()
        assert alerts() == {("power.feed.lost", PDU): "resolved"}
        assert [incident.state for incident in known()] == [State.RESOLVED]

    def test_what_falls_inside_the_downtime_is_muted(self, house: House) -> None:
        """Until the end of the downtime, which the stream announced: then it is raised if it is still so."""
        lines = (CAPTURES / "icinga2" / "event_stream.jsonl").read_bytes().splitlines(keepends=True)
        feed("by-hand", given=b"".join(lines[2:4]))
        house.works()
        later = lines[1].replace(b"1795437872.583", b"1795437900.583")  # 12:45:00, half a minute inside
        assert later != lines[1]
        feed("by-hand", given=later)
        house.works()
        assert known() == []
        assert models.Intervention.objects.get().muted_count == 1
        house.waits(minutes=56)
        (incident,) = known()
        assert (incident.cause, incident.state) == (PDU, State.NEW)


class TestAlertmanager:
    """Its webhook's bodies, one a line: two PDUs lose their feed, and have it again."""

    def test_two_bodies(self, house: House) -> None:
        firing, resolved = (
            (CAPTURES / "alertmanager" / "webhook.jsonl").read_bytes().splitlines(keepends=True)[:2]
        )
        feed("by-hand", given=firing)
        house.works()
        pair = {("power.feed.lost", PDU), ("power.feed.lost", PDU_B)}
        assert alerts() == dict.fromkeys(pair, "firing")
        assert {incident.state for incident in known()} == {State.NEW}
        assert {alert.incident_id for alert in models.Alert.objects.all()} == {
            incident.id for incident in known()
        }

        feed("by-hand", given=resolved)
        house.works()
        assert alerts() == dict.fromkeys(pair, "resolved")
        assert {incident.state for incident in known()} == {State.RESOLVED}
