"""People are reached by a real SMS gateway, a process; what fails goes by their next way; what they answer counts."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from msgspec.structs import replace

from tests.flow.house import House, known, post_event
from tests.telephones import KEY, Telephones, telephones
from tocsin.core.duty.ways import Way
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.values import Person
from tocsin.flow import clock, duty, organisation, ways
from tocsin.flow.incidents.commands import act
from tocsin.flow.notices import links, outbox
from tocsin.store import declared, models
from tocsin.store import outbox as outboxed
from tocsin.store import ways as stored
from tocsin.store.models import Account

NUMBER = "+33 6 39 98 12 01"
TOKEN = "demo-telephones"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephones]:
    with telephones(tmp_path_factory.mktemp("telephones")) as server:
        yield server


@pytest.fixture
def phones(house: House, gateway: Telephones, monkeypatch: pytest.MonkeyPatch) -> Telephones:
    """The company, with its gateway at the process."""
    monkeypatch.setenv("SMS_KEY", KEY)
    gateway.behaves("well")
    settle(url=f"{gateway.url}/send")
    return gateway


def settle(**settings: object) -> None:
    """Change the settings of the gateway."""
    objects = [
        replace(known, spec={**known.spec, "settings": {**known.spec["settings"], **settings}})
        if known.section == Section.GATEWAY
        else known
        for known in declared.objects()
    ]
    organisation.apply(objects, by="me")


def on_duty() -> Person:
    """Who is on duty in the team of the incident of these tests."""
    return organisation.snapshot().persons[duty.now_on_duty("systems").person]


def reachable(number: str = NUMBER, person: str = "") -> str:
    """The person on duty (or this one) has answered on this number; who it is (key)."""
    person = person or on_duty().key
    way = stored.add(Way(id=0, person=person, kind="sms", address=number), "me", clock.now())
    stored.verify(way, clock.now())
    return person


def nobody_takes(house: House, item: str = "srv-crm-01") -> Incident:
    """A P1 that nobody takes for five minutes, so that who is on duty is asked by the gateway."""
    house.receives(post_event("device.down", item))
    act(known()[-1].id, c.ChangePriority(priority=Priority.P1), "damien.roussel")
    house.waits(minutes=6)
    outbox.deliver_by_gateways()
    return known()[-1]


def by_sms(state: str = "") -> list[models.Delivery]:
    found = models.Delivery.objects.filter(channel="sms").order_by("id")
    return list(found.filter(state=state) if state else found)


def fallen_back(person: str) -> list[models.Notice]:
    """The notices that the person got by mail because another way had failed."""
    mail = organisation.snapshot().persons[person].email
    return [notice for notice in models.Notice.objects.filter(recipient=mail) if notice.value["failed"]]


def tries(house: House) -> None:
    """Half an hour in which everything due is tried."""
    for _ in range(8):
        house.waits(seconds=45)
        outbox.deliver_by_gateways()


def reports(query: str, token: str = TOKEN) -> int:
    return Client().get(f"/api/gateways/sms?token={token}&{query}").status_code


def test_who_is_on_duty_gets_one_short_message(house: House, phones: Telephones) -> None:
    reachable()
    before = len(phones.texts())
    incident = nobody_takes(house)
    (text,) = phones.texts()[before:]
    assert text["to"] == NUMBER.replace(" ", "")
    assert [part for part in (incident.number, "PRIS", "/take/") if part not in text["text"]] == []
    assert len(text["text"]) < 480
    assert by_sms("sent")[0].reply == text["id"]


def test_a_number_that_was_never_answered_on_is_not_used(house: House, phones: Telephones) -> None:
    stored.add(Way(id=0, person=on_duty().key, kind="sms", address=NUMBER), "me", clock.now())
    nobody_takes(house)
    assert by_sms() == []


def test_a_gateway_that_refuses_costs_40_seconds_then_the_next_way_healthchecks_923_oncall_1503(
    house: House, phones: Telephones
) -> None:
    person = reachable()
    phones.behaves("refuses")
    nobody_takes(house)
    assert fallen_back(person) == []
    tries(house)
    assert by_sms()[0].state == "failed"
    (notice,) = fallen_back(person)
    assert notice.why["code"] == "notice.sent.fallen_back"
    assert (notice.recipient, True) in [
        (address, "Non pris en charge" in about) for address, about in house.sent
    ]


def test_an_answer_that_does_not_come_is_a_doubt_and_nothing_is_sent_twice_apprise_1685(
    house: House, phones: Telephones
) -> None:
    person = reachable()
    phones.behaves("silent")
    settle(deadline_s=0.5)
    before = len(phones.texts())
    nobody_takes(house)
    tries(house)
    assert len(phones.texts()) == before + 1
    assert [delivery.state for delivery in by_sms()] == ["unconfirmed"]
    assert fallen_back(person) == []


def test_a_receipt_that_it_did_not_arrive_falls_back_once(house: House, phones: Telephones) -> None:
    person = reachable()
    nobody_takes(house)
    reference = by_sms()[0].reply
    assert reports(f"id={reference}&status=UNDELIVERABLE", token="guessed") == 401
    assert by_sms()[0].state == "sent"
    for _ in range(2):
        assert reports(f"id={reference}&status=UNDELIVERABLE") == 204
    assert by_sms()[0].state == "failed"
    assert len(fallen_back(person)) == 1


def test_a_receipt_that_it_arrived_ends_the_doubt(house: House, phones: Telephones) -> None:
    reachable()
    nobody_takes(house)
    (delivery,) = by_sms()
    models.Delivery.objects.filter(id=delivery.id).update(state="unconfirmed", reply="")
    assert reports(f"id={delivery.id}&status=DELIVERED") == 204
    (delivery,) = by_sms()
    assert (delivery.state, delivery.arrived_at) == ("sent", clock.now())
    assert reports(f"id={delivery.id}&status=UNDELIVERABLE") == 204
    assert by_sms()[0].state == "sent"
    assert reports("nothing=known") == 422
    assert reports("id=m4711&status=DELIVERED") == 503, (
        "it may come before we noted that it was sent: again, please"
    )


def test_no_secret_is_kept_or_logged(
    house: House, phones: Telephones, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gateway repeats the key that it was sent in its error."""
    reachable()
    phones.behaves("refuses")
    nobody_takes(house)
    monkeypatch.setenv("SMS_KEY", "another-secret")
    tries(house)
    kept = "".join(delivery.error + delivery.reply for delivery in by_sms())
    assert "no route for key ***" in kept or "wrong key ***" in kept
    assert not re.search("another-secret|s3cret-key", kept + capsys.readouterr().out)


def test_a_secret_that_is_not_there_is_named_and_the_next_way_is_used(
    house: House, phones: Telephones, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = reachable()
    monkeypatch.delenv("SMS_KEY")
    nobody_takes(house)
    assert "SMS_KEY" in by_sms()[0].error
    tries(house)
    assert len(fallen_back(person)) == 1


def test_an_answer_takes_it_in_that_persons_name_and_a_strangers_or_another_text_does_nothing(
    house: House, phones: Telephones
) -> None:
    person = reachable()
    nobody_takes(house)
    for sender, text in (
        ("+33699999999", "ACK"),
        ("33639981201", "Je suis absent, ACK"),
        ("33639981201", "ACK 4711"),
        ("33639981201", "pris dans les bouchons"),
    ):
        assert (
            Client().get("/api/gateways/sms", {"token": TOKEN, "from": sender, "text": text}).status_code
            == 204
        )
        assert known()[-1].owner == ""
    said = {"token": TOKEN, "from": "0033639981201", "text": f"Ack {known()[-1].number}."}
    assert Client().post("/api/gateways/sms", said).status_code == 401
    assert Client().post(f"/api/gateways/sms?token={TOKEN}", said).status_code == 204
    assert known()[-1].owner == person


def test_a_number_of_two_people_answers_for_nobody(house: House, phones: Telephones) -> None:
    reachable()
    reachable(person="nadia.ouali")
    nobody_takes(house)
    reports("from=33639981201&text=ACK")
    assert known()[-1].owner == ""


def link_in(text: str) -> str:
    (found,) = re.findall(r"https?://[^/\s]+(/take/\S+)", text)
    return str(found)


def test_the_link_does_nothing_when_a_scanner_looks_and_takes_it_by_its_button(
    house: House, phones: Telephones
) -> None:
    person = reachable()
    nobody_takes(house)
    path = link_in(phones.texts()[-1]["text"])
    assert Client().get(path).status_code == 200
    assert known()[-1].owner == ""
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert Client().post(path).status_code == 200
    assert known()[-1].owner == person
    assert Client().post(path).status_code == 200
    assert Client().get(path[:-2] + "xx").status_code == 409


def test_the_link_dies_with_what_it_was_about(house: House, phones: Telephones) -> None:
    reachable()
    incident = nobody_takes(house)
    path = link_in(phones.texts()[-1]["text"])
    clock.fast_forward(seconds=5)
    act(incident.id, c.Take(), "nadia.ouali")
    assert [Client().get(path).status_code, Client().post(path).status_code] == [409, 409]
    assert known()[-1].owner == "nadia.ouali"

    clock.fast_forward(seconds=5)
    (notice,) = outboxed.of_delivery(by_sms()[0].id)
    newer = links.link(notice).removeprefix("http://").partition("/")[2]
    assert Client().get(f"/{newer}").status_code == 200
    clock.fast_forward(hours=25)
    assert Client().post(f"/{newer}").status_code == 409
    again = links.link(notice).removeprefix("http://").partition("/")[2]
    house.receives(post_event("device.down", "srv-crm-01", state="resolved"))
    assert Client().post(f"/{again}").status_code == 409


def test_the_code_of_a_number_goes_by_the_gateway(house: House, phones: Telephones) -> None:
    karim = Account.objects.create_user(
        "karim.himself", password="x", role="technician", person="karim.haddad"
    )
    number = ways.add(karim, "karim.haddad", "sms", NUMBER)
    assert ways.ask_code(karim, number) == ""
    outbox.deliver_by_gateways()
    (code,) = re.findall(r"\b\d{6}\b", phones.texts()[-1]["text"])
    ways.answer(karim, number, code)
    assert models.Way.objects.get(id=number).verified_at
