"""The demo's stories, from the words on the wire to the incidents: the acceptance tests of the whole."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.stories.playing import BEGIN, Playing, about, known, playing
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import IncidentKind, State
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.typography import typeset
from tocsin.demo.world import valmont
from tocsin.demo.world.script import Script
from tocsin.demo.world.stories import DAYS
from tocsin.flow import clock
from tocsin.store import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Playing]:
    with playing() as night:
        yield night


def statuses() -> dict[str, int]:
    counts: dict[str, int] = {}
    for status in models.Message.objects.values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    return counts


def test_a_quiet_morning_opens_what_matters_and_queues_the_word_that_nobody_knows(company: Playing) -> None:
    company.story("morning")
    assert {incident.cause for incident in known()} == {
        "srv-fic-fr-01",
        "srv-erp-04",
        "srv-mad1-01",
        "srv-mil1-01",
    }
    assert about("srv-mad1-01").state is State.RESOLVED
    assert statuses()["untranslated"] == 1
    assert [word.word for word in models.UnknownWord.objects.all()] == ["Hygrométrie basse"]


def test_an_outlet_lost_under_a_single_cord_takes_its_application_down(company: Playing) -> None:
    company.story("outlet")
    (incident,) = known()
    assert incident.cause == "par1.s1.r07.pdu-a.o10"
    assert (incident.kind, incident.applications) == (IncidentKind.OUTAGE, ("intranet",))
    assert incident.owner_team == "hosting-desk"


def test_feed_a_lost_is_lost_redundancy_and_no_outage_then_it_is_back(company: Playing) -> None:
    company.story("feed", until=30)
    incident = about("par1.s1.r01.pdu-a")
    assert (incident.kind, incident.effect) == (IncidentKind.REDUNDANCY, Effect.REDUNDANCY_LOST)
    assert len(known()) == 1


def test_feed_a_restored_closes_the_incident(company: Playing) -> None:
    company.story("feed")
    assert about("par1.s1.r01.pdu-a").state is State.RESOLVED


def test_a_storm_of_hundreds_of_messages_is_one_incident_of_the_first_priority_with_its_cause(
    company: Playing,
) -> None:
    """The supplier names the cause that was inferred: on the timeline, and no notice. Its name alone makes nothing worse:
    the team was notified of a P1 already."""
    company.story("storm", until=80)
    assert models.Message.objects.count() > 250
    assert set(statuses()) == {"translated"}
    (incident,) = known()
    assert (incident.cause, incident.kind) == ("par1.s2", IncidentKind.OUTAGE)
    assert incident.alert_count > 200

    assert (incident.priority, incident.criticality) == (Priority.P1, Criticality.CRITICAL)
    hits = models.IncidentHit.objects.filter(incident_id=incident.id, type="application")
    effects = dict(hits.values_list("item", "effect"))
    assert (effects["pos"], effects["crm"]) == ("down", "redundancy_lost")
    assert incident.applications[0] == "pos", "what is listed first is what decides"

    (named,) = models.TimelineEntry.objects.filter(subject_id=incident.id, verb="explained")
    assert named.value["why"]["code"] == "correlation.cause_confirmed"
    assert set(models.Notice.objects.values_list("kind", flat=True)) == {"opened"}


def test_a_named_cause_that_is_worse_than_the_inferred_cause_is_notified_as_a_worsening(
    company: Playing,
) -> None:
    """The provider speaks of a PDU's outlets; then of the room, which stops the tills: the same team is notified again."""
    script = Script(company.floor, clock.now(), seed=1, pace=1.0)
    for outlet in company.floor.plugged("par1.s2.r03.pdu-a"):
        script.alarm(3, outlet, valmont.OUTLET_LOST, valmont.MAJOR)
    script.alarm(60, "par1.s2", valmont.ROOM_LOST, valmont.CRITICAL)
    company.receive(sorted(script.transmissions, key=lambda sent: sent.at))
    company.wait_until(BEGIN + timedelta(seconds=100))
    incident = about("par1.s2")
    assert incident.priority is Priority.P1
    notices = (
        models.Notice.objects.filter(subject_id=incident.id, bundled_into=None)
        .exclude(kind="escalated")  # the policy's: to those whom it asks, beside the team
        .order_by("id")
    )
    sent = models.Delivery.objects.filter(
        id__in=[notice.delivery_id for notice in notices], state="sent"
    ).order_by("id")
    subjects = [delivery.payload["subject"].split()[1] for delivery in sent]
    assert list(zip([notice.kind for notice in notices], subjects, strict=True)) == [
        ("opened", "P4"),
        ("worsened", "P1"),
    ]
    assert len({delivery.address for delivery in sent}) == 1


def test_in_a_storm_nobody_gets_more_mails_than_they_can_read(company: Playing) -> None:
    company.story("storm")
    assert company.mails()
    assert max(company.mails().values()) <= 13, "an opening and a recovery of each, and one summary"
    assert about("par1.s2").state is State.RESOLVED


def test_a_miscabled_rack_that_loses_one_feed_is_a_real_outage(company: Playing) -> None:
    company.story("miscabled", until=45)
    incident = about("par1.s1.r05.pdu-a")
    assert (incident.kind, incident.effect) == (IncidentKind.OUTAGE, Effect.DOWN)
    assert "oms" in incident.applications
    down = set(models.IncidentHit.objects.filter(effect="down", type="device").values_list("item", flat=True))
    assert {"srv-esb-02", "srv-oms-02", "srv-edi-01"} <= down
    assert len(known()) == 1


def test_works_mute_their_alarms_and_what_is_still_wrong_at_their_end_is_raised(company: Playing) -> None:
    company.story("works", until=56)
    assert known() == []
    assert models.Intervention.objects.get().muted_count > 5
    company.wait_until(BEGIN + timedelta(seconds=200))
    (incident,) = known()
    assert (incident.cause, incident.applications) == ("srv-dam-01", ("dam",))


def test_the_whole_play_leaves_nothing_wrong_but_the_word_to_learn(company: Playing) -> None:
    for name in ("outlet", "works", "recoveries"):
        company.story(name)
    assert [incident.number for incident in known() if incident.open] == []


def test_a_mailbox_read_late_is_last_night_s_and_notified_in_one_mail(company: Playing) -> None:
    company.story("late", until=30)
    lasting = about("par1.s2.r04.pdu-b")
    assert (lasting.since, lasting.opened_at.date(), lasting.open) == (
        BEGIN - timedelta(hours=3),
        BEGIN.date(),
        True,
    )
    for number, cause in enumerate(("par1.s1.r02.pdu-a", "par1.s1.r03.pdu-b", "par1.s2.r01.pdu-a")):
        found = about(cause)
        begun = BEGIN - timedelta(hours=12) + timedelta(hours=2 * number, minutes=7 * number)
        assert (found.since, found.state) == (begun, State.RESOLVED)
        assert found.recovered_at == begun + timedelta(minutes=25)
    assert [subject for _, subject in company.sent if lasting.number in subject]
    company.wait_until(clock.now() + timedelta(minutes=20))
    (summary,) = [subject for _, subject in company.sent if "Lu tard" in subject]
    assert summary == typeset("[Tocsin] Lu tard : 3 incident(s) du 23/11/2026 au 24/11/2026, tous terminés")


def test_played_one_after_the_other_each_story_is_its_own_incident(company: Playing) -> None:
    """What happens within minutes in the same room is not one trouble for that."""
    for name in DAYS:
        company.story(name)
    assert [(incident.cause, incident.state) for incident in known() if incident.cause not in _EXPECTED] == []
    assert {incident.cause for incident in known()} == _EXPECTED
    assert [incident.number for incident in known() if incident.open] == []
    assert max(company.mails().values()) <= 15, "an opening and a recovery of each, and one summary"


_EXPECTED = {
    "srv-fic-fr-01", "srv-erp-04", "srv-mad1-01", "srv-mil1-01", "par1.s1.r07.pdu-a.o10", "par1.s1.r01.pdu-a", "par1.s2",
    "par1.s1.r05.pdu-a", "srv-dam-01", "par1.s1.r02.pdu-a", "par1.s1.r03.pdu-a", "par1.s1.r03.pdu-b", "par1.s2.r01.pdu-a",
    "par1.s2.r04.pdu-b",
}  # fmt: skip
