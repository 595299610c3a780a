"""The demo's stories of people, played to their end: users report, technicians act over the API, and what becomes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.test import Client

from tests.stories.playing import Playing, about, known, playing
from tests.telephones import KEY, Telephones, telephones
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.scales import Priority
from tocsin.demo import past
from tocsin.demo.command import company
from tocsin.demo.world.company import REPORTS_WITH, with_everybodys_turns
from tocsin.demo.world.people import NEW_YEARS_RACK, TELEPHONES
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Post, Transmission
from tocsin.flow import clock, duty, organisation
from tocsin.flow.majors import pages
from tocsin.flow.majors import watching as majors_watching
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot
from tocsin.flow.userreports import watching
from tocsin.store import incidents, majors, models, userreports

pytestmark = pytest.mark.django_db


def play(day: Playing, name: str) -> None:
    """As the demo's player and worker do: what is sent arrives, and what is due every few seconds is done."""
    script = script_of(STORIES[name], day.floor, clock.now())
    for sent in script.transmissions:
        wait_until(day, sent.at)
        _arrive(day, sent)
    wait_until(day, script.until)


def wait_until(day: Playing, instant: object) -> None:
    while clock.now() < instant:  # type: ignore[operator]
        day.wait_until(min(day.now_and(seconds=2), instant))  # type: ignore[type-var]
        minds(day)


def minds(day: Playing) -> None:
    """What a worker does every few seconds besides clocks."""
    watching.watch()
    majors_watching.watch()
    day.work()
    outbox.deliver_by_gateways()


def _arrive(day: Playing, sent: Transmission) -> None:
    wire = sent.wire
    if isinstance(wire, Post) and wire.source == TELEPHONES:
        _at_the_gateway(wire)
        return
    if not isinstance(wire, Post) or not wire.path.startswith("/api/v1/") or wire.path == "/api/v1/events":
        day.receive([sent])
        return
    number = about(wire.about).id if wire.about else 0
    led = majors.of_incidents([number]).get(number)
    path = wire.path.replace("{incident}", str(number)).replace("{major}", str(led.id if led else 0))
    content = wire.body.replace(b'"{incident}"', str(number).encode())
    browser = Client(headers={"Authorization": f"Bearer {wire.token}"})
    answer = browser.post(path, content, content_type=wire.media_type)
    assert answer.status_code in (200, 201), answer.content
    day.work()


def _at_the_gateway(post: Post) -> None:
    """Its mode changes; what a person answers is reported to the callback, which is played here."""
    fields = {name: texts[0] for name, texts in parse_qs(post.body.decode()).items()}
    if post.path == "/mode":
        PROCESS[0].behaves(fields["is"])
    else:
        assert Client().get("/api/gateways/sms", {"token": REPORTS_WITH, **fields}).status_code == 204


PROCESS: list[Telephones] = []  # the gateway of the story


def mails_to(address: str) -> list[str]:
    rows = models.Delivery.objects.filter(address=address, subject_kind="report").order_by("id")
    return [row.payload["text"].replace("\u00a0", " ") for row in rows]


def test_six_users_write_and_the_seventh_who_calls_is_told_so_in_their_language() -> None:
    with playing() as day:
        play(day, "users-report")
        (incident,) = [found for found in known() if "intranet" in found.applications]
        reports = userreports.about([incident.id])
    assert incident.reporters == len(reports) == 7
    assert not incident.open
    assert "7e personne" in mails_to("paul.renard@cachemire.example")[0]
    assert "You are number 6" in mails_to("tom.baker@cachemire.example")[0]
    first = mails_to("lea.roux@cachemire.example")
    assert "Aucun incident connu" in first[0], "she was faster than any monitoring"
    assert "première personne" in first[1]
    for report in reports:
        assert "résolu" in mails_to(report.address)[-1] or "is resolved" in mails_to(report.address)[-1]


def test_a_technician_falls_ill_and_who_stands_in_accepts_the_note() -> None:
    with playing() as day:
        begin = clock.now()
        play(day, "falls-ill")
        incident = about("par1.s2.r05.pdu-b")
        entries = incidents.timeline(incident.subject)
        unowned = duty.minutes(duty.unowned_between(begin, clock.now()))
    assert incident.owner == "fatou.diallo"
    assert not incident.open
    verbs = [entry.verb for entry in entries]
    assert verbs.index(Verb.TAKEN) < verbs.index(Verb.HANDED_OVER) < verbs.index(Verb.ACCEPTED)
    handed = next(entry for entry in entries if entry.verb is Verb.HANDED_OVER)
    assert "14 h" in str(handed.data), "the note has what Karim had written"
    assert unowned == 0


def test_a_major_incident_is_declared_users_read_the_news_and_a_review_is_drafted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "FRESH_S", 0.0)
    read: list[str] = []
    with playing() as day:
        script = script_of(STORIES["major"], day.floor, clock.now())
        for sent in script.transmissions:
            wait_until(day, sent.at)
            _arrive(day, sent)
            read.append(Client().get("/status/fr?lang=en").content.decode())
        wait_until(day, script.until)
        read.append(Client().get("/status/fr?lang=en").content.decode())
        (known_major,) = majors.past()
        entries = incidents.timeline(known_major.subject)
    assert "A service is interrupted" in "".join(read)
    for text in (
        "We are looking for the cause.",
        "a power cut",
        "the tills are restarting",
        "All tills work again.",
    ):
        assert any(text in page for page in read), text
    assert "Everything works" in read[-1]
    assert not any("Valmont" in page or "INC-" in page for page in read)
    assert [turn.person for turn in known_major.commanders] == ["karim.haddad", "fatou.diallo"]
    assert known_major.review is not None
    assert Verb.STOOD_DOWN in [entry.verb for entry in entries]


EVE = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # 23:30 in Paris


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephones]:
    with telephones(tmp_path_factory.mktemp("telephones")) as server:
        PROCESS.append(server)
        yield server
        PROCESS.clear()


def test_on_new_years_eve_the_sms_gateway_refuses_the_mail_leaves_and_a_manager_answers(
    gateway: Telephones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_KEY", KEY)
    with playing(EVE) as day:
        port = int(gateway.url.rpartition(":")[2])
        organisation.apply(with_everybodys_turns(company(phones_port=port)), by="test")
        past.answer_on_telephones(clock.now())
        persons, on_duty = snapshot().persons, duty.now_on_duty("hosting-desk").person
        play(day, "new-year")
        incident = about(NEW_YEARS_RACK)
        fell_back = [
            row
            for row in models.Notice.objects.filter(recipient=persons[on_duty].email)
            if row.value["failed"]
        ]
    assert incident.priority is Priority.P1
    assert fell_back, "who is on duty got by mail what the gateway refused three times"
    manager = "".join(persons["helene.marchand"].phone.split())
    assert {text["to"] for text in gateway.texts()} == {manager}, "the gateway was well again by then"
    taken = next(entry for entry in incidents.timeline(incident.subject) if entry.verb is Verb.TAKEN)
    assert (taken.actor, taken.at - incident.opened_at < timedelta(minutes=2)) == ("helene.marchand", True)
    assert not incident.open
