"""A gateway that takes the connection and never answers, beside one that does, in the same worker."""

import socket
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.connectors.servers import until
from tests.flow.house import House
from tests.flow.house import house as opened
from tests.telephones import KEY, Telephones, telephones
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, organisation
from tocsin.flow.lanes import Lanes
from tocsin.flow.notices import outbox
from tocsin.store import declared, deliveries, models


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


@pytest.fixture
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephones]:
    with telephones(tmp_path_factory.mktemp("telephones")) as server:
        yield server


@pytest.fixture
def tarpit() -> Iterator[socket.socket]:
    """It accepts every connection, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_gateway_that_never_answers_delays_no_other(
    house: House, phones: Telephones, tarpit: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_KEY", KEY)
    _declare(f"{phones.url}/send", f"http://127.0.0.1:{tarpit.getsockname()[1]}/send")
    stuck, prompt = _text("slow"), _text("sms")
    lanes = Lanes("gateway", outbox.due_gateways, outbox.deliver_by_gateway)
    lanes.work_due()
    never, _ = tarpit.accept()
    until(lambda: _state(prompt) == "sent")
    assert _state(stuck) == "sending"
    never.close()
    lanes.close()
    assert _state(stuck) == "unconfirmed", "nobody knows whether it was taken"
    assert outbox.due_gateways() == set()


def _declare(prompt: str, slow: str) -> None:
    """The example's gateway at the process, and a second one like it at the tarpit."""
    objects = declared.objects()
    (sms,) = (known for known in objects if known.section == Section.GATEWAY)

    def at(url: str, key: str) -> object:
        return replace(sms, key=key, spec={**sms.spec, "settings": {**sms.spec["settings"], "url": url}})

    others = [known for known in objects if known.section != Section.GATEWAY]
    organisation.apply([*others, at(prompt, "sms"), at(slow, "slow")], by="test")


def _text(channel: str) -> int:
    delivery = Delivery(
        subject=Subject.incident(1), channel=channel, address="+33 6 39 98 12 01", payload={"text": "x"}
    )
    return deliveries.add(delivery, clock.now(), clock.now())


def _state(number: int) -> str:
    return models.Delivery.objects.get(id=number).state
