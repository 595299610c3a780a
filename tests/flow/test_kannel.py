"""Kannel, a real SMS gateway, as configuration: a message leaves, its receipt comes back, what the phone answers counts."""

from collections.abc import Iterator

import pytest
from django.test import Client
from msgspec.structs import replace

from tests.connectors.servers import until
from tests.flow.house import House, known, post_event
from tests.kannel import PASSWORD, USER, Kannel, kannel
from tocsin.core.duty.ways import Way
from tocsin.core.incident import commands as c
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, duty, organisation
from tocsin.flow.incidents.commands import act
from tocsin.flow.notices import outbox
from tocsin.store import declared, models
from tocsin.store import ways as stored

NUMBER = "+33639981201"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kannel]:
    with kannel(tmp_path_factory.mktemp("kannel")) as server:
        yield server


def test_a_message_its_receipt_and_its_answer_go_through_kannel(
    house: House, gateway: Kannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KANNEL_PASSWORD", PASSWORD)
    monkeypatch.setenv(
        "KANNEL_REPORTS", f"{gateway.back}/api/gateways/sms?token=demo-telephones&id={{reference}}&status=%d"
    )
    _declare(gateway)
    person = duty.now_on_duty("systems").person
    stored.verify(
        stored.add(Way(id=0, person=person, kind="sms", address=NUMBER), "me", clock.now()), clock.now()
    )
    with gateway.telephone(NUMBER, "PRIS INC-1"):
        until(lambda: gateway.calls)
        early = gateway.calls.pop()  # before anybody was asked
        assert Client().get(early).status_code == 204
        house.receives(post_event("device.down", "srv-crm-01"))
        act(known()[-1].id, c.ChangePriority(priority=Priority.P1), "damien.roussel")
        house.waits(minutes=6)
        assert outbox.deliver_by_gateways() == 1
        until(lambda: known()[-1].number in gateway.seen)
        until(lambda: gateway.calls)
    receipt = gateway.calls.pop()
    assert "status=1" in receipt
    assert Client().get(receipt).status_code == 204
    delivery = models.Delivery.objects.get(channel="sms")
    assert delivery.state == "sent"
    assert delivery.arrived_at is not None
    with gateway.telephone(NUMBER, f"PRIS {known()[-1].number}"):
        until(lambda: gateway.calls)
    assert Client().get(gateway.calls.pop()).status_code == 204
    assert known()[-1].owner == person


def _declare(gateway: Kannel) -> None:
    """As the operator's guide has it for Kannel."""
    settings = {
        "url": f"http://127.0.0.1:{gateway.port}/cgi-bin/sendsms",
        "method": "GET",
        "params": {
            "username": USER, "password": "env:KANNEL_PASSWORD", "from": "Tocsin", "to": "{to}", "text": "{text}",
            "charset": "UTF-8", "coding": "0", "dlr-mask": "3", "dlr-url": "env:KANNEL_REPORTS",
        },
        "accepted": "^[03]: ",
        "receipt": {"arrived": ["1"], "failed": ["2", "16"]},
    }  # fmt: skip
    objects = [
        replace(known, spec={**known.spec, "settings": settings})
        if known.section == Section.GATEWAY
        else known
        for known in declared.objects()
    ]
    organisation.apply(objects, by="test")
