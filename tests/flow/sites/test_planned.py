"""An intervention of ours: checked, declared in the supplier's form, followed, closed; and what it meets."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.flow.house import House, known, only, post_event, sample
from tests.flow.sites.people import DESK, VALMONT, account, entered, mails_to
from tocsin.core.incident.commands import ReportToSupplier
from tocsin.core.incident.values import Verb
from tocsin.core.intervention import values as v
from tocsin.core.intervention.values import Plan, PlannedIntervention, PlanState, Severity
from tocsin.core.kernel.errors import NotAllowed, Refused
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.organisation import company
from tocsin.flow.sites import interventions as flow
from tocsin.flow.sites import watching
from tocsin.store import authorisations, incidents, models

FEED_A, FEED_B, RACK = "par1.s1.feed-a", "par1.s1.feed-b", "par1.s1.r07"


def plan(days: float = 3, hours: float = 2, **fields: object) -> Plan:
    start = (clock.now() + timedelta(days=days)).replace(microsecond=0)
    asked = {
        "what": "Remplacement d'un disque",
        "people": ("marion.delcourt",),
        "places": ("par1.s1", RACK),
        "start": start,
        "end": start + timedelta(hours=hours),
        **fields,
    }
    return Plan(**asked)  # type: ignore[arg-type]


def declared(who: models.Account, asked: Plan) -> PlannedIntervention:
    drafted = flow.plan(who, asked)
    return flow.ask(who, drafted.id, v.Declare(accepted=True))


def codes(asked: Plan, severity: Severity | None = None) -> set[str]:
    return {
        finding.why.code.removeprefix("intervention.")
        for finding in flow.checked(asked)
        if severity in (None, finding.severity)
    }


def verbs(subject: Subject) -> list[Verb]:
    return [entry.verb for entry in incidents.timeline(subject)]


def begins(planned: PlannedIntervention, later: timedelta = timedelta(minutes=5)) -> None:
    clock.fast_forward(seconds=(planned.plan.start + later - clock.now()).total_seconds())


def stored(planned: PlannedIntervention) -> PlannedIntervention:
    found = authorisations.planned(planned.id)
    assert found is not None
    return found


def test_it_is_declared_in_the_suppliers_own_form_acknowledged_and_ended(house: House) -> None:
    who = account()
    entered(who)
    drafted = flow.plan(who, plan())
    house.does_what_is_due()
    house.sent.clear()
    sent = flow.ask(who, drafted.id, v.Declare(accepted=True))
    assert sent.state is PlanState.DECLARED
    assert mails_to(house, VALMONT) == [f"DECLARATION INTERVENTION - VDC-2026-0417 - {sent.subject.number}"]
    text = models.Delivery.objects.get(subject_kind="intervention").payload["text"]
    assert "Intervenants : Marion Delcourt" in text
    assert "Début : 26/11/2026 12:48 (Europe/Paris)" in text
    assert "{" not in text
    acknowledged = flow.ask(who, sent.id, v.Acknowledge(proof="Pris en compte", reference="ITV-88"))
    assert (acknowledged.state, acknowledged.reference) == (PlanState.ACKNOWLEDGED, "ITV-88")
    begins(sent)
    ended = flow.ask(who, sent.id, v.End(note="disque remplacé"))
    assert (ended.state, ended.plan.end) == (PlanState.ENDED, clock.now())
    assert "terminée" in mails_to(house, VALMONT)[-1]
    assert verbs(sent.subject) == [Verb.DRAFTED, Verb.REQUESTED, Verb.CONFIRMED, Verb.REQUESTED]
    lines = "\n".join(why.explain(sent.subject, "fr")[0].lines)
    assert "{" not in lines


@pytest.mark.parametrize(
    ("state", "code"), [("none", "none"), ("requested", "requested"), ("removal", "removal_requested")]
)
def test_who_is_not_authorised_stops_it(house: House, state: str, code: str) -> None:
    who = account()
    if state == "requested":
        entered(who, confirmed=False)
    if state == "removal":
        entered(who, removed=True)
    assert f"check.not_authorised.{code}" in codes(plan(), Severity.STOP)
    drafted = flow.plan(who, plan())
    with pytest.raises(Refused) as refused:
        flow.ask(who, drafted.id, v.Declare(accepted=True))
    assert refused.value.why.code == "intervention.refused.stopped"
    assert not models.Delivery.objects.filter(subject_kind="intervention").exists()


def test_an_authorisation_that_ends_within_the_window_stops_it(house: House) -> None:
    entered(account(), days=3)
    assert "check.authorised" in codes(plan(days=3))
    assert "check.not_all_the_time" in codes(plan(days=3, hours=30), Severity.STOP)


def test_the_whole_site_opens_each_of_its_rooms(house: House) -> None:
    entered(account(), place="par1")
    assert "check.authorised" in codes(plan())


def test_a_project_manager_and_frozen_days_stop_it(house: House) -> None:
    assert "authorisation.refused.team" in codes(plan(people=("thomas.aubry",)), Severity.STOP)
    entered(account())
    assert "check.freeze" in codes(plan(days=32), Severity.STOP)
    assert "check.freeze" not in codes(plan(days=29))


def test_too_late_for_their_notice_is_a_risk_that_has_to_be_accepted(house: House) -> None:
    who = account()
    entered(who)
    assert "check.late" in codes(plan(days=0.9), Severity.RISK)
    assert "check.in_time" in codes(plan(days=1.1), Severity.FINE)
    drafted = flow.plan(who, plan(days=0.9))
    with pytest.raises(Refused):
        flow.ask(who, drafted.id, v.Declare())
    flow.ask(who, drafted.id, v.Declare(accepted=True))
    reasons = [entry.why.code for entry in incidents.timeline(drafted.subject) if entry.why]
    assert reasons == ["intervention.accepted"]


def test_it_mutes_its_scope_and_nothing_else_and_only_once_declared(house: House) -> None:
    who = account()
    entered(who)
    asked = plan(mutes=("srv-crm-01",))
    drafted = flow.plan(who, asked)
    begins(drafted)
    house.receives(post_event("device.down", "srv-crm-01"))
    assert only().cause == "srv-crm-01", "a draft mutes nothing"
    house.receives(post_event("device.down", "srv-crm-01", "resolved"))
    house.waits(hours=1)

    sent = declared(who, plan(mutes=("srv-crm-01",)))
    begins(sent)
    house.receives(post_event("device.down", "srv-crm-01"), post_event("device.down", "srv-mail-01"))
    muted = models.Alert.objects.get(item="srv-crm-01")
    assert muted.muted_by == sent.id
    assert {incident.cause for incident in known()} >= {"srv-mail-01"} - {""}
    flow.ask(who, sent.id, v.End())
    house.waits(minutes=1)
    assert models.Alert.objects.get(item="srv-crm-01").muted_by == 0, "what still fails afterwards is raised"


def test_a_cancelled_intervention_mutes_nothing_and_is_shown(house: House) -> None:
    who = account()
    entered(who)
    sent = declared(who, plan(mutes=("srv-crm-01",)))
    flow.ask(who, sent.id, v.Cancel(note="pièce non reçue"))
    assert "ANNULÉE" in mails_to(house, VALMONT)[-1]
    begins(sent)
    house.receives(post_event("device.down", "srv-crm-01"))
    assert only().cause == "srv-crm-01"


def test_prolonged_it_is_checked_and_sent_again_and_mutes_for_longer(house: House) -> None:
    who = account()
    entered(who, days=4)
    sent = declared(who, plan(days=3, mutes=("srv-crm-01",)))
    begins(sent)
    end = sent.plan.end + timedelta(hours=3)
    later = flow.ask(who, sent.id, v.Prolong(end=end, accepted=True))
    assert (later.state, later.sequence) == (PlanState.DECLARED, 2)
    with pytest.raises(Refused):
        flow.ask(who, sent.id, v.Prolong(end=sent.plan.end + timedelta(days=3), accepted=True))
    begins(sent, timedelta(hours=4))
    house.receives(post_event("device.down", "srv-crm-01"))
    assert models.Alert.objects.get(item="srv-crm-01").muted_by == sent.id


def test_unacknowledged_it_is_sent_again_and_unclosed_the_desk_is_notified(house: House) -> None:
    who = account()
    entered(who)
    sent = declared(who, plan())
    house.does_what_is_due()
    clock.fast_forward(hours=4)
    watching.watch()
    assert len([subject for subject in mails_to(house, VALMONT) if "DECLARATION" in subject]) == 2
    begins(sent, timedelta(hours=3))
    watching.watch()
    watching.watch()
    assert len([subject for subject in mails_to(house, DESK) if "À clore" in subject]) == 1
    assert stored(sent).overrun_noted


def test_works_on_the_other_feed_in_the_same_hours_are_a_collision(house: House) -> None:
    """Valmont works on feed A; ours touches feed B: alone neither hurts, together the servers with both cords go down."""
    entered(account())
    house.receives(sample("36-"))
    theirs = models.Intervention.objects.get()
    ours = replace(plan(mutes=(FEED_B,)), start=theirs.starts_at, end=theirs.starts_at + timedelta(hours=1))
    found = [finding for finding in flow.checked(ours) if finding.meets == Subject.intervention(theirs.id)]
    assert [finding.why.code for finding in found] == ["intervention.meets.works.applications"]
    assert found[0].why.facts["applications"]
    after: datetime = theirs.ends_at  # type: ignore[assignment]
    assert not [
        finding
        for finding in flow.checked(replace(ours, start=after, end=after + timedelta(hours=1)))
        if finding.meets
    ]


def test_a_feed_that_is_already_lost_is_a_collision(house: House) -> None:
    entered(account())
    house.receives(post_event("power.feed.lost", FEED_A))
    (finding,) = [finding for finding in flow.checked(plan(mutes=(FEED_B,))) if finding.meets]
    assert finding.meets == only().subject
    assert finding.severity is Severity.RISK
    house.receives(post_event("power.feed.lost", FEED_A, "resolved"))
    assert not [finding for finding in flow.checked(plan(mutes=(FEED_B,))) if finding.meets]


def test_another_intervention_in_the_same_rack_is_found(house: House) -> None:
    who = account()
    entered(who)
    first = declared(who, plan())
    found = [finding for finding in flow.checked(plan()) if finding.meets]
    assert [(finding.why.code, finding.meets) for finding in found] == [
        ("intervention.meets.same_rack", first.subject)
    ]


def test_a_suppliers_notice_that_collides_with_a_degraded_feed_is_mailed_to_the_desk_once(
    house: House,
) -> None:
    """Feed B is lost; then the notice comes that works on feed A are planned."""
    house.receives(sample("36-"))
    theirs = models.Intervention.objects.get()
    clock.fast_forward(days=1)
    watching.watch()
    assert mails_to(house, DESK) == []
    house.receives(post_event("power.feed.lost", FEED_B, source="desk-fr"))
    house.sent.clear()
    watching.watch()
    watching.watch()
    (mail,) = [subject for subject in mails_to(house, DESK) if "heurtent" in subject]
    assert f"WRK-{theirs.id}" in mail
    text = models.Delivery.objects.filter(subject_kind="intervention").latest("id").payload["text"]
    assert only().number in text
    assert Verb.COLLIDING in verbs(Subject.intervention(theirs.id))
    house.receives(post_event("power.feed.lost", FEED_B, "resolved", source="desk-fr"))
    watching.watch()
    assert incidents.timeline(Subject.intervention(theirs.id))[-1].why.code == "intervention.meets.nothing"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("when", "clocks", "counts"),
    [
        ("before", "supplier", "spared"),
        ("before", "none", "counted"),
        ("late", "supplier", "contestable"),
        ("never", "supplier", "contestable"),
    ],
)
def test_a_loss_within_it_is_judged_by_how_it_was_declared(
    house: House, when: str, clocks: str, counts: str
) -> None:
    who = account()
    entered(who)
    days = 0.5 if when == "late" else 3
    asked = plan(days=days, clocks=clocks, mutes=("srv-crm-01",))
    planned = flow.plan(who, asked) if when == "never" else declared(who, asked)
    begins(planned)
    house.receives(post_event("power.pdu.lost", f"{RACK}.pdu-a"))
    (judgement,) = flow.judged(only(), company())
    assert judgement.counts == counts
    assert company().organisation.suppliers[judgement.why.facts["supplier"]]


def test_the_suppliers_clock_stands_still_during_what_was_declared_and_runs_again_after_it(
    house: House,
) -> None:
    """A PDU of the rack is lost while we work there, as declared: our clock runs, theirs from the end on."""
    who = account()
    entered(who)
    planned = declared(who, plan(clocks="supplier", mutes=("srv-crm-01",)))
    begins(planned)
    house.receives(post_event("power.pdu.lost", f"{RACK}.pdu-a"))
    act(only().id, ReportToSupplier(reference="VAL-1"), "karim.haddad")
    watching.watch()
    watching.watch()
    assert verbs(only().subject).count(Verb.SPARED) == 1
    states = {clock.side: clock.state for clock in clocks_of(only(), clock.now())}
    assert states["supplier"] == "paused"
    ended = planned.plan.end
    assert models.Incident.objects.get(id=only().id).next_deadline_at <= ended  # type: ignore[operator]
    theirs = {clock.side: clock for clock in clocks_of(only(), ended + timedelta(hours=1))}["supplier"]
    assert theirs.elapsed_s == 3600
    clock.fast_forward(minutes=30)
    flow.ask(who, planned.id, v.End())
    watching.watch()
    assert only().spared[0].end == clock.now(), "it ended earlier: their time counts from then on"


def test_a_loss_within_announced_works_of_theirs_is_explained(house: House) -> None:
    house.receives(sample("36-"))
    theirs = models.Intervention.objects.get()
    clock.fast_forward(seconds=(theirs.starts_at - clock.now()).total_seconds() + 60)
    house.receives(post_event("power.feed.lost", "par1.s2.feed-a", source="desk-fr"))
    assert flow.judged(only(), company()) == ()


def test_a_region_plans_nothing_at_the_groups_supplier(house: House) -> None:
    with pytest.raises(NotAllowed):
        flow.plan(account("manager", "fr"), plan())


@pytest.mark.parametrize(
    "fields",
    [{"what": " "}, {"places": ()}, {"places": ("nowhere",)}, {"places": ("vrs1.lt",)}, {"hours": -1}],
)
def test_a_plan_that_makes_no_sense_is_refused(house: House, fields: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        flow.plan(account(), plan(**fields))  # type: ignore[arg-type]
    assert "{" not in refused.value.sentence("en")


def test_a_draft_and_what_is_answered_remind_nobody(house: House) -> None:
    who = account()
    entered(who)
    drafted = flow.plan(who, plan())
    with pytest.raises(Refused):
        flow.ask(who, drafted.id, v.Remind())
    sent = declared(who, plan())
    flow.ask(who, sent.id, v.Acknowledge(proof="oui"))
    with pytest.raises(Refused):
        flow.ask(who, sent.id, v.Remind())
