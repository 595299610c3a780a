"""New Year's Eve: what was said would happen is what then happens, whoever is away, whatever fails, at whatever hour."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.flow.house import House, known, only, post_event
from tests.flow.house import house as opened
from tocsin.core.duty.values import Absence
from tocsin.core.duty.ways import Way
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.scales import Priority
from tocsin.core.rehearsal.rendering import lines
from tocsin.core.rehearsal.values import Course
from tocsin.flow import clock, duty, rehearsing
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, models, roster
from tocsin.store import ways as stored

EVE = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # 23:30 in Paris
RACK, ROOM, REPORTER = "par1.s1.r01", "par1.s1", "http-it"
HORIZON = timedelta(hours=3)
Mail = tuple[datetime, str]


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened(EVE) as inhabited:
        yield inhabited


def rehearsed(item: str, kind: str, at: datetime) -> Course:
    return rehearsing.what_if(item, at, kind=kind, source=REPORTER)


def said(course: Course, until: datetime) -> list[Mail]:
    return sorted((mail.at, mail.address) for mail in course.contacted if mail.at <= until)


def played(house: House, item: str, kind: str, until: datetime) -> list[Mail]:
    """The same for real: the event comes, the clock is moved to each instant at which something is due."""
    mails: list[Mail] = []

    def take() -> None:
        mails.extend((clock.now(), address) for address, _ in house.sent)
        house.sent.clear()

    house.receives(post_event(kind, item, source=REPORTER))
    take()
    while (following := _next()) is not None and following <= until:
        clock.fast_forward(seconds=max((following - clock.now()).total_seconds(), 0))
        house.does_what_is_due()
        take()
    return sorted(mails)


def _next() -> datetime | None:
    looks = models.Incident.objects.exclude(next_deadline_at=None).values_list("next_deadline_at", flat=True)
    waiting = models.Notice.objects.filter(state="pending").values_list("not_before", flat=True)
    return min([*looks, *waiting], default=None)


def test_a_critical_room_on_new_years_eve(house: House) -> None:
    """Bank holiday, the night, one manager away: who is notified, when, by which way, at which cost; then it happens."""
    away = Absence(id=0, person="helene.marchand", start=EVE - timedelta(days=3), end=EVE + timedelta(days=4))
    roster.add_absence(away, EVE - timedelta(days=5))
    course = rehearsed(ROOM, "power.lost", EVE)
    assert course.incident is not None
    assert course.incident.priority is Priority.P1
    text = "\n".join(lines(course, snapshot(), "en"))
    assert "Our commitment" in text
    assert "suivi-hebergeur@cachemire.example" in text
    assert "helene.marchand@cachemire.example" not in text
    assert played(house, ROOM, "power.lost", EVE + HORIZON) == said(course, EVE + HORIZON)
    codes = [entry.why.code for entry in incidents.timeline(known()[0].subject) if entry.why]
    assert "escalation.nobody.absent" in codes


PEOPLE = ("bruno.castaing", "helene.marchand", "claire.vasseur", "karim.haddad", "yann.kerbrat")
ITEMS = (RACK, ROOM, "srv-intra-01", "srv-erp-02", "par1.s1.feed-a")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_is_what_then_happens(house: House, seed: int) -> None:
    """The same functions: played through the pipeline with the clock moved on, every mail leaves when it was said."""
    drawn = Random(seed)
    clock.fast_forward(hours=drawn.randrange(24 * 200))
    now, item = clock.now(), drawn.choice(ITEMS)
    for person in drawn.sample(PEOPLE, drawn.randrange(4)):
        roster.add_absence(
            Absence(id=0, person=person, start=now - timedelta(days=1), end=now + timedelta(hours=1)), now
        )
    kind = "power.lost" if "." in item else "device.down"
    course = rehearsed(item, kind, now)
    assert played(house, item, kind, now + HORIZON) == said(course, now + HORIZON)


def test_a_rehearsal_writes_nothing(house: House) -> None:
    before = (
        models.Incident.objects.count(),
        models.Notice.objects.count(),
        models.TimelineEntry.objects.count(),
    )
    assert rehearsed(RACK, "power.lost", EVE).contacted
    assert (
        models.Incident.objects.count(),
        models.Notice.objects.count(),
        models.TimelineEntry.objects.count(),
    ) == before


def test_unreachable_people_cost_no_time_and_nobody_else_is_notified_instead(house: House) -> None:
    """Everybody above is away without a substitute: the timeline says so, the team is asked again, the CIO's deputy is not
    invented (mitodl/ol-infrastructure#5131: everyone was paged)."""
    for person in ("bruno.castaing", "helene.marchand"):
        roster.add_absence(Absence(id=0, person=person, start=EVE - timedelta(days=1)), EVE)
    house.receives(post_event("power.lost", ROOM, source=REPORTER))
    team = set(snapshot().teams[only().owner_team].notices)
    for _ in range(7):
        house.waits(minutes=20)
    reached = {address for address, _ in house.sent}
    assert reached <= team | {"suivi-hebergeur@cachemire.example"}
    entries = [entry for entry in incidents.timeline(only().subject) if entry.verb is Verb.UNTAKEN]
    assert [entry for entry in entries if not entry.data["asked"]]


def test_whom_an_sms_would_wake_is_what_then_happens(house: House) -> None:
    """Who is on duty and the manager have verified a number: what-if names the way, and the same messages are written."""
    on_duty = duty.now_on_duty("hosting-watch").person or "karim.haddad"
    for person in {on_duty, "helene.marchand", "claire.vasseur", "bruno.castaing"}:
        number = f"+33 6 39 98 13 {len(person):02}"
        stored.verify(stored.add(Way(id=0, person=person, kind="sms", address=number), "me", EVE), EVE)
    course = rehearsed(ROOM, "power.lost", EVE)
    foreseen = sorted(
        (sms.at, sms.address) for sms in course.contacted if sms.channel == "sms" and sms.at <= EVE + HORIZON
    )
    assert foreseen
    assert "  SMS, €0.06: Taken by nobody" in "\n".join(lines(course, snapshot(), "en"))
    played(house, ROOM, "power.lost", EVE + HORIZON)
    written = models.Delivery.objects.filter(channel="sms").values_list("created_at", "address")
    assert sorted(written) == foreseen
