"""The demo's stories about the provider, played to their figures: clocks, tickets, the next best step, collisions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.flow.exchange.conftest import Valmont, company_at
from tests.flow.house import House, house
from tests.stories.playing import Playing, about, known, playing
from tocsin.core.exchange.advice import advise, render_advice
from tocsin.core.incident.values import Incident, State, Verb
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.sla.values import Clock
from tocsin.core.statement.classifying import Finding
from tocsin.demo import statement
from tocsin.demo.world import valmont as valmont_mails
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Post, received
from tocsin.demo.world.valmont import Alarm
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import automatic, working
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.organisation import snapshot
from tocsin.flow.sites import watching
from tocsin.flow.statements import settling
from tocsin.store import bonds, incidents, models
from tocsin.store import calls as call_rows

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 29, 13, 0, tzinfo=UTC)


@pytest.fixture
def valmont(monkeypatch: pytest.MonkeyPatch) -> Iterator[Valmont]:
    monkeypatch.setenv("VALMONT_DESK_KEY", "demo-guichet")
    monkeypatch.setattr(call_rows, "database_now", clock.now)
    played = Valmont()
    yield played
    played.server.stop()


@pytest.fixture
def sunday(valmont: Valmont) -> Iterator[Playing]:
    with playing(SUNDAY) as day:
        organisation.apply(company_at(valmont.port), by="test")
        yield day


def running(incident: Incident) -> dict[str, Clock]:
    return {found.side: found for found in clocks_of(incident, clock.now())}


def next_step(incident: Incident) -> str:
    exchange = next(iter(bonds.of_incidents([incident.id])), None)
    return render_advice(advise(exchange, incident, running(incident)["supplier"], clock.now()), "en")


def exchanges() -> None:
    """Open the tickets that are due, and have them leave."""
    automatic.watch()
    while working.work_due():
        pass


def test_on_a_sunday_the_guarantee_of_a_rack_runs_and_an_ordinary_one_waits_for_monday(
    sunday: Playing, valmont: Valmont
) -> None:
    sunday.story("sunday", until=60)
    guaranteed, ordinary = about("par1.s1.r01.pdu-b"), about("par1.s1.r05.pdu-a")

    theirs = running(guaranteed)["supplier"]
    assert (theirs.commitment, theirs.target_s) == ("valmont-high", 4 * 3600)
    assert theirs.started_at == SUNDAY - timedelta(hours=3, minutes=21)
    assert theirs.due_at == SUNDAY + timedelta(minutes=39)
    assert next_step(guaranteed) == "Call now: the guarantee of 4h ends in 38 min."

    clocks = running(ordinary)
    assert clocks["supplier"].commitment == "valmont-standard"
    assert clocks["supplier"].elapsed_s == 0
    assert clocks["supplier"].due_at == datetime(2026, 11, 30, 15, tzinfo=UTC), (
        "8 h from Monday, 08:00 in Paris"
    )
    assert clocks["ours"].commitment == "crm-erp", "day and night"
    assert clocks["ours"].elapsed_s > 0

    exchanges()
    (ticket,) = valmont.tickets
    (bond,) = bonds.of_incidents([ordinary.id])
    assert ordinary.priority is Priority.P2
    assert (ticket.reference, ticket.number) == (bond.reference, bond.their_reference)
    assert ticket.severity == "Majeure"


def test_the_sunday_is_over_at_its_end(sunday: Playing) -> None:
    sunday.story("sunday")
    sunday.wait_until(sunday.now_and(minutes=20))
    assert {(found.cause, found.state) for found in known()} == {
        ("par1.s1.r01.pdu-b", State.RESOLVED),
        ("par1.s1.r05.pdu-a", State.RESOLVED),
    }


def test_works_on_feed_b_collide_with_the_loss_of_feed_a_and_no_more_when_it_is_back() -> None:
    with playing() as day:
        script = script_of(STORIES["collision"], day.floor, clock.now())
        *before, recovery = script.transmissions
        day.receive(before)
        watching.watch()
        lost = about("par1.s1.r01.pdu-a")
        (announced,) = models.Intervention.objects.all()
        works = Subject.intervention(announced.id)
        (entry,) = [said for said in incidents.timeline(works) if said.verb is Verb.COLLIDING]
        assert lost.number in render_why(entry.why, "en")  # type: ignore[arg-type]
        due = models.Delivery.objects.filter(subject_kind="intervention").latest("id")
        assert (due.address, lost.number in due.payload["text"]) == (
            "suivi-hebergeur@cachemire.example",
            True,
        )

        day.receive([recovery])
        day.wait_until(script.until)
        watching.watch()
        assert incidents.timeline(works)[-1].why.code == "intervention.meets.nothing"  # type: ignore[union-attr]


def test_the_provider_opens_its_ticket_at_ours_and_it_belongs_to_the_incident() -> None:
    with playing() as day:
        script = script_of(STORIES["they-call"], day.floor, clock.now())
        for sent in script.transmissions:
            day.wait_until(sent.at)
            if isinstance(sent.wire, Post):
                headers = {"Authorization": f"Bearer {sent.wire.token}"}
                form = sent.wire.media_type
                made = Client(headers=headers).post(sent.wire.path, sent.wire.body, content_type=form)
                assert made.status_code == 201, made.content
                (exchange,) = bonds.of_incidents([about("par1.s1.r04.pdu-b").id])
                assert exchange.their_reference.startswith("CASE-")
            else:
                day.receive([sent])
        assert about("par1.s1.r04.pdu-b").state is State.RESOLVED


def test_the_statement_of_last_month_has_five_disagreements_of_four_kinds() -> None:
    with house(OCTOBER) as company_here:
        for number, place in enumerate(_LOST, start=1):
            _lost_and_back(company_here, number, place)
            clock.fast_forward(days=2)
        statement.send(datetime(2026, 11, 2, tzinfo=UTC))
        checked = settling.opened(models.Statement.objects.get().id).checked
    assert checked.counts == {
        Finding.AGREED: len(_LOST) - 4,
        Finding.DURATION: 1,
        Finding.EXCLUSION: 1,
        Finding.MISSING_THEIRS: 2,
        Finding.MISSING_OURS: 1,
    }
    assert len(checked.disputed) == 5


OCTOBER = datetime(2026, 10, 5, 7, 12, tzinfo=UTC)
_LOST = tuple(f"par1.s1.r0{number}.pdu-{side}" for number in range(1, 5) for side in "ab")


def _lost_and_back(company_here: House, number: int, place: str) -> None:
    """The provider reports a PDU as lost, and back after a time that no other loss has."""
    floor = Floor(snapshot())
    alarm = Alarm(
        reference=f"VDC-{number:06d}", place=place, nature=valmont_mails.PDU_LOST, gravity=valmont_mails.MAJOR,
        began=clock.now(),
    )  # fmt: skip
    company_here.receives(received(valmont_mails.alarm(floor, clock.now(), alarm)))
    clock.fast_forward(minutes=20 + 17 * number)
    company_here.receives(received(valmont_mails.recovery(floor, clock.now(), alarm)))
