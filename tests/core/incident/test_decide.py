"""What each command makes of an incident, as tables; what is refused, in both languages."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.impact.values import Effect
from tocsin.core.incident import commands as c
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.decide import decide
from tocsin.core.incident.facts import STATES
from tocsin.core.incident.opening import Opening, open_incident
from tocsin.core.incident.values import (
    Holder,
    Incident,
    NoticeDue,
    NoticeKind,
    PauseReason,
    State,
    TimelineEntry,
    Verb,
)
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import codes
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Label

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
WHY = Why(code="test")


def weight(effect=Effect.DEGRADED, criticality=Criticality.HIGH, priority=Priority.P3, applications=("crm",)):
    return Assessment(
        effect=effect, criticality=criticality, priority=priority, applications=applications, why=WHY
    )


def opening(**more):
    facts = {
        "id": 42,
        "title": Label(fr="Baie R07", en="Rack R07"),
        "cause": "par1.s1.r07",
        "cause_kind": "power.lost",
        "assessment": weight(),
        "owner_team": "fr-it",
        "supplier": "host",
        "why": WHY,
    }
    return Opening(**(facts | more))


def opened(**more):
    return open_incident(opening(**more), now=NOW).after


def after(incident, *commands, by="marie", at=LATER):
    for command in commands:
        incident = decide(incident, command, now=at, by=by).after
    return incident


TAKE, CLOSE = c.Take(), c.Close()
RESOLVE, REOPEN = c.Resolve(note="done"), c.Reopen(note="again")
WAIT_USER = c.Pause(reason=PauseReason.WAITING_USER)
WAIT_SUPPLIER = c.Pause(reason=PauseReason.WAITING_SUPPLIER)
WORKS = c.Pause(reason=PauseReason.PLANNED_WORKS)
RESUME, RECOVER = c.Resume(), c.Recover(why=WHY)
REPORT = c.ReportToSupplier(reference="CH-1")
TO_US, TO_USER, TO_SUPPLIER = (c.PassTurn(to=to) for to in (Holder.US, Holder.USER, Holder.SUPPLIER))
FOLD = c.FoldInto(parent=7, why=WHY)

STORIES = [
    # commands                                     state          holder      pause
    ((),                                           "new",         "us",       None),
    ((TAKE,),                                      "in_progress", "us",       None),
    ((c.HandOver(to="luc"),),                      "in_progress", "us",       None),
    ((WAIT_USER,),                                 "pending",     "user",     "waiting_user"),
    ((WAIT_USER, RESUME),                          "in_progress", "us",       None),
    ((WAIT_USER, TAKE),                            "pending",     "user",     "waiting_user"),
    ((WAIT_SUPPLIER,),                             "pending",     "supplier", "waiting_supplier"),
    ((WAIT_SUPPLIER, TO_US),                       "in_progress", "us",       None),
    ((WAIT_SUPPLIER, RESOLVE),                     "resolved",    "supplier", None),
    ((REPORT,),                                    "new",         "supplier", None),
    ((REPORT, WORKS),                              "pending",     "supplier", "planned_works"),
    ((REPORT, WORKS, TO_US),                       "pending",     "us",       "planned_works"),
    ((REPORT, WORKS, RESUME),                      "in_progress", "supplier", None),
    ((TO_USER,),                                   "new",         "user",     None),
    ((TAKE, RESOLVE),                              "resolved",    "us",       None),
    ((TAKE, RESOLVE, CLOSE),                       "closed",      "us",       None),
    ((TAKE, RESOLVE, CLOSE, REOPEN),               "in_progress", "us",       None),
    ((RESOLVE, REOPEN),                            "new",         "us",       None),
    ((REPORT, RECOVER),                            "resolved",    "supplier", None),
    ((RECOVER, REOPEN),                            "new",         "us",       None),
    ((FOLD,),                                      "closed",      "us",       None),
]  # fmt: skip


@pytest.mark.parametrize(("commands", "state", "holder", "pause"), STORIES)
def test_stories(commands, state, holder, pause):
    incident = after(opened(), *commands)
    assert (incident.state, incident.holder, incident.pause) == (state, holder, pause)


REFUSED = [
    # commands                          the last one is refused with
    ((RESUME,),                         "incident.refused.new"),
    ((TAKE, RESUME),                    "incident.refused.in_progress"),
    ((WAIT_USER, WAIT_USER),            "incident.refused.pending"),
    ((TAKE, TAKE),                      "incident.refused.already_yours"),
    ((TAKE, c.HandOver(to="marie")),    "incident.refused.same_owner"),
    ((TO_US,),                          "incident.refused.holder.us"),
    ((REPORT, TO_SUPPLIER),             "incident.refused.holder.supplier"),
    ((TO_USER, TO_USER),                "incident.refused.holder.user"),
    ((CLOSE,),                          "incident.refused.new"),
    ((RESOLVE, TAKE),                   "incident.refused.resolved"),
    ((RESOLVE, CLOSE, RESOLVE),         "incident.refused.closed"),
    ((FOLD, TAKE),                      "incident.refused.folded"),
    ((c.FoldInto(parent=42, why=WHY),), "incident.refused.itself"),
]  # fmt: skip


@pytest.mark.parametrize(("commands", "code"), REFUSED)
def test_refusals_have_a_code_and_a_sentence_in_both_languages(commands, code):
    incident = after(opened(), *commands[:-1])
    with pytest.raises(Refused) as refusal:
        decide(incident, commands[-1], now=LATER, by="marie")
    assert refusal.value.why.code == code
    assert refusal.value.why.code in codes()
    sentences = {refusal.value.sentence("fr"), refusal.value.sentence("en")}
    assert len(sentences) == 2
    assert not any("{" in sentence for sentence in sentences)


def test_whoever_is_handed_it_is_notified_by_whom_and_why_unless_they_did_it_themselves():
    def due(*commands, by="marie"):
        incident = after(opened(), *commands[:-1])
        effects = decide(incident, commands[-1], now=LATER, by=by).effects
        return [effect for effect in effects if isinstance(effect, NoticeDue)]

    (notice,) = due(c.HandOver(to="luc", note="leave"))
    assert notice == NoticeDue(
        subject=Subject.incident(42), kind=NoticeKind.HANDED_OVER, at=LATER, by="marie", note="leave"
    )
    assert due(c.HandOver(to="luc"), by="luc") == []
    assert due(TAKE) == due(c.HandOver(to="luc"), TAKE) == []


def test_nobody_involves_a_supplier_that_there_is_not():
    incident = opened(supplier="")
    for command in (TO_SUPPLIER, WAIT_SUPPLIER, REPORT):
        with pytest.raises(Refused, match="involves no supplier"):
            decide(incident, command, now=LATER, by="marie")
    reported = after(incident, c.ReportToSupplier(supplier="host"))
    assert (reported.supplier, reported.holder, reported.reported_at) == ("host", "supplier", LATER)
    assert after(reported, TO_US, WAIT_SUPPLIER).pause is PauseReason.WAITING_SUPPLIER


def test_an_incident_is_followed_up_with_one_supplier():
    with pytest.raises(Refused, match="already followed up with host"):
        decide(opened(), c.ReportToSupplier(supplier="carrier"), now=LATER, by="marie")
    assert after(opened(), c.ReportToSupplier(supplier="host", reference="7")).reference == "7"


def test_an_incident_opens_with_the_reason_of_each_judgement():
    decision = open_incident(opening(routed=(WHY,), committed=(WHY, WHY)), now=NOW)
    entries = [effect for effect in decision.effects if isinstance(effect, TimelineEntry)]
    assert [entry.verb for entry in entries] == [
        Verb.OPENED, Verb.PRIORITISED, Verb.ROUTED, Verb.COMMITTED, Verb.COMMITTED,
    ]  # fmt: skip
    assert all(entry.why and entry.actor == "tocsin" for entry in entries)
    assert decision.effects[-1] == NoticeDue(subject=Subject.incident(42), kind=NoticeKind.OPENED, at=NOW)
    assert decision.after.number == "INC-42"


def test_an_incident_survives_its_storage():
    incident = after(opened(), TAKE, WAIT_USER)
    assert msgspec.json.decode(msgspec.json.encode(incident), type=Incident) == incident


def test_the_supplier_who_reported_it_needs_no_report():
    assert opened(reported=True, holder=Holder.SUPPLIER).reported_at == NOW
    assert opened(reported=True, supplier="").reported_at is None
    assert after(opened(reported=True), REPORT).reported_at == NOW


def test_a_recovery_for_a_closed_ticket_changes_nothing():
    """Zammad #1535: the recovery mail comes for a ticket that is closed, or comes twice."""
    closed = after(opened(), RESOLVE, CLOSE)
    assert decide(closed, RECOVER, now=LATER).effects == ()
    recovered = after(opened(), RECOVER)
    assert decide(recovered, RECOVER, now=LATER).effects == ()
    resolved = decide(after(opened(), RESOLVE), RECOVER, now=LATER)
    assert [type(effect) for effect in resolved.effects] == [TimelineEntry]
    assert resolved.after.recovered_at == LATER


def test_worse_is_notified_and_never_lowers_anything():
    worse = c.Worsen(assessment=weight(Effect.DOWN, Criticality.CRITICAL, Priority.P1), why=WHY)
    decision = decide(opened(), worse, now=LATER)
    assert (decision.after.effect, decision.after.priority) == (Effect.DOWN, Priority.P1)
    assert [type(effect) for effect in decision.effects] == [TimelineEntry, TimelineEntry, NoticeDue]
    assert [entry.verb for entry in decision.effects[:2]] == [Verb.WORSENED, Verb.PRIORITISED], (
        "why it is P1 now"
    )
    same = decide(decision.after, worse, now=LATER)
    assert [type(effect) for effect in same.effects] == [TimelineEntry]


def test_easing_keeps_the_promise_and_the_priority_that_a_person_set():
    better = c.Ease(assessment=weight(Effect.REDUNDANCY_LOST, Criticality.LOW, Priority.P5), why=WHY)
    eased = after(opened(), better)
    assert (eased.effect, eased.peak, eased.priority) == (
        Effect.REDUNDANCY_LOST,
        Effect.DEGRADED,
        Priority.P5,
    )
    assert eased.criticality is Criticality.HIGH
    assert after(opened(), c.ChangePriority(priority=Priority.P2), better).priority is Priority.P2


def test_a_priority_that_a_person_set_stays_until_the_matrix_itself_says_worse():
    """They know that a P3 is a P4: more of the same leaves it so, a P2 does not."""
    lowered = after(opened(), c.ChangePriority(priority=Priority.P4, criticality=Criticality.LOW))
    same = after(lowered, c.Worsen(assessment=weight(applications=("crm", "erp")), why=WHY), by="tocsin")
    assert (same.priority, same.criticality) == (Priority.P4, Criticality.LOW)
    worse = c.Worsen(assessment=weight(Effect.DOWN, Criticality.HIGH, Priority.P2), why=WHY)
    for _ in range(2):
        same = after(same, worse, by="tocsin")
        assert (same.priority, same.criticality) == (Priority.P2, Criticality.HIGH)
    again = after(same, c.ChangePriority(priority=Priority.P5), worse, by="tocsin")
    assert again.priority is Priority.P2, "what Tocsin sets itself is no person's word"


def test_what_spreads_to_several_regions_moves_to_their_team_unless_somebody_has_taken_it():
    wide = c.Worsen(assessment=weight(), why=WHY, owner_team="group", routed=(WHY,))
    outcome = decide(opened(), wide, now=LATER)
    assert outcome.after.owner_team == "group"
    assert [getattr(effect, "verb", "") or effect.kind for effect in outcome.effects] == [
        "worsened",
        "routed",
        "opened",
    ]
    assert after(opened(), TAKE, wide).owner_team == "fr-it"


def test_the_suppliers_own_alarm_that_reopens_it_makes_it_their_turn():
    """The trouble is theirs and they say so: their clock does not wait for our word."""
    resolved = after(opened(), REPORT, RECOVER)
    theirs = after(resolved, c.Recur(why=WHY, reported=True), by="tocsin")
    assert (theirs.holder, theirs.turns[-1].holder) == (Holder.SUPPLIER, Holder.SUPPLIER)
    recurred = after(opened(), RECOVER, c.Recur(why=WHY, reported=True), by="tocsin")
    assert recurred.reported_at == LATER
    assert after(resolved, REOPEN).holder is Holder.US


def test_two_people_at_once_do_not_undo_each_other():
    """Both looked at the same page: the second is refused, and changes nothing; a comment harms nobody."""
    incident = opened()
    taken = decide(incident, TAKE, now=LATER, by="luc", seen=incident.revision).after
    for command in (TAKE, RESOLVE, c.HandOver(to="anne"), WAIT_USER):
        with pytest.raises(Refused, match="meanwhile"):
            decide(taken, command, now=LATER, by="marie", seen=incident.revision)
    assert decide(taken, c.Comment(note="I am on it"), now=LATER, by="marie", seen=0).effects
    joined = decide(incident, c.JoinAlerts(count=300, why=WHY), now=LATER).after
    assert decide(joined, TAKE, now=LATER, by="marie", seen=incident.revision).after.owner == "marie"


def test_the_symptom_that_came_first_gives_the_cause_its_time_and_its_alerts():
    symptom = opened(id=41, alert_count=2)
    cause = open_incident(opening(alert_count=3), now=LATER).after
    folded = after(symptom, c.FoldInto(parent=42, why=WHY), by="tocsin")
    absorbed = after(cause, c.Absorb(child=symptom, why=WHY), by="tocsin")
    assert (folded.folded_into, folded.open) == (42, False)
    assert (absorbed.since, absorbed.opened_at, absorbed.alert_count) == (NOW, LATER, 5)
    assert [turn.at for turn in absorbed.turns] == [NOW, LATER]


def test_the_cause_is_named_later_and_the_number_stays():
    feed = Label(fr="Voie A", en="Feed A")
    named = after(
        opened(inferred=True), c.NameCause(cause="par1.feed-a", kind="power.feed.lost", title=feed, why=WHY)
    )
    assert (named.number, named.cause, named.inferred, named.title) == ("INC-42", "par1.feed-a", False, feed)


ROOM = c.NameCause(
    cause="par1.s2",
    kind="power.lost",
    title=Label(fr="Salle 2", en="Room 2"),
    why=WHY,
    owner_team="hosting-desk",
    supplier="valmont",
    reported=True,
    routed=(WHY,),
)


def test_the_cause_named_later_gives_it_to_the_team_of_that_cause():
    outcome = decide(opened(inferred=True, supplier=""), ROOM, now=LATER)
    assert (outcome.after.owner_team, outcome.after.supplier) == ("hosting-desk", "valmont")
    assert (outcome.after.holder, outcome.after.reported_at) == (Holder.SUPPLIER, LATER)
    assert [effect.kind for effect in outcome.effects if isinstance(effect, NoticeDue)] == [NoticeKind.OPENED]


def test_the_cause_named_later_takes_nothing_from_whoever_took_it():
    taken = after(opened(inferred=True), TAKE)
    outcome = decide(taken, ROOM, now=LATER)
    assert (outcome.after.owner_team, outcome.after.owner) == (taken.owner_team, taken.owner)
    assert not [effect for effect in outcome.effects if isinstance(effect, NoticeDue)]


def test_facts_are_not_refused_because_a_person_was_quicker():
    """What eases after somebody resolved it is recorded, and opens nothing."""
    for done in ((RESOLVE,), (RESOLVE, CLOSE)):
        eased = after(opened(), *done, c.Ease(assessment=weight(Effect.NONE), why=WHY))
        assert not eased.open


def test_joining_alerts_counts_them():
    assert after(opened(), c.JoinAlerts(count=300, why=WHY)).alert_count == 300


def test_every_command_has_its_states():
    kinds = (*c.PersonCommand.__subclasses__(), *c.Regrouping.__subclasses__())
    ours = {kind for kind in kinds if kind.__module__ == c.__name__} - {c.Regrouping}
    assert {row.command for row in ACTIONS.values()} == ours
    assert set(STATES) == set(c.Fact.__subclasses__())


PERSONS = (TAKE, WAIT_USER, WAIT_SUPPLIER, WORKS, RESUME, REPORT, TO_US, TO_USER, TO_SUPPLIER, RESOLVE)
any_command = st.sampled_from([*PERSONS, CLOSE, REOPEN, RECOVER, FOLD])


@settings(max_examples=100, deadline=None)
@given(st.lists(any_command, max_size=15))
def test_turns_say_what_the_timeline_says(commands):
    """Clocks are read from the turns: they must agree with the state after every command."""
    incident, at = opened(), NOW
    for command in commands:
        at += timedelta(minutes=1)
        try:
            incident = decide(incident, command, now=at, by="marie").after
        except Refused:
            continue
        last = incident.turns[-1]
        assert last.over == (not incident.open)
        assert last.holder is incident.holder
        assert last.works == (incident.pause is PauseReason.PLANNED_WORKS)
        assert (incident.state is State.PENDING) == (incident.pause is not None)
    instants = [turn.at for turn in incident.turns]
    assert instants == sorted(set(instants))
