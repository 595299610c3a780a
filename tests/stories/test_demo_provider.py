"""The demo's provider in a process of its own: mail and API tell of one trouble; the API is cut off, and recovers."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.request import Request, urlopen

import msgspec
import pytest
from msgspec.structs import replace

from tests.connectors.servers import free_port, listens, until
from tocsin.core.exchange.channels import ChannelState
from tocsin.core.exchange.watch import WatchedChannel
from tocsin.core.organisation.objects import Object, Section
from tocsin.demo import past
from tocsin.demo.command import company
from tocsin.demo.world import valmont
from tocsin.demo.world.company import SECRETS
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Transmission, received
from tocsin.demo.world.valmont import Alarm
from tocsin.flow import clock, pipeline, supplier_channels
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import snapshot
from tocsin.flow.sources.listeners import Listeners
from tocsin.store import calls, models, partitions

pytestmark = pytest.mark.django_db(transaction=True)
OUTLET = "par1.s1.r07.pdu-a.o10"


class Stage:
    """The provider's process, and the company that reads its API and gets its mails."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self.floor = Floor(snapshot())
        self._listeners = Listeners(threading.Event())
        self._listeners.align()

    def happens(self, reference: str, place: str = OUTLET, *, by_mail: bool = True) -> None:
        """An alarm in the provider's rooms: its supervision knows it, and a mail leaves."""
        now = clock.now()
        alarm = Alarm(
            reference=reference, place=place, nature=valmont.OUTLET_LOST, gravity=valmont.MAJOR, began=now
        )
        sent = valmont.alarm(self.floor, now, alarm)
        assert sent.noted
        self._post(sent.noted.path, sent.noted.body)
        if by_mail:
            intake.deposit([received(sent)])

    def plays(self, sent: Iterator[Transmission]) -> str:
        """The next mail of the provider's arrives, after what it says has happened in the rooms; what that was."""
        mail = next(found for found in sent if received(found).source == "valmont")
        if mail.noted:
            self._post(mail.noted.path, mail.noted.body)
        intake.deposit([received(mail)])
        return mail.noted.path if mail.noted else ""

    def cut(self, seconds: float) -> None:
        self._post("/_monde/coupure", msgspec.json.encode({"seconds": seconds}))

    def api(self) -> WatchedChannel:
        found = supplier_channels.channels(snapshot().suppliers["valmont"], snapshot())
        return next(channel for channel in found if channel.key == "valmont-api")

    def restart(self) -> None:
        """The workers start again: whoever slept until the next try reads on."""
        self.close()
        self._listeners = Listeners(threading.Event())
        self._listeners.align()

    def close(self) -> None:
        self._listeners.close()

    def _post(self, path: str, body: bytes) -> None:
        with urlopen(Request(self._url + path, data=body, method="POST")) as answer:
            answer.read()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tocsin", "provider", "--port", str(port)])
    stage = None
    try:
        until(lambda: listens(port))
        partitions.ensure(clock.now().date())
        past.employ([_often(declared) for declared in company(port)])
        stage = Stage(port)
        yield stage
    finally:
        if stage:
            stage.close()
        process.terminate()
        process.wait()


def _often(declared: Object) -> Object:
    """The API is looked at every second: nobody wants to wait for a test."""
    if (declared.section, declared.key) != (Section.SOURCE, "valmont-api"):
        return declared
    settings = {**declared.spec["settings"], "every": "1s", "urgent": "1s"}
    return replace(declared, spec={**declared.spec, "settings": settings})


def messages_of(source: str) -> int:
    while pipeline.work():
        pass
    return models.Event.objects.filter(source=source, state="firing").count()


def test_mail_and_api_of_a_real_process_are_two_witnesses_of_one_alert(stage: Stage) -> None:
    stage.happens("VDC-000001")
    until(lambda: messages_of("valmont-api") == 1, seconds=30)
    assert messages_of("valmont") == 1
    assert models.Alert.objects.get(item=OUTLET).count == 2
    assert models.Incident.objects.count() == 1
    assert stage.api().state is ChannelState.OPEN


def test_the_api_is_cut_off_mail_carries_on_and_what_was_missed_is_read_when_it_recovers(
    stage: Stage,
) -> None:
    until(lambda: stage.api().state is ChannelState.OPEN)
    stage.cut(600)
    until(lambda: stage.api().state is ChannelState.CUT, seconds=30)
    cut = stage.api()
    assert "503" in cut.reason
    assert cut.since
    assert cut.next_at
    assert cut.next_at - cut.since >= timedelta(seconds=590), "Retry-After is kept to"
    stage.happens("VDC-000002")
    assert messages_of("valmont") == 1, "mail carries on"
    stage.happens("VDC-000003", "par1.s1.r01.pdu-a.o01", by_mail=False)
    made = calls.read("valmont").calls
    stage.cut(0)
    _ten_minutes_pass(stage)
    until(lambda: messages_of("valmont-api") == 2, seconds=30)
    assert stage.api().state is ChannelState.OPEN
    assert calls.read("valmont").calls > made
    assert models.Alert.objects.get(item=OUTLET).count == 2


def _ten_minutes_pass(stage: Stage) -> None:
    """The breaker's pause is over."""

    def over(account: calls.Account, now: datetime) -> tuple[calls.Account, None]:
        return replace(account, breaker=replace(account.breaker, until=now, callers={})), None

    calls.change("valmont", over)
    stage.restart()


def test_the_story_of_the_cut_api_shows_what_it_promises(stage: Stage) -> None:
    until(lambda: stage.api().state is ChannelState.OPEN)
    sent = iter(script_of(STORIES["api-cut"], stage.floor, clock.now()).transmissions)
    assert stage.plays(sent) == "/_monde/coupure"
    until(lambda: stage.api().state is ChannelState.CUT, seconds=30)
    assert stage.api().next_at
    stage.plays(sent)
    while pipeline.work():
        pass
    incident = models.Incident.objects.get(cause="par1.s1.r03.pdu-b")
    assert (incident.state, messages_of("valmont-api")) == ("new", 0), "the incident comes by mail alone"
    stage.cut(0)  # the 35 s of the story
    _ten_minutes_pass(stage)
    until(lambda: messages_of("valmont-api") == 1, seconds=30)
    assert stage.api().state is ChannelState.OPEN
    stage.plays(sent)
    while pipeline.work():
        pass
    incident.refresh_from_db()
    assert incident.state in ("restored", "resolved")
    assert set(models.Incident.objects.values_list("cause", flat=True)) == {"", "par1.s1.r03.pdu-b"}, (
        "and the cut itself"
    )
