"""Works have their own history: declared, what they explained, what still fires, over; each entry with its reason."""

from datetime import timedelta

import pytest

from tests.flow.house import House, post_event, sample
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.store import incidents, models

FEED_A = "par1.s1.feed-a"


def works() -> Subject:
    return Subject.intervention(models.Intervention.objects.get().id)


def announced(house: House) -> None:
    clock.fast_forward(days=8)
    house.receives(sample("36-"))
    declared = models.Intervention.objects.get()
    clock.fast_forward(seconds=(declared.starts_at - clock.now()).total_seconds() + 600)


def verbs() -> list[Verb]:
    return [entry.verb for entry in incidents.timeline(works())]


def test_what_happens_under_works_is_in_their_history(house: House) -> None:
    announced(house)
    house.receives(post_event("power.feed.lost", FEED_A, source="desk-fr"))
    house.waits(hours=4)
    house.receives(post_event("power.feed.lost", FEED_A, "resolved", source="desk-fr"))
    house.waits(hours=2)
    assert verbs() == [Verb.DECLARED, Verb.MUTED, Verb.RAISED, Verb.OVER]
    assert all(entry.why for entry in incidents.timeline(works()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_why_prints_their_history(house: House, language: str) -> None:
    announced(house)
    house.receives(post_event("power.feed.lost", FEED_A, source="desk-fr"))
    (step,) = why.explain(works(), language)  # type: ignore[arg-type]
    assert len(step.lines) == 2
    assert not any("{" in line or "correlation." in line for line in step.lines)


def test_an_intervention_that_is_none_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        why.explain(Subject.intervention(999_999), "en")


def test_an_event_names_the_works_that_it_declares_or_that_explain_it(house: House) -> None:
    announced(house)
    house.receives(post_event("power.feed.lost", FEED_A, source="desk-fr"))
    named = {event.state: event.data.get("intervention") for event in models.Event.objects.all()}
    assert named == {"planned": works().id, "firing": works().id}


def test_works_that_mute_in_the_batch_that_declares_them_count_it(house: House) -> None:
    """The count was added before the intervention had its row, and was lost."""
    clock.fast_forward(days=8)
    start = clock.now() - timedelta(minutes=5)
    notice = post_event(
        "maintenance.planned", FEED_A, "planned", source="desk-fr", reference="W-9",
        window={"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()},
    )  # fmt: skip
    house.receives(notice, post_event("power.feed.lost", FEED_A, source="desk-fr"))
    assert models.Intervention.objects.get().muted_count == 1


def test_an_event_too_old_to_matter_says_why(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01"))
    house.receives(post_event("device.down", "srv-crm-01", "resolved", at=clock.now() - timedelta(hours=1)))
    event = models.Event.objects.latest("message_id")
    assert (event.outcome, event.data["judged"]["code"]) == ("outdated", "correlation.outdated")


def test_an_alert_that_settles_under_no_works_and_in_no_incident_says_why(house: House) -> None:
    """It wrote nothing: the works let the alert go when it was over, and no incident had it."""
    announced(house)
    for change in range(8):
        clock.fast_forward(seconds=10)
        house.receives(
            post_event("power.feed.lost", FEED_A, "resolved" if change % 2 else "firing", source="desk-fr")
        )
    house.waits(minutes=20)
    assert models.Alert.objects.values_list("incident_id", "muted_by", "flapping").get() == (None, 0, False)
    newest, *others = models.Event.objects.order_by("-message_id", "-position")
    assert newest.data["judged"]["code"] == "correlation.settled"
    assert not any("judged" in event.data for event in others)
    assert newest.data["place"], "nothing of the event is lost"


def test_flapping_is_on_the_incident_s_timeline_with_its_reason(house: House) -> None:
    for change in range(8):
        clock.fast_forward(seconds=10)
        house.receives(post_event("device.down", "srv-crm-01", "resolved" if change % 2 else "firing"))
    house.waits(minutes=20)
    incident = models.Alert.objects.get().incident_id
    timeline = incidents.timeline(Subject.incident(incident))
    assert [entry.verb for entry in timeline if entry.verb in (Verb.FLAPPING, Verb.SETTLED)] == [
        Verb.FLAPPING,
        Verb.SETTLED,
    ]
