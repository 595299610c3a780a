"""Correlation, in stories: the bugs of others among them, by name."""

from datetime import timedelta

import msgspec
import pytest

from tests.core.correlation.world import ESTATE, KINDS, POLICIES, START, Counting, World, sighting, works
from tocsin.core.correlation.decide import decide
from tocsin.core.correlation.effects import AlertsJoined, IncidentFolded, IncidentOpened, IncidentWorsened
from tocsin.core.correlation.values import Standing
from tocsin.core.event.values import EventState, Place
from tocsin.core.impact.values import Effect
from tocsin.core.kernel import sentences
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import render_why


@pytest.fixture
def world() -> World:
    return World()


# -- identity ----------------------------------------------------------------------------------------------


def test_exact_repeats_only_count(world: World) -> None:
    world.receives("down s1.r1.e1", "down s1.r1.e1")
    assert world.receives("down s1.r1.e1", at=3) == []
    (alert,) = world.standing.alerts.values()
    assert (alert.count, alert.last_at - alert.first_at) == (3, timedelta(minutes=3))


def test_recovery_mail_before_its_problem_mail_zammad_1535(world: World) -> None:
    world.receives("-down s1.r1.e1", at=5)
    assert world.receives("down s1.r1.e1", at=2) == ["EventOutdated"]
    assert world.open == []


def test_recovery_twice_and_recovery_of_the_unknown(world: World) -> None:
    world.receives("down s1.r1.e1")
    assert world.receives("-down s1.r1.e1", at=1) == ["IncidentRecovered"]
    assert world.receives("-down s1.r1.e1", at=2) == []
    assert world.receives("-down s1.r1.e2", at=2) == []
    assert world.open == []


def test_a_late_recovery_does_not_close_what_was_seen_firing_since(world: World) -> None:
    world.receives("down s1.r1.e1", at=0)
    world.receives("down s1.r1.e1", at=9)
    assert world.receives("-down s1.r1.e1", at=4) == ["EventOutdated"]
    assert list(world.causes) == ["s1.r1.e1"]


def test_a_recovery_known_to_the_second_closes_a_problem_known_to_the_millisecond(world: World) -> None:
    world.receives(sighting("down s1.r1.e1", at=0.346 / 60))
    assert world.receives(sighting("-down s1.r1.e1", at=0)) == ["IncidentRecovered"]


def test_a_problem_and_its_recovery_in_one_batch_did_happen(world: World) -> None:
    effects = world.receives(sighting("down s1.r1.e1", at=0), sighting("-down s1.r1.e1", at=4))
    assert effects == ["IncidentOpened", "AlertsJoined", "IncidentRecovered"]


def test_a_clock_that_runs_ahead_does_not_outdate_what_follows(world: World) -> None:
    ahead = sighting("down s1.r1.e1")
    ahead = msgspec.structs.replace(
        ahead, event=msgspec.structs.replace(ahead.event, occurred_at=START.replace(year=9999))
    )
    first = decide(Standing(), [ahead], graph=ESTATE, kinds=KINDS, policy=POLICIES, ids=Counting(), now=START)
    world.standing = first.after
    assert world.receives("-down s1.r1.e1", at=1) == ["IncidentRecovered"]


def test_info_opens_nothing(world: World) -> None:
    assert world.receives(sighting("note s1", state=EventState.INFO)) == []
    assert world.standing.alerts == {}


# -- one trouble, one incident -----------------------------------------------------------------------------


def test_symptoms_join_their_cause(world: World) -> None:
    world.receives("lost s1.r1.a")
    assert world.receives("down s1.r1.e1", "psu s1.r1.d1", at=2) == ["AlertsJoined"]
    assert world.causes == {"s1.r1.a": "down"}


def test_an_effect_that_the_cause_does_not_have_is_another_trouble(world: World) -> None:
    """d3 has two cords: losing A does not switch it off."""
    world.receives("lost s1.r1.a")
    world.receives("down s1.r1.d3", at=2)
    assert set(world.causes) == {"s1.r1.a", "s1.r1.d3"}


def test_symptom_before_its_cause_folds_and_keeps_its_history(world: World) -> None:
    world.receives("down s1.r1.e1")
    world.receives("down s1.r1.e2", at=1)
    effects = world.receives("lost s1.r1.a", at=2)
    assert effects == ["IncidentOpened", "IncidentFolded", "IncidentFolded", "AlertsJoined"]
    assert world.causes == {"s1.r1.a": "down"}
    assert {fold.child for fold in world.effects if isinstance(fold, IncidentFolded)} == {1, 2}
    assert world.open[0].opened_at == START
    assert {alert.incident for alert in world.standing.alerts.values()} == {world.open[0].id}


def test_a_cause_that_fires_again_gathers_its_symptoms_again(world: World) -> None:
    world.receives("lost s1")
    world.receives("-lost s1", at=1)
    world.receives("down s1.r1.e1", at=14)  # too late for the room, which has recovered
    world.receives("lost s1", at=20)
    world.receives("-lost s1", at=21)
    assert world.causes == {"s1": "down"}


def test_a_member_brings_its_own_symptoms_along(world: World) -> None:
    reports = [("down s1.r1.e1", 0), ("down s1.r1.e2", 59), ("lost s1.r1.a", 61), ("lost s1", 70)]
    world.receives(*(sighting(text, at=at) for text, at in reports))
    assert set(world.causes) == {"s1.r1.e1", "s1"}


def test_an_old_trouble_is_not_a_symptom_of_a_new_one(world: World) -> None:
    world.receives("down s1.r1.e1")
    world.receives("lost s1.r1.a", at=60)
    assert set(world.causes) == {"s1.r1.e1", "s1.r1.a"}


def test_cause_and_symptoms_in_one_batch_open_one_incident(world: World) -> None:
    effects = world.receives("down s1.r1.e1", "down erp", "lost s1.r1.a", "lost s1.r1.b", "lost s1.r1")
    assert effects[0] == "IncidentOpened"
    assert "IncidentFolded" not in effects
    assert world.causes == {"s1.r1": "down"}


def test_a_worse_condition_of_the_same_item_worsens_its_incident(world: World) -> None:
    world.receives("slow s1.r1.d3")
    assert world.receives("down s1.r1.d3", at=1) == ["AlertsJoined", "IncidentWorsened"]
    assert world.causes == {"s1.r1.d3": "down"}


def test_a_more_critical_repeat_worsens_its_incident(world: World) -> None:
    world.receives("down s1.r1.e1")
    again = sighting("down s1.r1.e1", at=1, criticality=Criticality.CRITICAL)
    assert world.receives(again) == ["IncidentWorsened"]
    (worse,) = world.of("IncidentWorsened")
    assert isinstance(worse, IncidentWorsened)
    assert worse.criticality is Criticality.CRITICAL
    assert (
        render_why(worse.why, "en") == "An alert reports a higher criticality: critical."
    )  # it was "Effect: down → down"


def test_no_power_cut_hides_an_intrusion(world: World) -> None:
    world.receives("lost s1")
    world.receives("intrusion s1", at=1)
    world.receives("intrusion s1.r1", at=2)
    assert len(world.open) == 3


# -- storms ------------------------------------------------------------------------------------------------


def test_many_items_under_one_pdu_infer_the_pdu(world: World) -> None:
    world.one_by_one(f"down s1.r1.e{n}" for n in range(1, 6))
    assert world.causes == {"s1.r1.a?": "down"}
    assert len(world.of("IncidentFolded")) == 4


def test_a_storm_in_one_batch_opens_once(world: World) -> None:
    assert world.receives(*(f"down s1.r1.d{n}" for n in range(1, 7))) == ["IncidentOpened", "AlertsJoined"]
    assert world.causes == {"s1.r1?": "down"}  # both feeds would have to be lost: it is the rack


def test_one_rack_in_trouble_never_makes_a_room(world: World) -> None:
    world.receives(*(f"down s1.r1.d{n}" for n in range(1, 7)), "down s1.r2.d1")
    assert set(world.causes) == {"s1.r1?", "s1.r2.d1"}
    world.receives("down s1.r3.d1", at=1)
    assert world.causes == {"s1?": "down"}


def test_troubles_of_the_last_minutes_make_no_room(world: World) -> None:
    """What a room loses, it loses at once: a device here, another there, minutes apart, are no lost room."""
    for rack in (1, 2, 3):
        world.receives(f"down s1.r{rack}.d1", f"down s1.r{rack}.d2", at=3 * rack)
    assert not any(cause.endswith("?") for cause in world.causes)


def test_two_rooms_are_two_storms(world: World) -> None:
    world.receives(
        *(f"down {room}.r{rack}.d{n}" for n in (1, 2) for rack in (1, 2, 3) for room in ("s1", "s2"))
    )
    assert world.causes == {"s1?": "down", "s2?": "down"}


def test_five_troubles_in_an_hour_are_no_storm(world: World) -> None:
    for n in range(1, 6):
        world.receives(f"down s1.r1.e{n}", at=15 * n)
    assert len(world.open) == 5


@pytest.mark.parametrize("days", [range(1, 7), range(6, 0, -1)])
def test_a_mailbox_read_after_days_keeps_the_days_apart_whichever_end_it_is_read_from(
    world: World, days: range
) -> None:
    world.receives(*(sighting(f"down s1.r1.e{n}", at=60 * 24 * n) for n in days))
    assert len(world.open) == 6


def test_the_explicit_cause_takes_over_the_inferred_one(world: World) -> None:
    world.receives(*(f"down s1.r1.e{n}" for n in range(1, 6)))
    (before,) = world.open
    assert world.receives("lost s1.a", at=3) == ["CauseFound", "AlertsJoined", "IncidentWorsened"]
    (after,) = world.open
    assert (after.id, after.cause, after.inferred) == (before.id, "s1.a", False)


def test_an_incident_that_lived_within_one_batch_is_never_reported(world: World) -> None:
    reports = [("down s1.r1.e1", 0), ("lost s1.r1.a", 9), ("lost s1", 11)]  # in spans of ten minutes
    assert (
        world.receives(*(sighting(text, at=at) for text, at in reports))
        == ["IncidentOpened"] + ["AlertsJoined"] * 3
    )
    assert world.causes == {"s1": "down"}
    assert {getattr(effect, "incident", 0) for effect in world.of("AlertsJoined")} == {world.open[0].id}


def test_an_unresolved_item_never_meets_others_by_accident(world: World) -> None:
    reports = [("down x", "host", "rack 7"), ("hot x", "host", "rack 7"), ("slow x", "host", "rack 8")]
    for text, source, subject in [*reports, ("down x", "other", "rack 7")]:
        world.receives(sighting(text, source=source, subject=subject, unresolved=True))
    found = {(incident.source, incident.subject): incident.firing for incident in world.open}
    assert found == {("host", "rack 7"): 2, ("host", "rack 8"): 1, ("other", "rack 7"): 1}


def test_a_constant_subject_joins_nothing_pagerduty(world: World) -> None:
    """The provider's mails all say "Alarm"; only the pieces of the place tell them apart."""
    for kind in ("down", "hot"):
        reports = sighting(f"{kind} x", subject="Alarm", unresolved=True)
        place = Place(text="Alarm", parts={"rack": kind})
        world.receives(
            msgspec.structs.replace(reports, event=msgspec.structs.replace(reports.event, place=place))
        )
    assert sorted(incident.subject for incident in world.open) == ["rack down", "rack hot"]


def test_a_place_that_a_person_teaches_keeps_the_incident_and_its_number(world: World) -> None:
    world.receives(sighting("down s1.r1.e1", unresolved=True, subject="le gros bleu"))
    (before,) = world.open
    assert world.receives(sighting("down s1.r1.e1", subject="le gros bleu"), at=3) == [
        "CauseFound",
        "IncidentWorsened",
    ]
    (after,) = world.open
    assert (after.id, after.cause, after.subject, after.inferred) == (before.id, "s1.r1.e1", "", False)
    assert world.receives("psu s1.r1.e1", at=4) == ["AlertsJoined"]


def test_a_place_that_a_person_teaches_folds_into_what_explains_it(world: World) -> None:
    world.receives("lost s1.r1.a")
    for kind in ("down", "slow"):
        world.receives(sighting(f"{kind} s1.r1.e1", unresolved=True, subject="le gros bleu"))
    assert len(world.open) == 2
    for kind in ("down", "slow"):
        world.receives(sighting(f"{kind} s1.r1.e1", subject="le gros bleu"), at=3)
    assert world.causes == {"s1.r1.a": "down"}
    assert len(world.of("IncidentFolded")) == 1
    assert world.of("IncidentRecovered") == []


def test_an_uncertain_item_is_not_believed(world: World) -> None:
    guess = msgspec.structs.replace(sighting("down s1.r1.e1"), confidence=0.6)
    world.receives(guess)
    assert world.open[0].cause == ""


def test_an_unknown_item_stands_for_itself(world: World) -> None:
    world.receives("down ghost")
    world.receives("slow ghost", at=1)
    assert world.causes == {"ghost": "down"}


# -- recovery ----------------------------------------------------------------------------------------------


def test_recovery_of_the_root_releases_no_children_icinga_5208(world: World) -> None:
    world.receives("lost s1.r1.a", "down s1.r1.e1", "down s1.r1.e2")
    (incident,) = world.open
    assert world.receives("-lost s1.r1.a", at=5) == ["IncidentEased"]
    assert [found.id for found in world.open] == [incident.id]
    assert world.receives("down s1.r1.e3", at=6) == ["AlertsJoined"]
    world.receives(*(f"-down s1.r1.e{n}" for n in (1, 2)), at=7)
    assert world.receives("-down s1.r1.e3", at=8) == ["IncidentRecovered"]


def test_what_is_left_after_the_root_eases(world: World) -> None:
    world.receives("lost s1.r1.a", "down s1.r1.e1", "psu s1.r1.d1")
    assert world.receives("-lost s1.r1.a", "-down s1.r1.e1", at=5) == ["IncidentEased"]
    assert world.causes == {"s1.r1.a": "redundancy_lost"}


def test_a_pdu_still_lost_after_its_feed_recovered_still_hurts(world: World) -> None:
    world.receives("lost s1.a", "lost s1.r1.a", "lost s1.r2.b")
    assert world.causes == {"s1.a": "down"}
    assert world.receives("-lost s1.a", at=5) == ["IncidentEased"]
    assert world.causes == {"s1.a": "down"}  # what has one cord on r1.a
    assert world.receives("-lost s1.r1.a", at=6) == ["IncidentEased"]
    assert world.receives("-lost s1.r2.b", at=7) == ["IncidentRecovered"]


def test_firing_again_soon_reopens_and_later_opens_another(world: World) -> None:
    world.receives("down s1.r1.e1")
    world.receives("-down s1.r1.e1", at=1)
    assert world.receives("down s1.r1.e1", at=20) == ["IncidentReopened", "AlertsJoined"]
    world.receives("-down s1.r1.e1", at=21)
    assert world.receives("down s1.r1.e1", at=90) == ["IncidentOpened", "AlertsJoined"]


def test_resolved_by_a_person_and_still_firing(world: World) -> None:
    """The next reminder opens it again: nothing that is wrong may go silent."""
    world.receives("down s1.r1.e1")
    world.standing = msgspec.structs.replace(world.standing, incidents={})
    assert world.receives("down s1.r1.e1", at=40) == ["IncidentOpened", "AlertsJoined"]
    assert world.receives("down s1.r1.e1", at=41) == []


def test_resolved_by_a_person_too_early_the_next_reminder_reopens_it(world: World) -> None:
    world.receives("down s1.r1.e1")
    (incident,) = world.open
    resolved = msgspec.structs.replace(incident, resolved_at=START + timedelta(minutes=5))
    world.standing = msgspec.structs.replace(world.standing, incidents={incident.id: resolved})
    assert world.receives("down s1.r1.e1", at=40) == ["IncidentReopened"]
    assert world.receives("down s1.r1.e1", at=41) == []
    assert world.receives("-down s1.r1.e1", at=42) == ["IncidentRecovered"]


def test_an_event_of_last_week_is_no_symptom_of_today(world: World) -> None:
    week = 7 * 24 * 60
    world.receives("lost s1.r1.a", at=week)
    world.receives(sighting("down s1.r1.e1", at=0), sighting("down s1.r1.e2", at=week))
    assert set(world.causes) == {"s1.r1.a", "s1.r1.e1"}


def test_recovered_and_firing_again_in_one_batch_changes_nothing(world: World) -> None:
    world.receives("down s1.r1.e1")
    assert world.receives(sighting("-down s1.r1.e1", at=1), sighting("down s1.r1.e1", at=2)) == []


# -- flapping ----------------------------------------------------------------------------------------------


def test_a_flapping_alert_changes_nothing_until_stable(world: World) -> None:
    for minute in range(6):
        reports = world.receives(("-" if minute % 2 else "") + "down s1.r1.e1", at=minute)
    assert reports == ["AlertFlapping"]
    assert world.receives("down s1.r1.e1", at=6) == []
    assert world.receives("-down s1.r1.e1", at=7) == []
    assert world.waits(until=10) == []
    assert world.waits(until=22) == ["AlertStable", "IncidentRecovered"]


def test_flapping_within_one_batch_is_reported_once(world: World) -> None:
    reports = [sighting(("-" if n % 2 else "") + "down s1.r1.e1", at=n / 10) for n in range(20)]
    assert world.receives(*reports) == ["IncidentOpened", "AlertFlapping", "AlertsJoined"]
    assert world.waits(until=30) == ["AlertStable", "IncidentRecovered"]


def test_slow_changes_do_not_flap(world: World) -> None:
    for hour in range(12):
        world.receives(("-" if hour % 2 else "") + "down s1.r1.e1", at=hour * 60)
    assert world.of("AlertFlapping") == []


# -- redundancy --------------------------------------------------------------------------------------------


def test_feed_a_lost_then_feed_b_is_one_story_that_worsens() -> None:
    world = World()
    world.receives("lost s2.r1.b")
    assert world.causes == {"s2.r1.b": "redundancy_lost"}  # everything on B has two cords
    assert world.receives("lost s2.a", at=3 * 60) == ["AlertsJoined", "IncidentWorsened"]
    assert world.causes == {"s2.r1.b": "down"}
    assert world.receives("down s2.r1.d1", at=3 * 60 + 1) == ["AlertsJoined"]
    world.receives("-down s2.r1.d1", at=3 * 60 + 9)
    assert world.receives("-lost s2.a", at=3 * 60 + 10) == ["IncidentEased"]
    assert world.receives("-lost s2.r1.b", at=3 * 60 + 11) == ["IncidentRecovered"]


def test_both_feeds_in_one_batch(world: World) -> None:
    world.receives("lost s1.b", "lost s1.a")
    assert [set(incident.causes) for incident in world.open] == [{"s1.a", "s1.b"}]
    assert world.open[0].effect is Effect.DOWN


def test_the_feed_behind_one_of_two_lost_pdus_is_the_same_outage(world: World) -> None:
    """Both PDUs of a rack are lost; then feed B is reported, which explains one of them only."""
    world.receives("lost s1.r1.b", "lost s1.r1.a", "psu s1.r2.d1")
    world.receives("lost s1.b", at=2)
    (incident,) = world.open
    assert set(incident.members) == {"s1.r1.a", "s1.r1.b", "s1.b", "s1.r2.d1"}


def test_two_servers_of_a_cluster_stay_two_troubles(world: World) -> None:
    world.receives("down s1.r1.d1")
    world.receives("down s1.r2.d1", at=2)
    assert len(world.open) == 2


# -- interventions -----------------------------------------------------------------------------------------


def test_a_declared_intervention_mutes_what_it_explains(world: World) -> None:
    assert world.receives(*works("W1", "s1.r1.a s1.r2.a", 10, 60)) == [
        "InterventionDeclared",
        "InterventionChanged",
    ]
    assert world.receives("lost s1.r1.a", "down s1.r1.e1", "psu s1.r2.d1", at=12) == ["AlertsMuted"]
    assert world.receives("down s1.r1.d1", at=13)[0] == "IncidentOpened"  # works on A do not explain this


def test_window_ends_with_the_fault_still_present_argus_262(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 10, 60))
    world.receives("lost s1.r1.a", "down s1.r1.e1", at=12)
    world.receives("-down s1.r1.e1", at=50)
    assert world.waits(until=59) == []
    assert world.waits(until=60) == ["IncidentOpened", "AlertsRaised", "AlertsJoined"]
    assert world.causes == {"s1.r1.a": "down"}
    assert world.waits(until=61) == []


def test_overlapping_windows_free_what_they_muted_keep_5321(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 0, 60), *works("W2", "s1.r1", 30, 90))
    world.receives("lost s1.r1.a", at=10)
    assert world.waits(until=60) == ["AlertsMuted"]
    assert world.waits(until=90)[0] == "IncidentOpened"


def test_restart_releases_nothing_that_was_muted_alertmanager_4064(world: World) -> None:
    """All that mutes is in what stands: written down and read back, nothing rises."""
    world.receives(*works("W1", "s1.r1.a", 0, 60))
    world.receives("lost s1.r1.a", at=10)
    world.standing = msgspec.json.decode(msgspec.json.encode(world.standing), type=Standing)
    assert world.receives("lost s1.r1.a", at=11) == []
    assert world.waits(until=12) == []
    assert world.open == []


def test_a_notice_that_comes_after_the_alarm_that_it_explains(world: World) -> None:
    world.receives("lost s1.r1.a", "down s1.r1.e1", at=12)
    world.receives("down s1.r1.d1", at=13)  # works on A do not explain this
    world.receives(*works("W1", "s1.r1.a", 10, 60, at=15))
    assert world.waits(until=16) == ["AlertsMuted", "IncidentRecovered"]
    assert world.causes == {"s1.r1.d1": "down"}
    assert "W1" in sentences.render_why(world.effects[-1].why, "fr")
    assert world.waits(until=17) == []
    assert world.waits(until=60) == ["IncidentOpened", "AlertsRaised", "AlertsJoined", "AlertsJoined"]
    assert "W1" in sentences.render_why(world.of("IncidentOpened")[-1].why, "fr")
    assert world.waits(until=61) == []


def test_a_fault_that_was_there_before_the_works_is_none_of_theirs(world: World) -> None:
    world.receives("lost s1.r1.a", at=5)
    world.receives(*works("W1", "s1.r1.a", 10, 60, at=6))
    assert world.waits(until=11) == []
    assert world.causes == {"s1.r1.a": "down"}


def test_works_extended_after_they_were_over_mute_again_what_was_raised(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 10, 60))
    world.receives("lost s1.r1.a", at=12)
    world.waits(until=60)
    world.receives(*works("W1", "s1.r1.a", 10, 120, sequence=1, at=63))
    assert world.waits(until=64) == ["AlertsMuted", "IncidentRecovered"]
    assert world.waits(until=119) == []
    assert world.waits(until=120)[0] == "IncidentOpened"


def test_works_put_off_explain_nothing_until_then(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 10, 60))
    world.receives("lost s1.r1.a", at=12)
    world.receives(*works("W1", "s1.r1.a", 600, 660, sequence=1, at=15))
    assert world.waits(until=16)[0] == "IncidentOpened"


def test_no_end_in_the_notice_cmp_375(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 0, None))
    (declared,) = world.of("InterventionDeclared")
    assert "14400" in sentences.render_why(declared.why, "en")
    world.receives("lost s1.r1.a", at=10)
    assert world.waits(until=239) == []
    assert world.waits(until=240)[0] == "IncidentOpened"


def test_a_cancelled_intervention_explains_nothing(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 0, 60))
    world.receives("lost s1.r1.a", at=10)
    assert world.receives(*works("W1", "s1.r1.a", 0, 60, status="cancelled", at=11)) == [
        "InterventionCancelled"
    ]
    assert world.waits(until=12)[0] == "IncidentOpened"


def test_completed_early_and_late_revisions(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 0, 60, sequence=2, at=2))
    assert world.receives(*works("W1", "s2", 0, 600, sequence=1, at=1)) == []
    assert world.receives(*works("W1", "s1.r1.a", 0, 60, sequence=3, status="completed", at=20)) == [
        "InterventionChanged"
    ]
    assert world.receives("lost s1.r1.a", at=21)[0] == "IncidentOpened"


def test_the_same_notice_twice_is_nothing_new(world: World) -> None:
    world.receives(*works("W1", "s1.r1.a", 0, 60))
    assert world.receives(*works("W1", "s1.r1.a", 0, 60)) == []


def test_same_reference_at_two_providers_nautobot_75(world: World) -> None:
    world.receives(*works("W1", "s1", 0, 60, source="one"), *works("W1", "s2", 0, 60, source="two"))
    assert [intervention.items for intervention in world.standing.interventions.values()] == [
        ("s1",),
        ("s2",),
    ]


def test_a_tentative_intervention_mutes_nothing(world: World) -> None:
    world.receives(*works("W1", "s1", 0, 60, status="tentative"))
    assert world.receives("lost s1", at=10)[0] == "IncidentOpened"


# -- reasons -----------------------------------------------------------------------------------------------


def test_every_effect_says_why_in_both_languages(world: World) -> None:
    world.receives(*works("W1", "s2.r1", 0, 60), "down s2.r1.e1")
    world.one_by_one([f"down s1.r1.e{n}" for n in range(1, 7)] + ["lost s1.r1.a", "lost s1.b", "-lost s1.b"])
    world.receives(*(f"-down s1.r1.e{n}" for n in range(1, 7)), "-lost s1.r1.a", at=9)
    world.receives("lost s1.r1.a", at=10)
    world.waits(until=90)
    for effect in world.effects:
        for language in ("fr", "en"):
            assert "{" not in sentences.render_why(effect.why, language)
            assert not sentences.render_why(effect.why, language).startswith("correlation.")


def test_joined_alerts_are_reported_once_a_batch_with_a_sample(world: World) -> None:
    world.receives("lost s1")
    world.receives(*(f"down s1.r{rack}.d{n}" for rack in (1, 2) for n in range(1, 7)), at=1)
    joined = world.effects[-1]
    assert isinstance(joined, AlertsJoined)
    assert (joined.count, len(joined.sample)) == (12, 5)
    assert isinstance(world.effects[0], IncidentOpened)


def test_what_comes_back_together_is_reported_with_its_names(world: World) -> None:
    """The reason named the first of them alone, and counted all."""
    devices = [f"s1.r1.e{number}" for number in range(1, 4)]
    alarms = ["lost s1.r1.a", *(f"down {device}" for device in devices)]
    world.receives(*alarms)
    world.receives(*(f"-{alarm}" for alarm in alarms), at=1)
    world.receives(*alarms[1:], at=3)
    (again,) = [
        effect for effect in world.of("AlertsJoined") if effect.why.code == "correlation.joined_again"
    ]
    assert (again.count, again.why.facts["item"]) == (3, devices)
