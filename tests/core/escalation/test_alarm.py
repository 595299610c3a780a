"""A clock's alarm is said once, on the timeline and to people."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.core.escalation.alarm import alarm, next_look
from tocsin.core.impact.values import Effect
from tocsin.core.incident import commands as c
from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.decide import decide
from tocsin.core.incident.opening import Opening, open_incident
from tocsin.core.incident.values import FrozenCommitment, Holder, NoticeKind, TimelineEntry
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import CalendarSpec, CommitmentSpec, Label
from tocsin.core.sla.calendar import WEEK
from tocsin.core.sla.clocks import facts_of, read_clocks

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHY = Why(code="test")
ALWAYS = CalendarSpec(key="always", zone="UTC", week=dict.fromkeys(WEEK, ("00:00-24:00",)))


def term(key, party, hours, **more):
    spec = CommitmentSpec(key=key, party=party, target_s=hours * 3600, calendar="always", **more)
    return FrozenCommitment(spec=spec, calendar=ALWAYS)


TERMS = (
    term("calm", "ours", 8),
    term("urgent", "ours", 6, criticalities=(Criticality.CRITICAL,)),
    term("theirs", "supplier", 4, start="reported"),
)


def opened():
    weight = Assessment(
        effect=Effect.DOWN, criticality=Criticality.HIGH, priority=Priority.P2, why=WHY, regions=("fr",)
    )
    opening = Opening(
        id=7,
        title=Label(fr="Baie", en="Rack"),
        cause="r07",
        cause_kind="power.lost",
        assessment=weight,
        owner_team="fr",
        supplier="host",
        reported=True,
        holder=Holder.SUPPLIER,
        terms=TERMS,
        why=WHY,
    )
    return open_incident(opening, now=NOW).after


def clocks(incident, hours):
    return read_clocks(facts_of(incident), incident.terms, now=NOW + hours * HOUR)


def test_every_deadline_of_an_unattended_incident_is_notified_exactly_once():
    """The flow looks when it must, and not more often: nothing is missed, nothing is notified twice."""
    incident, now, notices = opened(), NOW, []
    while now is not None:
        read = read_clocks(facts_of(incident), incident.terms, now=now)
        decision = alarm(incident, read, now=now)
        notices += [
            ((now - NOW) // HOUR, effect.kind, effect.clock)
            for effect in decision.effects
            if hasattr(effect, "kind")
        ]
        incident = decision.after
        assert alarm(incident, read, now=now).effects == ()
        now = next_look(incident, read, now=now)
    assert notices == [
        (3, NoticeKind.AT_RISK, "supplier"),
        (4, NoticeKind.BREACHED, "supplier"),
        (6, NoticeKind.AT_RISK, "ours"),
        (8, NoticeKind.BREACHED, "ours"),
    ]


def test_a_new_commitment_is_a_new_promise():
    incident = alarm(opened(), clocks(opened(), 7), now=NOW + 7 * HOUR).after
    urgent = c.ChangePriority(priority=Priority.P1, criticality=Criticality.CRITICAL)
    incident = decide(incident, urgent, now=NOW + 7 * HOUR, by="marie").after
    assert next_look(incident, clocks(incident, 7), now=NOW + 7 * HOUR) == NOW + 7 * HOUR
    decision = alarm(incident, clocks(incident, 7), now=NOW + 7 * HOUR)
    assert [entry.data["commitment"] for entry in decision.effects[::2]] == ["urgent"]


def test_what_is_over_raises_no_alarm():
    incident = decide(opened(), c.Recover(why=WHY), now=NOW + HOUR).after
    assert alarm(incident, clocks(incident, 20), now=NOW + 20 * HOUR).effects == ()
    assert next_look(incident, clocks(incident, 20), now=NOW + 20 * HOUR) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reason_is_a_sentence(language):
    effects = alarm(opened(), clocks(opened(), 7), now=NOW + 7 * HOUR).effects
    reasons = [entry.why for entry in effects if isinstance(entry, TimelineEntry)]
    assert reasons
    for why in reasons:
        assert "{" not in render_why(why, language)
        assert why.code not in render_why(why, language)
