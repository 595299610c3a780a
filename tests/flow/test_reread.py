"""A format that is corrected and a message that is replayed: what it first said, and nothing else says, is over."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flow.house import House, known, post_event, verbs
from tocsin.core.event.message import Message
from tocsin.core.incident.values import State, Verb
from tocsin.core.organisation.objects import Object, Section
from tocsin.flow import clock, organisation
from tocsin.flow.incidents import why
from tocsin.flow.intake import messages
from tocsin.store import incidents, models

ME = "damien.roussel"
FORMAT: dict[str, Any] = {
    "priority": 90,
    "recognise": {"json": "thing"},
    "each": [{"json": "all[*]"}],
    "fields": {name: {"json": name} for name in ("what", "host", "state")},
    "tables": {
        "kind": {"broken": "load.high", "hot": "temperature.high"},
        "state": {"on": "firing", "off": "resolved"},
    },
    "event": {"kind": "{what}", "state": "{state}", "place": {"host": "{host}"}},
}


def reads(kind: str, **tables: dict[str, str]) -> None:
    """From now on «broken» means this; the word of other tables as given."""
    spec = {
        **FORMAT,
        "tables": {**FORMAT["tables"], "kind": {"broken": kind, "hot": "temperature.high"}, **tables},
    }
    with transaction.atomic():
        organisation.learn(Object(section=Section.FORMAT, key="things", spec=spec, origin="file"), by=ME)


def thing(*events: str) -> Message:
    """``host state`` each: something is broken there, or no more; or another word than ``broken``, in front."""
    words = [event.split() if event.count(" ") == 2 else ["broken", *event.split()] for event in events]
    things = [dict(zip(("what", "host", "state"), line, strict=True)) for line in words]
    body, media_type = msgspec.json.encode({"thing": True, "all": things}), "application/json"
    return Message(
        source="by-hand", channel="feed", received_at=clock.now(), media_type=media_type, body=body
    )


def replays(house: House, *positions: int) -> None:
    """Replay the messages at these positions; of none: all."""
    ids = list(models.Message.objects.order_by("id").values_list("id", flat=True))
    messages.replay([ids[at] for at in positions or range(len(ids))], ME)
    house.works()


def alerts() -> dict[tuple[str, str], tuple[str, int]]:
    """(kind, item) -> (state, count)."""
    return {(alert.kind, alert.item): (alert.state, alert.count) for alert in models.Alert.objects.all()}


@pytest.fixture
def reading(house: House) -> House:
    reads("load.high")
    return house


def test_what_it_first_reported_is_over_and_its_incident_goes_on_in_the_other(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on"))
    (first,) = known()
    clock.fast_forward(minutes=5)
    reads("device.down")
    replays(reading)

    assert alerts() == {
        ("load.high", "srv-crm-01"): ("resolved", 0),
        ("device.down", "srv-crm-01"): ("firing", 1),
    }
    (second,) = known()
    assert (second.cause_kind, second.state, second.since) == ("device.down", State.NEW, first.since)
    timeline = incidents.timeline(first.subject)
    assert timeline[-1].verb is Verb.FOLDED
    assert timeline[-1].why is not None
    assert timeline[-1].why.code == "correlation.read_again"
    steps = {step.stage: step.lines for step in why.explain(first.subject, "en")}
    assert any("Read again as" in line and "no longer as" in line for line in steps["incident"])


def test_replayed_again_it_changes_nothing(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on"))
    reads("device.down")
    replays(reading)
    before = alerts(), [verbs(incident) for incident in known()]
    replays(reading)
    assert (alerts(), [verbs(incident) for incident in known()]) == before


def test_and_back_again_when_the_correction_was_none(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on"))
    for kind in ("device.down", "load.high"):
        clock.fast_forward(minutes=1)
        reads(kind)
        replays(reading)
    assert alerts()["load.high", "srv-crm-01"] == ("firing", 1)
    assert alerts()["device.down", "srv-crm-01"] == ("resolved", 0)
    (incident,) = known()
    assert incident.open


def test_what_another_message_reports_too_goes_on(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on"))
    clock.fast_forward(minutes=1)
    reading.receives(thing("srv-crm-01 on"))
    reads("device.down")
    replays(reading, 0)
    assert alerts()["load.high", "srv-crm-01"] == ("firing", 1)
    replays(reading, 1)
    assert alerts()["load.high", "srv-crm-01"] == ("resolved", 0)
    assert alerts()["device.down", "srv-crm-01"] == ("firing", 2)


def test_what_another_message_had_ended_before_is_not_kept_open_by_its_first_alarm(reading: House) -> None:
    for event in ("srv-crm-01 on", "srv-crm-01 off", "srv-crm-01 on"):
        reading.receives(thing(event))
        clock.fast_forward(minutes=1)
    reads("device.down")
    replays(reading, 2)
    assert alerts()["load.high", "srv-crm-01"] == ("resolved", 2)


def test_read_again_as_information_or_as_nothing_it_is_over(reading: House) -> None:
    for word in ("info", "skip"):
        reads("load.high")
        reading.receives(thing("srv-crm-01 on"))
        (incident,) = [incident for incident in known() if incident.open]
        reads("load.high", state={"on": word})
        replays(reading)
        assert alerts()["load.high", "srv-crm-01"][0] == "resolved"
        last = incidents.timeline(incident.subject)[-1]
        assert (last.verb, last.why and last.why.code.startswith("correlation.read_again")) == (
            Verb.RECOVERED,
            True,
        )
        clock.fast_forward(hours=2)


def test_a_format_that_somebody_broke_ends_no_alarm(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on"))
    reads("load.high", state={"up": "firing"})
    replays(reading)
    assert models.Message.objects.get().status == "untranslated"
    assert alerts()["load.high", "srv-crm-01"][0] == "firing"


def test_each_notice_of_a_digest_has_its_outcome(reading: House) -> None:
    reading.receives(thing("srv-crm-01 on", "srv-pim-01 on"))
    reads("device.down")
    replays(reading)
    assert Counter((kind, state) for (kind, _), (state, _) in alerts().items()) == {
        ("load.high", "resolved"): 2,
        ("device.down", "firing"): 2,
    }
    assert {incident.cause for incident in known()} == {"srv-crm-01", "srv-pim-01"}
    assert all(incident.cause_kind == "device.down" for incident in known())


def test_one_of_an_incidents_alerts_is_read_again_and_the_others_go_on(reading: House) -> None:
    reading.receives(post_event("power.lost", "par1.s1.r01", source="desk-fr"))
    reading.receives(thing("srv-crm-01 on"))
    (incident,) = [incident for incident in known() if incident.cause == "par1.s1.r01"]
    assert incident.alert_count == 2
    reads("security.intrusion")
    replays(reading)
    assert alerts()["load.high", "srv-crm-01"][0] == "resolved"
    assert incident.id in {known_incident.id for known_incident in known() if known_incident.open}
    ended = [entry for entry in incidents.timeline(incident.subject) if entry.verb is Verb.ENDED]
    assert [entry.why.code for entry in ended if entry.why] == ["correlation.read_again"]


reported = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["broken", "broken", "hot"]),
        st.sampled_from(["srv-crm-01", "srv-pim-01"]),
        st.sampled_from(["on", "on", "off"]),
    ),
)


def lived(
    house: House, messages: Sequence[Sequence[str]], *readings: str, cut: int
) -> dict[tuple[str, str], tuple[str, int]]:
    """What stands after these messages, read in one way, or replayed in another; none of it is kept."""
    with transaction.atomic():
        reads(readings[0])
        for events in messages:
            clock.fast_forward(minutes=1)
            house.receives(thing(*events))
        for kind in readings[1:]:
            reads(kind)
            for some in (range(cut), range(cut, len(messages))):
                replays(house, *some)
        stands = {key: alert for key, alert in alerts().items() if alert[1]}
        at_work = {
            alert.incident_id for alert in models.Alert.objects.filter(Q(state="firing") | Q(flapping=True))
        }
        assert at_work == {incident.id for incident in known() if incident.open}
        transaction.set_rollback(True)
    return stands


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_replayed_after_a_correction_all_stands_as_if_it_had_always_been_read_so(
    house: House, data: st.DataObject
) -> None:
    messages = data.draw(st.lists(st.lists(reported, min_size=1, max_size=3), min_size=1, max_size=6))
    cut = data.draw(st.integers(1, len(messages)))
    assert lived(house, messages, "load.high", "device.down", cut=cut) == lived(
        house, messages, "device.down", cut=cut
    )


def test_a_message_that_says_off_on_and_off_at_one_instant_does_not_flap_when_it_is_replayed(
    house: House,
) -> None:
    messages = [
        ["broken srv-crm-01 off", "broken srv-crm-01 on", "broken srv-pim-01 on"],
        ["broken srv-pim-01 off", "broken srv-crm-01 off", "broken srv-pim-01 off"],
        ["broken srv-crm-01 off", "broken srv-crm-01 on", "broken srv-crm-01 off"],
    ]
    stands = lived(
        house, messages, "load.high", "device.down", cut=3
    )  # nothing flaps beside a resolved incident
    assert {state for state, _ in stands.values()} == {"resolved"}
