"""What a person reports goes the journey of any event: into what is the same trouble, else into an incident of its own."""

from datetime import timedelta

import pytest

from tests.flow.house import House, known, only, post_event, verbs
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import State
from tocsin.core.kernel.errors import BadInput, NotAllowed
from tocsin.core.kernel.scales import Priority
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act
from tocsin.flow.incidents.reporting import Report, report
from tocsin.store import incidents, models


def account(role: str = "technician", region: str = "fr") -> models.Account:
    return models.Account.objects.create_user(
        f"{role}{region}", role=role, region=region, person="karim.haddad"
    )


def crm_report(item: str, key: str = "k1", minutes_ago: float = 12, **fields: object) -> Report:
    since = clock.now() - timedelta(minutes=minutes_ago)
    known = {"what": "CRM en panne", "effect": "down", "caller": "Mme Durand", **fields}
    return Report(item=item, since=since, key=key, **known)  # type: ignore[arg-type]


def test_what_nobody_else_reports_is_an_incident_since_it_began_with_the_priority_of_its_impact(
    house: House,
) -> None:
    since = clock.now() - timedelta(minutes=12)
    done = report(account(), crm_report("crm"))
    assert done is not None
    assert not done.joined
    incident = only()
    assert (incident.cause, incident.since, incident.state) == ("crm", since, State.NEW)
    assert incident.priority is Priority.P1
    assert incident.turns[0].at == since
    lines = "\n".join(line for step in why.explain(incident.subject, "fr") for line in step.lines)
    assert "CRM en panne" in lines
    house.waits(seconds=11)
    assert house.sent, "the team is notified as of any other"


def test_what_an_open_incident_explains_joins_it_and_may_be_kept_apart(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01"), post_event("device.down", "srv-crm-02"))
    before = known()
    done = report(account(), crm_report("srv-crm-01", minutes_ago=0))
    assert done is not None
    assert done.joined
    assert done.incident.id in {incident.id for incident in before}
    assert "commented" in verbs(done.incident)

    apart = act(done.incident.id, c.Split(alerts=done.alert), "karim.haddad")
    assert apart.id not in {incident.id for incident in before}
    house.receives(post_event("device.down", "srv-crm-01"))
    assert models.Alert.objects.get(fingerprint=done.alert).incident_id == apart.id


def test_it_is_kept_apart_at_once_on_request(house: House) -> None:
    house.receives(post_event("device.down", "srv-crm-01"))
    (before,) = known()
    done = report(account(), crm_report("srv-crm-01", minutes_ago=0, apart=True))
    assert done is not None
    assert done.incident.id != before.id


def test_the_same_form_sent_twice_is_one_report(house: House) -> None:
    who = account()
    first, second = report(who, crm_report("crm")), report(who, crm_report("crm"))
    assert first is not None
    assert second is not None
    assert first.incident.id == second.incident.id == only().id
    assert only().alert_count == 1
    assert verbs(only()).count("commented") == 1


@pytest.mark.parametrize("other", [{"item": "srv-crm-01"}, {"what": "CRM lent"}, {"effect": "degraded"}])
def test_another_report_in_the_same_form_is_refused(house: House, other: dict[str, str]) -> None:
    who = account()
    report(who, crm_report("crm"))
    with pytest.raises(BadInput, match="mistake") as refused:
        report(who, crm_report(**{"item": "crm", **other}))
    assert [fault.field for fault in refused.value.faults] == ["Idempotency-Key"]
    assert report(account("administrator", "es"), crm_report(**{"item": "crm", **other})), (
        "nobody's key is another one's"
    )


def test_it_is_over_when_a_person_says_so(house: House) -> None:
    done = report(account(), crm_report("crm"))
    assert done is not None
    act(done.incident.id, c.Resolve(note="restarted"), "karim.haddad")
    assert models.Alert.objects.get().state == "resolved"
    assert models.Incident.objects.get().firing_count == 0
    clock.fast_forward(hours=2)
    house.does_what_is_due()
    again = report(account("manager"), crm_report("crm", "k2", minutes_ago=0))
    assert again is not None
    assert again.incident.id != done.incident.id
    assert incidents.load([done.incident.id])[done.incident.id].state is State.RESOLVED


def test_a_reader_reports_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        report(account("reader"), crm_report("crm"))
    assert known() == []
