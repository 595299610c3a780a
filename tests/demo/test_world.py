"""The world: its physics, its voices, its mailbox; without a database."""

import http.client
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.connectors.servers import free_port, smtp_server, until
from tocsin.connectors.files import read_directory
from tocsin.core.organisation.check import check
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status
from tocsin.demo.world import valmont
from tocsin.demo.world.company import playable
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.life import life
from tocsin.demo.world.mailbox import Mailbox
from tocsin.demo.world.player import Player
from tocsin.demo.world.sender import Doors, World
from tocsin.demo.world.sink import MOST, Received, Sink
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Mail, Post, Transmission, received
from tocsin.flow.channels import CHANNELS

CACHEMIRE = Path(__file__).resolve().parents[2] / "examples" / "cachemire"
BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def floor() -> Floor:
    objects = playable(read_directory(CACHEMIRE)[0])
    assert not check(objects, CHANNELS)[0]
    return Floor(Organisation.of(objects))


def dark(floor: Floor, *lost: str) -> set[str]:
    return {item.key for item in floor.dark(lost)}


def test_current_flows_down_the_cords(floor: Floor) -> None:
    assert dark(floor, "par1.s1.r07.pdu-a.o10") == {"srv-intra-01"}
    assert dark(floor, "par1.s1.r01.pdu-a") == set()
    assert dark(floor, "par1.s1.r05.pdu-a") == {"srv-esb-02", "srv-oms-02", "srv-edi-01"}
    assert dark(floor, "par1.s1.r01.pdu-a", "par1.s1.r01.pdu-b") == dark(floor, "par1.s1.r01")
    assert "srv-dns-03" in dark(floor, "par1.s2.feed-a")
    assert len(dark(floor, "par1.s2")) == 47


def test_the_same_story_written_twice_is_the_same(floor: Floor) -> None:
    storm = STORIES["storm"]
    assert script_of(storm, floor, BEGIN).transmissions == script_of(storm, floor, BEGIN).transmissions
    assert len(script_of(storm, floor, BEGIN).transmissions) > 400


@pytest.mark.parametrize("name", STORIES)
def test_a_story_fits_into_its_length_and_its_words_are_known(floor: Floor, name: str) -> None:
    organisation = floor.organisation
    formats = compile_formats(organisation.formats, organisation.correspondences)
    script = script_of(STORIES[name], floor, BEGIN)
    assert script.transmissions[-1].at <= script.until
    for transmission in script.transmissions:
        message = received(transmission)
        source = organisation.sources.get(message.source)
        if message.source == valmont.TICKETS or source is None or source.user_reports:
            continue  # a ticket, an act or a mail of a person: what it becomes, stories say
        status = translate(message, formats, allowed=source.formats).status
        allowed = (
            {Status.TRANSLATED} if name != "morning" else {*Status} - {Status.QUARANTINED, Status.PARTIAL}
        )
        assert status in allowed, message.body.decode()


def test_sixty_days_hold_a_few_thousand_messages_in_order(floor: Floor) -> None:
    batches = life(floor, BEGIN - timedelta(days=60), BEGIN)
    assert 3000 < sum(len(batch.transmissions) for batch in batches) < 6000
    assert [batch.at for batch in batches] == sorted(batch.at for batch in batches)
    assert batches[-1].at == BEGIN
    assert all(sent.at <= batch.at for batch in batches for sent in batch.transmissions)


def test_what_prometheus_reports_it_reports_as_over_within_days(floor: Floor) -> None:
    """A full disk of Duesseldorf stayed a P1 for 56 days: its warning was never over, only its critical."""
    since: dict[str, datetime] = {}
    for batch in life(floor, BEGIN - timedelta(days=60), BEGIN):
        for sent in batch.transmissions:
            if isinstance(sent.wire, Post) and sent.wire.path == "/api/v1/alertmanager":
                _follow(since, sent)
    assert all(BEGIN - at < timedelta(days=6) for at in since.values()), since


def _follow(since: dict[str, datetime], sent: Transmission) -> None:
    for alert in msgspec.json.decode(sent.wire.body)["alerts"]:
        if alert["labels"]["alertname"] == "Watchdog":
            continue
        if alert["status"] == "firing":
            since.setdefault(alert["fingerprint"], sent.at)
        else:
            since.pop(alert["fingerprint"], None)


class Reluctant:
    """An SMTP server that says 451 to the first mails."""

    def __init__(self, times: int) -> None:
        self.left, self.mails = times, []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.left:
            self.left -= 1
            return "451 4.3.0 Not kept, try again"
        self.mails.append(envelope.content)
        return "250 OK"


def test_a_mail_that_was_not_kept_is_brought_again(floor: Floor) -> None:
    server = Reluctant(times=2)
    mails = [
        transmission
        for transmission in script_of(STORIES["feed"], floor, BEGIN).transmissions
        if isinstance(transmission.wire, Mail)
    ]
    with smtp_server(server) as port:
        world = World(Doors(host="127.0.0.1", smtp_port=port, http_port=free_port()), threading.Event())
        for transmission in mails:
            world.send(transmission.wire)
        world.close()
    assert [mail.rstrip() for mail in server.mails] == [
        transmission.wire.content.rstrip() for transmission in mails
    ]


def test_a_sender_without_a_receiver_stops_when_asked_to(floor: Floor) -> None:
    stop = threading.Event()
    world = World(Doors(host="127.0.0.1", smtp_port=free_port(), http_port=free_port()), stop)
    world.send(script_of(STORIES["feed"], floor, BEGIN).transmissions[0].wire)
    closing = threading.Thread(target=world.close)
    closing.start()
    stop.set()
    closing.join(timeout=20)
    assert not closing.is_alive()


def test_the_sink_reports_every_notice(floor: Floor) -> None:
    notices: list[tuple[str, str]] = []
    sink = Sink(free_port(), lambda recipient, subject: notices.append((recipient, subject)), lambda: BEGIN)
    sink.start()
    world = World(Doors(host="127.0.0.1", smtp_port=sink.port, http_port=free_port()), threading.Event())
    content = b"Subject: =?utf-8?q?P1_Ouvert_=3A_Salle_2?=\r\n\r\nx\r\n"
    world.send(Mail(source="tocsin", sender="tocsin@c.example", recipient="it@c.example", content=content))
    world.close()
    sink.stop()
    assert notices == [("it@c.example", "P1 Ouvert : Salle 2")]
    assert sink.counts["it@c.example"] == 1


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize(("language", "nothing"), [("fr", "Aucun courriel"), ("en", "No mail yet")])
def test_the_notices_of_the_demo_are_read_in_a_browser(language: Any, nothing: str) -> None:
    sink = Sink(free_port(), lambda recipient, subject: None, lambda: BEGIN)
    mailbox = Mailbox(sink, 0, language)
    mailbox.start()
    assert nothing in _get(mailbox.port, "/")[1]
    text = "Bonjour <b>,\nhttp://127.0.0.1:8080/incidents/4?a=1&b=2\n"
    sink.mails.appendleft(
        Received(number=7, at=BEGIN, recipient="it@c.example", subject="P1 <Salle 2>", text=text)
    )
    status, listed = _get(mailbox.port, "/")
    assert (status, "P1 &lt;Salle 2&gt;" in listed, 'href="/7"' in listed) == (200, True, True)
    status, shown = _get(mailbox.port, "/7")
    assert status == 200
    assert "Bonjour &lt;b&gt;," in shown
    assert '<a href="http://127.0.0.1:8080/incidents/4?a=1&amp;b=2">' in shown
    assert [_get(mailbox.port, path)[0] for path in ("/8", "/../etc/passwd", "/x")] == [404, 404, 404]
    mailbox.stop()


def test_only_the_last_mails_are_kept() -> None:
    sink = Sink(free_port(), lambda recipient, subject: None, lambda: BEGIN)
    for number in range(MOST + 5):
        sink.mails.appendleft(Received(number=number, at=BEGIN, recipient="a", subject="b", text="c"))
    assert (len(sink.mails), sink.mails[0].number) == (MOST, MOST + 4)


def test_the_player_speaks_in_order_and_stops_at_once(floor: Floor) -> None:
    spoken: list[Mail | Post] = []
    noted: list[Mail | Post] = []
    stop = threading.Event()
    moment = [BEGIN]

    def now() -> datetime:
        moment[0] += timedelta(seconds=5)
        return moment[0]

    player = Player(floor, spoken.append, noted.append, lambda story: None, now, stop, speed=50)
    thread = threading.Thread(target=lambda: player.play([STORIES["morning"], STORIES["feed"]]))
    thread.start()
    until(lambda: not thread.is_alive())
    assert len(spoken) > 10
    stop.set()
    count = len(spoken)
    player.play([STORIES["storm"]])
    assert len(spoken) == count


def test_what_is_sent_over_http_is_stored_as_the_inlet_stores_it() -> None:
    post = Post(source="desk-fr", path="/api/v1/events", body=b"{}")
    assert received(Transmission(at=BEGIN, wire=post)).media_type == "application/vnd.tocsin.events+json"
    assert post.token == "demo-desk-fr"
