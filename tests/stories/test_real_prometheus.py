"""Prometheus, which repeats what fires and is silent about what it forgot: the real one's words, under a moved clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from tests.connectors.servers import Prometheus, until
from tests.flow.house import House, known, sample, verbs
from tests.flow.house import house as opened
from tocsin.core.event.message import Message
from tocsin.core.incident.values import State
from tocsin.core.kernel.sentences import Language
from tocsin.flow import clock
from tocsin.flow.duties import windows
from tocsin.flow.incidents import why
from tocsin.flow.intake import deposit as intake
from tocsin.flow.sources import heartbeats
from tocsin.store import models

SOURCE, DEVICE = "prometheus-de", "srv-pim-01"
CAPTURE = Path(__file__).parent / "captures" / "prometheus" / "alerts.jsonl"


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port that takes every post; what was posted."""
    posted: list[bytes] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, posted
        server.shutdown()


def names(body: bytes) -> set[str]:
    """The alerts that a post speaks of."""
    return {alert["labels"]["alertname"] for alert in msgspec.json.decode(body)}


def overheard(folder: Path) -> list[bytes]:
    """What a Prometheus posts while its rule fires, then once the rule was removed."""
    with listening() as (port, posted):
        prometheus = Prometheus(folder, port, "none")
        prometheus.alert_when("vector(1)", f"{DEVICE}:9100")
        prometheus.start()
        try:
            until(lambda: sum("InstanceDown" in names(body) for body in posted) > 1)
            prometheus.forget()
            until(lambda: len(posted) > 3 and not any("InstanceDown" in names(body) for body in posted[-3:]))
        finally:
            prometheus.stop()
        return list(posted)


class Story:
    """The house, what Prometheus said while the rule was there (``fires``), and what once it was not (``rests``)."""

    def __init__(self, house: House, posted: list[bytes]) -> None:
        self.house = house
        self.fires = [body for body in posted if "InstanceDown" in names(body)]
        self.rests = posted[-1]

    def post_event(self, body: bytes) -> None:
        """Prometheus posts this now."""
        self.house.receives(_message(body))

    def goes_on(self, minutes: int) -> None:
        """Each minute Prometheus says what still fires: not the alert."""
        for _ in range(minutes):
            clock.fast_forward(minutes=1)
            self.post_event(self.rests)
            self.does_what_is_due()

    def dies(self, minutes: int) -> None:
        """Time passes, and nothing is said."""
        for _ in range(minutes // 10):
            clock.fast_forward(minutes=10)
            self.does_what_is_due()

    def does_what_is_due(self) -> None:
        """Whose messages are received, and what follows."""
        heartbeats.watch()
        self.house.works()

    def incident(self, cause: str = DEVICE) -> State:
        (found,) = [incident for incident in known() if incident.cause == cause]
        return found.state


def _message(body: bytes, source: str = SOURCE) -> Message:
    at, media_type = clock.now(), "application/json"
    return Message(source=source, channel="http", received_at=at, media_type=media_type, body=body)


@pytest.fixture(params=["real", "captured"], scope="module")
def posted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    if request.param == "captured":
        return CAPTURE.read_bytes().splitlines()
    return overheard(tmp_path_factory.mktemp("prometheus"))


@pytest.fixture
def story(db: None, posted: list[bytes]) -> Iterator[Story]:
    first = next(body for body in posted if "InstanceDown" in names(body))
    began = max(msgspec.convert(alert["startsAt"], type(clock.now())) for alert in msgspec.json.decode(first))
    with opened(began) as house:
        heartbeats.watch()
        begun = Story(house, posted)
        begun.post_event(begun.fires[0])
        yield begun


def test_its_rule_removed_the_alert_lapses_and_the_incident_says_why(story: Story) -> None:
    assert models.Alert.objects.get().holds_until > clock.now()
    story.goes_on(1)
    assert story.incident() is State.NEW, "a grace to repeat it"
    story.goes_on(2)
    assert story.incident() is State.RESOLVED
    (incident,) = known()
    assert verbs(incident)[-1] == "recovered"
    languages: tuple[tuple[Language, str], ...] = (("fr", "Périmée"), ("en", "Lapsed"))
    for language, word in languages:
        (step,) = [step for step in why.explain(incident.subject, language) if step.stage == "incident"]
        assert word in step.lines[-1]
        assert DEVICE in step.lines[-1]


def test_killed_nothing_lapses_and_its_silence_is_reported(story: Story) -> None:
    story.dies(90)
    assert story.incident() is State.NEW
    assert [incident.state for incident in known() if incident.cause_kind == "source.silent"].count(
        State.NEW
    ) == 1
    assert models.SourceState.objects.get(source=SOURCE).state == "silent"


@pytest.mark.parametrize("away", [20, 90])
def test_back_after_a_while_it_has_its_grace_to_repeat(story: Story, away: int) -> None:
    """Twenty minutes is less than its rhythm: nobody had called it silent."""
    story.dies(away)
    story.post_event(story.rests)
    story.does_what_is_due()
    assert story.incident() is State.NEW, "it has just come back"
    story.goes_on(3)
    assert story.incident() is State.RESOLVED


def test_what_waits_to_be_worked_may_be_its_repetition(story: Story) -> None:
    """Prometheus' messages are received, and not worked yet."""
    for _ in range(4):
        clock.fast_forward(minutes=1)
        intake.deposit([_message(story.rests)])
        windows.watch()
    assert story.incident() is State.NEW
    story.house.works()
    assert story.incident() is State.RESOLVED


def test_another_source_that_speaks_is_no_sign_of_it(story: Story) -> None:
    for _ in range(10):
        clock.fast_forward(minutes=1)
        story.house.receives(sample("45-"))
    assert story.incident() is State.NEW


def test_of_a_source_without_a_rhythm_only_what_it_sends_counts(story: Story) -> None:
    """Its silence was declared to mean nothing: what it said holds for as long as it said."""
    story.house.receives(_message(story.fires[0], "by-hand"))
    story.dies(10)
    firing = models.Alert.objects.filter(item=DEVICE, state="firing").values_list("source", flat=True)
    assert list(firing) == [SOURCE]


def test_out_of_reach_is_not_recovered_either(story: Story) -> None:
    heartbeats.unreachable(SOURCE, "connection refused")
    story.goes_on(5)
    assert story.incident() is State.NEW
    heartbeats.reachable(SOURCE)
    story.goes_on(3)
    assert story.incident() is State.RESOLVED
