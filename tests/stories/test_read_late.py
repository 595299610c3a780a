"""A mailbox read late: yesterday's troubles are yesterday's, and nobody is woken by what is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.flow.house import House, known, mail, post_event
from tests.flow.house import house as opened
from tocsin.core.event.message import Message
from tocsin.core.incident.values import Incident, State
from tocsin.flow import clock
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.store import models

TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 1, 12, 40, tzinfo=UTC)  # Monday, two in the morning in Paris: not working time

TEXT = """From: supervision@valmont-dc.example
To: valmont@tocsin.cachemire.example
Subject: Alarme
Date: {sent:%a, %d %b %Y %H:%M:%S +0000}
Message-ID: <{id}@late>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Type d'alarme : Équipement injoignable
Équipement : {host}
État : {state}
Criticité : Majeure
"""


def alarm(host: str, sent: datetime, state: str = "Alarme") -> Message:
    """A mail of the provider, sent then; it lies in the mailbox since."""
    text = TEXT.format(sent=sent, host=host, state=state, id=f"{host}.{sent:%H%M%S}.{state}")
    return mail(text.encode())


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened(TODAY) as house:
        yield house


def of(host: str) -> Incident:
    (found,) = [incident for incident in known() if incident.cause == host]
    return found


def over(host: str, begun: datetime, minutes: int = 20) -> list[Message]:
    """An alarm and its recovery."""
    return [alarm(host, begun), alarm(host, begun + timedelta(minutes=minutes), "Rétablie")]


def test_an_incident_begins_when_the_trouble_began(house: House) -> None:
    house.receives(*over("srv-erp-01", NIGHT), alarm("srv-crm-02", NIGHT + timedelta(hours=2)))
    done, lasting = of("srv-erp-01"), of("srv-crm-02")
    assert (done.since, done.opened_at, done.state) == (NIGHT, TODAY, State.RESOLVED)
    assert done.recovered_at == done.resolved_at == NIGHT + timedelta(minutes=20)
    assert (lasting.since, lasting.opened_at, lasting.open) == (NIGHT + timedelta(hours=2), TODAY, True)


def test_clocks_count_from_the_trouble_in_the_period_in_which_it_began(house: House) -> None:
    house.receives(*over("srv-erp-01", NIGHT), alarm("srv-crm-02", NIGHT))
    (ours,) = [clock for clock in clocks_of(of("srv-erp-01"), clock.now()) if clock.side == "ours"]
    assert (ours.started_at, ours.stopped_at) == (NIGHT, NIGHT + timedelta(minutes=20))
    assert ours.state.value == "met"
    (lasting,) = [clock for clock in clocks_of(of("srv-crm-02"), clock.now()) if clock.side == "ours"]
    assert lasting.started_at == NIGHT


@pytest.mark.parametrize("batches", ["one", "cause first", "symptom first"])
def test_it_began_with_its_first_symptom_whichever_is_received_first(house: House, batches: str) -> None:
    first = TODAY - timedelta(minutes=9)
    cause = post_event("power.pdu.lost", "par1.s1.r07.pdu-a", at=TODAY - timedelta(minutes=5))
    symptom = post_event("device.down", "srv-intra-01", at=first)
    reported = [cause, symptom] if batches == "cause first" else [symptom, cause]
    for batch in [reported] if batches == "one" else [[event] for event in reported]:
        house.receives(*batch)
    (incident,) = known()
    assert (incident.cause, incident.since) == ("par1.s1.r07.pdu-a", first)
    assert clocks_of(incident, clock.now())[0].started_at == first


def test_what_was_over_yesterday_does_not_join_what_is_wrong_today(house: House) -> None:
    house.receives(post_event("device.down", "srv-erp-01"))
    house.receives(*over("srv-erp-01", NIGHT), *over("srv-erp-02", NIGHT + timedelta(minutes=30)))
    today = [incident for incident in known() if incident.since == TODAY]
    assert [incident.cause for incident in today] == ["srv-erp-01"]
    assert [incident.open for incident in today] == [True]
    assert {incident.alert_count for incident in known()} == {1}


def test_a_feed_lost_yesterday_and_back_is_no_second_cause_today(house: House) -> None:
    house.receives(post_event("power.feed.lost", "par1.s1.feed-b"))
    before = of("par1.s1.feed-b")
    lost = post_event("power.feed.lost", "par1.s1.feed-a", at=NIGHT, source="http-it")
    back = post_event("power.feed.lost", "par1.s1.feed-a", "resolved", at=NIGHT + timedelta(minutes=20))
    house.receives(lost, back)
    assert of("par1.s1.feed-a").state is State.RESOLVED
    assert of("par1.s1.feed-b") == before


def test_what_is_long_over_is_one_mail_a_recipient_and_what_lasts_is_notified_at_once(house: House) -> None:
    hosts = ["srv-erp-01", "srv-erp-02", "srv-crm-02", "srv-oms-01"]
    for number, host in enumerate(hosts):
        house.receives(*over(host, NIGHT + timedelta(hours=number)))
    house.receives(alarm("srv-tel-02", NIGHT + timedelta(hours=8)))
    house.waits(seconds=15)
    assert house.sent
    assert all(of("srv-tel-02").number in subject for _, subject in house.sent)
    house.sent.clear()
    house.waits(minutes=6)
    summaries = [
        (to, subject) for to, subject in house.sent if "Lu tard" in subject or "Read late" in subject
    ]
    assert sorted(to for to, _ in summaries) == sorted({to for to, _ in summaries}), "one a recipient"
    assert {subject.split(":")[1].split()[0] for _, subject in summaries} <= {"1", "2", "3", "4"}
    assert any("4 incident(s) du 23/11/2026 au 23/11/2026" in subject for _, subject in summaries)
    assert not models.Notice.objects.filter(state="pending").exists()


def test_a_time_in_the_future_is_now_and_an_absurd_time_is_bounded(house: House) -> None:
    house.receives(post_event("device.down", "srv-erp-01", at=TODAY + timedelta(hours=3)))
    house.receives(post_event("device.down", "srv-erp-02", at=TODAY.replace(year=2011)))
    assert of("srv-erp-01").since == TODAY
    assert of("srv-erp-02").since == TODAY - timedelta(days=31)
    opened = models.TimelineEntry.objects.filter(subject_id=of("srv-erp-02").id, verb="opened").get().value
    assert opened["data"]["said"] == TODAY.replace(year=2011).isoformat()
