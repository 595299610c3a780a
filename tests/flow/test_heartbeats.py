"""Silence is an alarm, and «can't be reached» is not «nothing to say»."""

import pytest
from django.db import transaction

from tests.flow.house import House, known, sample
from tocsin.core.incident.values import State
from tocsin.flow import clock
from tocsin.flow.sources import heartbeats
from tocsin.store import declared, models

HOURS = 4  # the provider's rhythm


@pytest.fixture(autouse=True)
def quiet_others(house: House) -> None:
    """Only the provider has a rhythm that ends within these stories."""
    heartbeats.watch()
    house.receives(sample("45-"))


def watch(house: House, **span: float) -> None:
    clock.fast_forward(**span)
    heartbeats.watch()
    house.works()


def states(kind: str) -> list[State]:
    return [
        incident.state
        for incident in known()
        if incident.cause_kind == kind and "almont" in incident.title.fr
    ]


def test_silence_beyond_the_rhythm_is_an_incident_once(house: House) -> None:
    watch(house, hours=HOURS - 0.1)
    assert states("source.silent") == []
    for _ in range(3):
        watch(house, hours=0.2)
    assert states("source.silent") == [State.NEW]


def test_events_about_a_source_are_in_the_groups_languages(house: House) -> None:
    watch(house, hours=HOURS + 1)
    assert (
        models.Alert.objects.get(kind="source.silent", subject__contains="valmont").summary
        == "valmont n’envoie plus rien / valmont is silent"
    )
    heartbeats.unreachable("valmont", "connection refused")
    house.works()
    summary = models.Alert.objects.get(kind="source.unreachable", subject__contains="valmont").summary
    assert (
        summary
        == "valmont est injoignable\u00a0: connection refused / valmont can't be reached: connection refused"
    )


def test_a_source_that_sends_again_is_recovered(house: House) -> None:
    watch(house, hours=HOURS + 1)
    house.receives(sample("46-"))
    watch(house, minutes=1)
    assert states("source.silent") == [State.RESOLVED]
    assert models.SourceState.objects.get(source="valmont").state == "ok"


def test_a_mailbox_out_of_reach_is_another_thing_than_no_mail_nautobot_171(house: House) -> None:
    heartbeats.unreachable("valmont", "connection refused")
    heartbeats.unreachable("valmont", "connection refused")
    watch(house, hours=HOURS + 1)
    assert (states("source.unreachable"), states("source.silent")) == ([State.NEW], [])
    assert models.SourceState.objects.get(source="valmont").error == "connection refused"

    house.receives(sample("46-"))
    heartbeats.reachable("valmont")
    watch(house, minutes=1)
    assert (states("source.unreachable"), states("source.silent")) == ([State.RESOLVED], [])


def test_first_silent_then_out_of_reach_leaves_nothing_open_in_the_end(house: House) -> None:
    watch(house, hours=HOURS + 1)
    heartbeats.unreachable("valmont", "connection refused")
    watch(house, minutes=1)
    house.receives(sample("46-"))
    heartbeats.reachable("valmont")
    watch(house, minutes=1)
    assert set(states("source.silent") + states("source.unreachable")) == {State.RESOLVED}


def test_reachable_and_still_no_mail_is_silence(house: House) -> None:
    heartbeats.unreachable("valmont", "connection refused")
    watch(house, hours=HOURS + 1)
    heartbeats.reachable("valmont")
    watch(house, minutes=1)
    assert (states("source.unreachable"), states("source.silent")) == ([State.RESOLVED], [State.NEW])


def test_another_reason_is_shown_though_it_is_no_other_event(house: House) -> None:
    heartbeats.unreachable("valmont", "connection refused")
    heartbeats.unreachable("valmont", "wrong password")
    house.works()
    assert models.SourceState.objects.get(source="valmont").error == "wrong password"
    assert states("source.unreachable") == [State.NEW]


@pytest.mark.parametrize("trouble", ["silent", "unreachable"])
def test_a_source_that_is_declared_no_more_leaves_no_incident_behind(house: House, trouble: str) -> None:
    if trouble == "silent":
        watch(house, hours=HOURS + 1)
    else:
        heartbeats.unreachable("valmont", "connection refused")
        house.works()
    assert states(f"source.{trouble}") == [State.NEW]
    with transaction.atomic():
        declared.remove([("source", "valmont")])
        declared.revise(clock.now(), "test", [])
    watch(house, minutes=1)
    assert {incident.state for incident in known() if incident.cause_kind == f"source.{trouble}"} == {
        State.RESOLVED
    }
    assert models.SourceState.objects.get(source="valmont").state == "ok"


def test_what_tocsin_reports_of_a_source_is_about_none_of_our_items(house: House) -> None:
    """A source named like a site must not be taken for it."""
    heartbeats.unreachable("valmont", "connection refused")
    house.works()
    (event,) = models.Event.objects.filter(kind="source.unreachable")
    assert (event.item, event.confidence) == ("", 0.0)
