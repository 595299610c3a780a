"""The journey of a message, each stop looked at in the tables: from the provider's mail to people's desks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.flow.house import (
    MONDAY,
    OUTLET,
    House,
    known,
    notices,
    only,
    post,
    post_event,
    sample,
    statuses,
    verbs,
)
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Holder, PauseReason, State
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.typography import typeset
from tocsin.flow import clock
from tocsin.flow.incidents import commands as incidents
from tocsin.flow.incidents import why
from tocsin.store import incidents as rows
from tocsin.store import models

ALARM, RECOVERY, REMINDER = "01-", "02-", "03-"
ME, YOU = "damien.roussel", "claire.vasseur"


def test_a_providers_mail_becomes_an_owned_incident_under_two_clocks(house: House) -> None:
    assert house.receives(sample(ALARM)) == 1

    message = models.Message.objects.get()
    assert (message.status, message.format, message.event_count) == ("translated", "valmont", 1)
    event = models.Event.objects.get()
    assert (event.kind, event.item, event.outcome, round(event.confidence, 2)) == (
        "power.outlet.lost",
        OUTLET,
        "firing",
        0.95,
    )
    alert = models.Alert.objects.get()
    assert (alert.state, alert.count, alert.incident_id) == ("firing", 1, event.incident_id)

    incident = only()
    assert (incident.id, incident.cause, incident.state) == (event.incident_id, OUTLET, State.NEW)
    assert incident.owner_team
    assert incident.supplier == "valmont"
    assert verbs(incident)[:4] == ["opened", "prioritised", "routed", "routed"]
    row = models.Incident.objects.get()
    assert {sla_clock["side"] for sla_clock in row.clocks} == {"ours", "supplier"}
    assert row.ours_due_at > MONDAY
    assert row.supplier_due_at > MONDAY
    assert row.next_deadline_at > MONDAY
    house.waits(seconds=15)  # an opening waits a little for what explains it
    assert notices()["opened", "sent"] == len(house.sent) > 0
    assert all(incident.number in subject for _, subject in house.sent)


def test_every_judgement_on_the_timeline_gives_its_reason(house: House) -> None:
    house.receives(sample(ALARM))
    for entry in rows.timeline(only().subject):
        assert entry.why is not None
        assert entry.actor == "tocsin"


def test_the_recovery_closes_what_it_opened(house: House) -> None:
    house.receives(sample(ALARM))
    clock.fast_forward(minutes=3)
    house.receives(sample(RECOVERY))
    incident = only()
    recovered_at = datetime(2026, 11, 23, 11, 50, 31, tzinfo=UTC)  # by its source
    assert (incident.state, incident.recovered_at) == (State.RESOLVED, recovered_at)
    assert models.Alert.objects.get().state == "resolved"
    assert models.Incident.objects.get().next_deadline_at is None
    house.waits(minutes=2)
    assert notices()["recovered", "sent"] == notices()["opened", "sent"]


def test_a_recovery_before_its_problem_opens_nothing_zammad_1535(house: House) -> None:
    house.receives(sample(RECOVERY))
    house.receives(sample(ALARM))
    assert known() == []
    assert [event.outcome for event in models.Event.objects.order_by("message_id")] == [
        "resolved",
        "outdated",
    ]
    assert models.Alert.objects.get().state == "resolved"


def test_a_recovery_received_twice_is_noted_once(house: House) -> None:
    house.receives(sample(ALARM))
    clock.fast_forward(minutes=3)
    house.receives(sample(RECOVERY))
    house.receives(sample("14-"))  # again, over the quoted alarm
    incident = only()
    assert verbs(incident).count("recovered") == 1
    assert models.Event.objects.filter(state="resolved").count() == 2


def test_problem_and_recovery_in_one_batch_leave_nothing_open(house: House) -> None:
    house.receives(sample(ALARM), sample(RECOVERY))
    assert [incident.state for incident in known()] == [State.RESOLVED]
    assert models.Alert.objects.get().state == "resolved"


def test_a_constant_subject_hides_no_recovery_pagerduty(house: House) -> None:
    clock.fast_forward(days=5, hours=19)
    house.receives(sample("26-"))
    assert only().open
    clock.fast_forward(hours=2)
    house.receives(sample("27-"))
    assert only().state is State.RESOLVED


def test_the_roots_recovery_does_not_release_its_children_at_once_icinga_5208(house: House) -> None:
    house.receives(post_event("power.lost", "par1.s1.r07", source="desk-fr"))
    clock.fast_forward(minutes=1)
    house.receives(post_event("device.down", "srv-intra-01"))
    clock.fast_forward(minutes=5)
    house.receives(post_event("power.lost", "par1.s1.r07", "resolved", source="desk-fr"))
    incident = only()
    assert incident.open, "a child still fires in it, and opens none of its own"
    clock.fast_forward(minutes=1)
    house.receives(post_event("device.down", "srv-intra-01", "resolved"))
    assert only().state is State.RESOLVED


def test_a_reminder_is_the_same_incident_and_no_news(house: House) -> None:
    house.receives(sample(ALARM))
    house.waits(minutes=1)
    before = len(house.sent)
    clock.fast_forward(minutes=30)
    house.receives(sample(REMINDER))
    assert only().alert_count == 1
    assert models.Alert.objects.get().count == 2
    house.waits(minutes=5)
    assert len(house.sent) == before


def test_firing_again_soon_after_is_the_same_incident(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01"))
    clock.fast_forward(minutes=5)
    house.receives(post_event("device.down", "srv-crm-01", "resolved"))
    clock.fast_forward(minutes=2)
    house.receives(post_event("device.down", "srv-crm-01"))
    incident = only()
    assert incident.state is State.NEW
    assert "reopened" in verbs(incident)


class TestWorks:
    """A works notice mutes what it explains until its end, and not a moment longer."""

    START = datetime(2026, 12, 5, 22, tzinfo=ZoneInfo("Europe/Paris"))
    FEED_A = "par1.s1.feed-a"

    @pytest.fixture(autouse=True)
    def announced(self, house: House) -> None:
        clock.fast_forward(days=8)
        house.receives(sample("36-"))
        clock.fast_forward(seconds=(self.START - clock.now()).total_seconds() + 600)
        house.receives(post_event("power.feed.lost", self.FEED_A, source="desk-fr"))

    def test_what_it_explains_is_muted_and_counted(self, house: House) -> None:
        assert known() == []
        assert models.Intervention.objects.get().muted_count == 1
        assert models.Event.objects.latest("message_id").outcome == "muted"
        assert house.sent == []

    def test_what_is_still_wrong_at_the_end_is_raised(self, house: House) -> None:
        house.waits(hours=3, minutes=49)
        assert known() == []
        house.waits(minutes=2)
        incident = only()
        assert incident.cause == self.FEED_A
        assert incident.opened_at == clock.now()
        house.waits(minutes=1)
        assert house.sent

    def test_what_is_right_again_by_then_is_not(self, house: House) -> None:
        clock.fast_forward(hours=2)
        house.receives(post_event("power.feed.lost", self.FEED_A, "resolved", source="desk-fr"))
        house.waits(hours=4)
        assert known() == []

    def test_a_restart_releases_nothing_that_was_muted_alertmanager_4064(self, house: House) -> None:
        from tocsin.flow.journey import standing

        standing._known = (0, {}, {})  # a process that has just begun remembers nothing
        house.does_what_is_due()
        house.receives(post_event("power.feed.lost", self.FEED_A, source="desk-fr"))
        assert known() == []
        assert models.Alert.objects.get().muted_by == models.Intervention.objects.get().id

    def test_something_else_meanwhile_is_not_muted(self, house: House) -> None:
        house.receives(post_event("storage.full", "srv-fic-fr-01", source="desk-fr", criticality="high"))
        assert only().cause == "srv-fic-fr-01"


def test_a_guess_is_shown_and_believed_by_no_judgement(house: House) -> None:
    """One letter wrong, of a critical server: nobody is woken for the wrong thing."""
    house.receives(post_event("device.down", "srv-crm-0l", key="", criticality="low"))
    event = models.Event.objects.get()
    assert (event.item, event.data["how"]) == ("srv-crm-01", "guess")
    assert event.confidence <= 0.6
    assert event.data["rivals"]
    incident = only()
    assert (incident.cause, incident.applications, incident.criticality) == ("", (), Criticality.LOW)
    assert models.Alert.objects.get().item == ""


class TestWorksDeclaredLate:
    """The works notice comes after the alarm that it explains."""

    def test_the_incident_recovers_and_says_which_works_explain_it(self, house: House) -> None:
        clock.fast_forward(days=12, hours=10)
        clock.fast_forward(seconds=(TestWorks.START - clock.now()).total_seconds() + 600)
        house.receives(post_event("power.feed.lost", TestWorks.FEED_A, source="desk-fr"))
        assert only().open
        clock.fast_forward(minutes=3)
        house.receives(sample("36-"))
        incident = only()
        assert incident.state is State.RESOLVED
        assert rows.timeline(incident.subject)[-1].why.code == "correlation.muted_late"
        assert models.Intervention.objects.get().muted_count == 1
        house.waits(hours=4)
        assert [incident.open for incident in known()] == [False, True], "and it is raised again at their end"


def test_what_a_person_resolved_too_early_is_raised_again_by_its_reminder(house: House) -> None:
    house.receives(sample(ALARM))
    clock.fast_forward(minutes=5)
    incidents.act(only().id, c.Resolve(note="au repos"), ME)
    clock.fast_forward(minutes=25)
    house.receives(sample(REMINDER))
    incident = only()
    assert incident.open
    assert "reopened" in verbs(incident)
    clock.fast_forward(minutes=5)
    house.receives(sample(RECOVERY, at=clock.now()))
    assert not only().open


class TestPeople:
    """What people do, in the order of a day; what makes no sense is refused and changes nothing."""

    @pytest.fixture(autouse=True)
    def opened(self, house: House) -> None:
        house.receives(sample(ALARM))
        clock.fast_forward(minutes=5)

    def act(self, command: c.Command, by: str = ME) -> None:
        self.after = incidents.act(only().id, command, by)
        assert self.after == only()

    def test_take_then_hand_over(self) -> None:
        self.act(c.Take())
        assert (self.after.owner, self.after.state) == (ME, State.IN_PROGRESS)
        self.act(c.HandOver(to=YOU, note="leave"))
        assert (self.after.owner, models.Incident.objects.get().owner) == (YOU, YOU)

    def test_whoever_is_handed_it_gets_one_mail_with_the_words_and_nobody_else(self, house: House) -> None:
        house.waits(minutes=10)
        self.act(c.Take())
        before = len(house.sent)
        self.act(c.HandOver(to=YOU, note="Fin de service."))
        house.waits(minutes=10)
        assert house.sent[before:] == [
            (
                "claire.vasseur@cachemire.example",
                typeset(
                    f"[{only().number}] {only().priority} Transmis par Damien Roussel : {only().title.fr}"
                ),
            )
        ]
        row = models.Notice.objects.get(kind="handed_over")
        mail = models.Delivery.objects.get(id=row.delivery_id)
        assert typeset("Damien Roussel : « Fin de service. »") in mail.payload["text"]
        step = next(step for step in why.explain(only().subject, "fr") if step.stage == "notices")
        assert any(line.startswith("Transmis par Damien Roussel -> claire") for line in step.lines)

    def test_pause_and_resume_are_turns_of_the_clock(self) -> None:
        self.act(c.Pause(reason=PauseReason.WAITING_USER))
        assert (self.after.state, self.after.holder) == (State.PENDING, Holder.USER)
        clock.fast_forward(hours=1)
        self.act(c.Resume())
        assert (self.after.state, self.after.holder) == (State.IN_PROGRESS, Holder.US)
        assert len(models.Incident.objects.get().clocks) == 2

    def test_report_to_the_supplier_and_they_must_act(self) -> None:
        self.act(c.PassTurn(to=Holder.US))
        self.act(c.ReportToSupplier(reference="VAL-77"))
        assert (self.after.holder, self.after.reference) == (Holder.SUPPLIER, "VAL-77")

    def test_resolve_close_reopen(self) -> None:
        self.act(c.Resolve(note="cord changed"))
        assert models.Incident.objects.get().next_deadline_at is None
        self.act(c.Close())
        self.act(c.Reopen(note="still wrong"))
        assert self.after.open
        assert models.Incident.objects.get().next_deadline_at is not None
        assert models.Notice.objects.filter(kind="reopened").exists()

    @pytest.mark.parametrize(
        "command", [c.Resume(), c.Close(), c.Reopen(), c.PassTurn(to=Holder.SUPPLIER)], ids=type
    )
    def test_what_makes_no_sense_is_refused_in_both_languages(self, command: c.Command) -> None:
        before, entries = only(), models.TimelineEntry.objects.count()
        with pytest.raises(Refused) as refused:
            incidents.act(before.id, command, ME)
        assert refused.value.sentence("fr") != refused.value.sentence("en")
        assert (only(), models.TimelineEntry.objects.count()) == (before, entries)

    def test_no_such_incident(self) -> None:
        with pytest.raises(NotFound):
            incidents.act(10**12, c.Take(), ME)

    def test_new_alerts_reopen_what_a_person_resolved(self, house: House) -> None:
        self.act(c.Resolve())
        clock.fast_forward(minutes=10)
        house.receives(post_event("power.outlet.lost", OUTLET, source="desk-fr"))  # another who sees it
        assert only().open
        assert "reopened" in verbs(only())


def test_a_supplier_named_by_a_person_owes_what_it_promised_from_that_moment(house: House) -> None:
    house.receives(post_event("device.down", "rt-par1-01", source="desk-fr"))
    before = only()
    assert before.supplier == ""
    clock.fast_forward(minutes=5)
    reported_at = clock.now()
    after = incidents.act(before.id, c.ReportToSupplier(supplier="ligne-claire", reference="LC-7"), ME)
    added = [term.spec for term in after.terms if term not in before.terms]
    assert {(pause.party, pause.supplier) for pause in added} == {("supplier", "ligne-claire")}
    theirs = next(
        sla_clock for sla_clock in models.Incident.objects.get().clocks if sla_clock["side"] == "supplier"
    )
    assert reported_at <= datetime.fromisoformat(theirs["started_at"]) <= clock.now()


def test_the_cause_takes_the_symptoms_incident_with_its_alerts_and_its_history(house: House) -> None:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr"))
    symptom = only()
    incidents.act(symptom.id, c.Take(), ME)
    clock.fast_forward(minutes=2)
    house.receives(post_event("power.lost", "par1.s1.r07", source="desk-fr"))
    cause = only()
    if cause.id == symptom.id:  # the incident was renamed after its cause: it keeps its number
        assert "explained" in verbs(cause)
    else:
        assert rows.load([symptom.id])[symptom.id].folded_into == cause.id
        assert cause.since == symptom.opened_at
        assert "taken" in verbs(symptom)
    assert set(models.Alert.objects.values_list("incident_id", flat=True)) == {cause.id}
    assert {alert.value["incident"] for alert in models.Alert.objects.all()} == {cause.id}


CHAIN = [
    "message",
    "format",
    "correspondence",
    "item",
    "impact",
    "incident",
    "priority",
    "team",
    "clocks",
    "provider",
    "notices",
]


def test_why_follows_a_symptom_to_what_explains_it(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01", source="desk-fr"))
    symptom = only()
    house.receives(
        post_event("power.lost", "par1.s1.r01", source="desk-fr"),
        post_event("power.lost", "par1.s1", source="desk-fr"),
    )
    lines = [line for step in why.explain(symptom.subject, "en") for line in step.lines]
    assert rows.load([symptom.id])[symptom.id].folded_into == only().id
    assert any(only().number in line for line in lines)
    assert any("another incident explains it" in line for line in lines)


def test_why_shows_every_stage(house: House) -> None:
    house.receives(sample(ALARM))
    for language in ("fr", "en"):
        steps = {step.stage: step.lines for step in why.explain(only().subject, language)}
        assert list(steps) == CHAIN
        assert any("criti" in line and "critical" in line for line in steps["correspondence"]), (
            "their word and ours"
        )
        assert "PDU A" in steps["impact"][0], "which outlet 12"
        assert all(line.strip() and "{" not in line for lines in steps.values() for line in lines)


def test_a_persons_priority_and_the_promise_that_goes_with_it(house: House) -> None:
    house.receives(sample(ALARM))
    before = models.Incident.objects.get().ours_due_at
    incidents.act(only().id, c.ChangePriority(priority=Priority.P1, criticality=Criticality.LOW), ME)
    after = models.Incident.objects.get()
    assert (after.priority, after.criticality) == ("P1", "low")
    assert after.ours_due_at != before, "the deadline is counted again from the timeline"


def test_an_hours_noise_that_opens_nothing(house: House) -> None:
    house.receives(sample("45-"), sample("46-"))
    assert known() == []
    assert statuses() == {"ignored": 2}


def test_instants_are_utc_in_the_tables(house: House) -> None:
    house.receives(sample(ALARM))
    event = models.Event.objects.get()
    assert event.occurred_at == datetime(2026, 11, 23, 11, 47, 58, tzinfo=UTC)
    assert event.received_at - event.occurred_at == timedelta(seconds=32)


def test_an_event_of_power_is_about_the_outlet_although_it_names_the_device_on_it(house: House) -> None:
    """One mail names outlet and device: what is lost is the outlet, what is down is the device."""
    parts = {"host": "hv-par1-08", "room": "Salle 1", "rack": "R07", "pdu": "A", "outlet": "12"}
    kinds = ("power.outlet.lost", "device.down")
    house.receives(post([{"kind": kind, "state": "firing", "place": {"parts": parts}} for kind in kinds]))
    events = models.Event.objects.values_list("kind", "item")
    assert dict(events) == {"power.outlet.lost": OUTLET, "device.down": "hv-par1-08"}
