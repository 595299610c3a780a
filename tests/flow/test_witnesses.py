"""Two witnesses of one trouble: the provider's mail and its API are one alert and one incident, whichever reports first."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tocsin.core.event.message import Message
from tocsin.demo import past
from tocsin.demo.command import company
from tocsin.demo.world import valmont
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.transmission import received
from tocsin.demo.world.valmont import Alarm
from tocsin.flow import clock, pipeline
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import snapshot
from tocsin.store import models, partitions
from tocsin.store.read import suppliers

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OUTLET = {"site": "PAR1", "salle": "S1", "baie": "R07", "pdu": "A", "prise": "10"}


class House:
    """The demo's company, to whom its provider speaks twice."""

    def __init__(self) -> None:
        past.employ(company(provider_port=1))
        self.floor = Floor(snapshot())
        self.alarm = Alarm(
            reference="VDC-004711", place="par1.s1.r07.pdu-a.o10", nature=valmont.OUTLET_LOST,
            gravity=valmont.MAJOR, began=BEGIN,
        )  # fmt: skip

    def mail(self, at: datetime, *, over: bool = False) -> None:
        write = valmont.recovery if over else valmont.alarm
        self._take(received(write(self.floor, at, self.alarm)))

    def api(self, version: int = 1, **more: Any) -> None:
        item = {
            "id": "VDC-004711", "version": version, "type": valmont.OUTLET_LOST, "criticite": "Majeure",
            "etat": "Active", "localisation": OUTLET, "emplacement": "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 10",
            "debut": BEGIN.isoformat(), "maj": clock.now().isoformat(), "fin": None, **more,
        }  # fmt: skip
        message = Message(
            source="valmont-api", channel="rest", received_at=clock.now(), media_type="application/json",
            body=json.dumps(item).encode(), envelope={"resource": "alarmes"}, key=f"alarmes/{item['id']}/{version}",
        )  # fmt: skip
        self._take(message)

    def _take(self, message: Message) -> None:
        intake.deposit([message])
        while pipeline.work():
            pass


@pytest.fixture
def house() -> Iterator[House]:
    with clock.moved(BEGIN):
        partitions.ensure(BEGIN.date())
        yield House()


def alerts() -> list[tuple[str, str, int]]:
    return list(models.Alert.objects.values_list("source", "state", "count"))


def test_mail_then_api_is_one_alert_with_two_witnesses(house: House) -> None:
    house.mail(BEGIN + timedelta(seconds=3))
    house.api()
    assert alerts() == [("valmont", "firing", 2)]
    assert models.Incident.objects.count() == 1
    assert list(models.Event.objects.order_by("message_id").values_list("source", flat=True)) == [
        "valmont",
        "valmont-api",
    ]


def test_both_witnesses_are_found_by_their_supplier(house: House) -> None:
    house.mail(BEGIN + timedelta(seconds=3))
    house.api()
    assert set(models.Event.objects.values_list("source", "supplier")) == {
        ("valmont", "valmont"),
        ("valmont-api", "valmont"),
    }
    found = suppliers.events_of("valmont", ["valmont", "valmont-api"], BEGIN)
    assert {event.source for event in found} == {"valmont", "valmont-api"}
    assert suppliers.events_of("", ["valmont"], BEGIN) == []


def test_the_api_reports_first_and_the_mail_joins_it(house: House) -> None:
    house.api()
    house.mail(BEGIN + timedelta(seconds=40))
    assert alerts() == [("valmont", "firing", 2)]
    assert models.Incident.objects.count() == 1


def test_a_recovery_that_only_the_api_reports_ends_the_alarm_of_the_mail(house: House) -> None:
    house.mail(BEGIN + timedelta(seconds=3))
    with clock.moved(BEGIN + timedelta(minutes=5)):
        over = (BEGIN + timedelta(minutes=4)).isoformat()
        house.api(2, etat="Terminée", fin=over, maj=over)
    assert alerts() == [("valmont", "resolved", 2)]


def test_an_api_that_is_late_does_not_raise_what_the_mail_has_ended(house: House) -> None:
    house.mail(BEGIN + timedelta(seconds=3))
    with clock.moved(BEGIN + timedelta(minutes=5)):
        house.mail(BEGIN + timedelta(minutes=4), over=True)
        house.api(maj=BEGIN.isoformat())
    assert alerts() == [("valmont", "resolved", 3)]


def test_a_place_that_the_api_spells_otherwise_is_still_the_same_alert(house: House) -> None:
    house.mail(BEGIN + timedelta(seconds=3))
    house.api(localisation={**OUTLET, "baie": "7", "salle": "1", "prise": "010"})
    assert alerts() == [("valmont", "firing", 2)]
