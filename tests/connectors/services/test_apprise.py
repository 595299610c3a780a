"""Services through Apprise against a real process: one call a message, a read time-out is a doubt, no secret is shown."""

from collections.abc import Iterator

import pytest

from tests.connectors.servers import free_port
from tests.telephones import KEY, Telephones, telephones
from tocsin.connectors.kit.sending import Outcome, SendFailed
from tocsin.connectors.services.connector import ServiceSettings, faults, opened
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.values import Label

ADDRESS = "topic?:to=x/../#karim é"  # a person's own text must not become a part of the request


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephones]:
    with telephones(tmp_path_factory.mktemp("service")) as server:
        yield server


def send(port: int, deadline_s: float = 5.0) -> str | None:
    url = f"form://127.0.0.1:{port}/send?:key={KEY}&:to={{address}}&:message=text"
    delivery = Delivery(
        subject=Subject.incident(1),
        channel="chat",
        address=ADDRESS,
        payload={"title": "INC-1", "text": "Down: CRM"},
    )
    with opened(ServiceSettings(url=url, deadline_s=deadline_s)) as sending:
        return sending(delivery, lambda: None)


def refused(port: int, deadline_s: float = 5.0) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        send(port, deadline_s)
    assert KEY not in failed.value.reply
    return failed.value


def test_one_message_to_one_address(service: Telephones) -> None:
    service.behaves("well")
    before = len(service.texts())
    assert send(service.port) == "OK"
    (text,) = service.texts()[before:]
    assert (text["to"], text["text"]) == (ADDRESS, "Down: CRM")


def test_what_a_failure_means(service: Telephones) -> None:
    service.behaves("refuses")
    failed = refused(service.port)
    assert (failed.outcome, "503" in failed.reply) == (Outcome.TEMPORARY, True)
    assert refused(free_port()).outcome is Outcome.TEMPORARY


def test_an_answer_that_does_not_come_is_a_doubt_and_is_asked_for_once_apprise_1685(
    service: Telephones,
) -> None:
    service.behaves("silent")
    before = len(service.texts())
    assert refused(service.port, 0.5).outcome is Outcome.AMBIGUOUS
    assert len(service.texts()) == before + 1


def test_an_address_without_a_place_for_the_persons() -> None:
    label = Label(fr="x", en="x")
    for url, wrong in (
        ("ntfy://x.example/all", True),
        ("ntfy://x.example/{address}", False),
        ("env:NTFY_URL", False),
    ):
        gateway = Gateway(key="ntfy", channel="apprise", label=label, settings={"url": url})
        assert bool(list(faults(gateway))) is wrong
