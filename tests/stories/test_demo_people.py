"""The demo's stories of people, played to their end: users report, technicians act over the API, and what becomes of it."""

import pytest
from django.test import Client

from tests.stories.playing import Playing, about, known, playing
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Post, Transmission
from tocsin.flow import clock
from tocsin.flow.userreports import watching
from tocsin.store import models, userreports

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
    day.work()


def _arrive(day: Playing, sent: Transmission) -> None:
    wire = sent.wire
    if not isinstance(wire, Post) or not wire.path.startswith("/api/v1/") or wire.path == "/api/v1/events":
        day.receive([sent])
        return
    path = wire.path.replace("{incident}", str(about(wire.about).id) if wire.about else "")
    browser = Client(headers={"Authorization": f"Bearer {wire.token}"})
    answer = browser.post(path, wire.body, content_type=wire.media_type)
    assert answer.status_code in (200, 201), answer.content
    day.work()


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
