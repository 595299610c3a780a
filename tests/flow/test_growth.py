"""What grows and what eases: priority, owner and what is hit follow what is at work, each with its reason."""

from tests.flow.house import OUTLET, House, only, post_event, verbs
from tocsin.core.incident.values import Holder, Incident, State, Verb
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.store import incidents, models

FEED_A, FEED_B = "par1.s1.feed-a", "par1.s1.feed-b"


def reasons(incident: Incident, verb: Verb) -> list[str]:
    return [
        render_why(entry.why, "en")
        for entry in incidents.timeline(incident.subject)
        if entry.verb is verb and entry.why
    ]


def down() -> set[str]:
    return set(
        models.IncidentHit.objects.filter(effect="down", type="application").values_list("item", flat=True)
    )


def test_feed_b_lost_while_a_is_takes_down_what_a_only_weakened(house: House) -> None:
    """A took down what is mis-cabled already, so the worst effect stays «down»; but now the CRM is down too."""
    house.receives(post_event("power.feed.lost", FEED_A))
    first, hurt = only(), down()
    assert first.priority is Priority.P2
    house.waits(minutes=6)
    house.receives(post_event("power.feed.lost", FEED_B))
    both = only()
    assert (both.priority, both.id) == (Priority.P1, first.id)
    assert down() > hurt
    assert set(both.applications) >= down()
    assert [verb for verb in verbs(both) if verb not in ("untaken", "escalated")][-2:] == [
        "worsened",
        "prioritised",
    ]
    assert reasons(both, Verb.PRIORITISED)[-1].startswith("P1:")
    assert models.Notice.objects.filter(kind="worsened").exists()


def test_feed_b_back_while_a_is_still_lost_eases_to_what_a_does(house: House) -> None:
    house.receives(post_event("power.feed.lost", FEED_A))
    first, hurt = only(), down()
    house.receives(post_event("power.feed.lost", FEED_B))
    house.waits(minutes=6)
    house.receives(post_event("power.feed.lost", FEED_B, state="resolved"))
    eased = only()
    assert (eased.priority, eased.state) == (first.priority, State.NEW)
    assert down() == hurt
    assert verbs(eased)[-2:] == ["eased", "prioritised"]


def test_the_providers_own_alarm_that_reopens_an_incident_leaves_it_to_them_to_act(house: House) -> None:
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    assert only().holder is Holder.SUPPLIER
    house.receives(post_event("power.outlet.lost", OUTLET, "resolved", source="valmont"))
    house.waits(minutes=2)
    house.receives(post_event("power.outlet.lost", OUTLET, source="valmont"))
    assert "reopened" in verbs(only())
    assert (only().state, only().holder) == (State.NEW, Holder.SUPPLIER)
