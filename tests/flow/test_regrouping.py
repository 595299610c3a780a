"""A person merges two incidents, or splits one: rows, clocks, timelines and the chain follow; no later batch undoes it."""

from datetime import timedelta

import pytest

from tests.flow.house import House, known, post_event, verbs
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import State, Verb
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused
from tocsin.flow import clock, duty
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act, ask
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, models

PDU = "mad1.lt.r01.pdu-a"


def _night(house: House) -> tuple[int, int]:
    """A PDU with what hangs on it, and a disk elsewhere, four minutes later."""
    house.receives(
        post_event("power.pdu.lost", PDU),
        post_event("device.down", "srv-mad1-01"),
        post_event("device.down", "nas-mad1-01"),
    )
    clock.fast_forward(minutes=4)
    house.receives(post_event("device.down", "srv-crm-01"))
    first, second = known()
    return first.id, second.id


def _alerts(incident: int) -> dict[str, str]:
    """Item -> fingerprint."""
    return dict(models.Alert.objects.filter(incident_id=incident).values_list("item", "fingerprint"))


def test_merged_they_are_one_incident_since_the_earlier_beginning(house: House) -> None:
    first, second = _night(house)
    began = incidents.load([first])[first].since
    after = act(first, c.Merge(into=f"INC-{second}", note="same works"), "karim.haddad")

    assert (after.id, after.since, after.alert_count) == (second, began, 4)
    assert after.turns[0].at == began, "the clocks are no younger than the trouble"
    assert incidents.load([first])[first].folded_into == second
    assert _alerts(second).keys() == {PDU, "srv-mad1-01", "nas-mad1-01", "srv-crm-01"}
    (merged,) = [e for e in incidents.timeline(after.subject) if e.verb is Verb.MERGED_IN]
    assert (merged.actor, merged.data["child"]) == ("karim.haddad", first)
    assert verbs(after)[-1] == "commented"
    lines = "\n".join(line for step in why.explain(after.subject, "en") for line in step.lines)
    assert "Karim Haddad takes them for the same trouble" in lines

    clock.fast_forward(minutes=2)
    house.receives(
        post_event("device.down", "srv-mad1-01"), post_event("power.pdu.lost", PDU, state="resolved")
    )
    assert [incident.id for incident in known()] == [second]


def test_split_off_it_is_an_incident_of_its_own_since_it_began(house: House) -> None:
    first, _ = _night(house)
    leaving = _alerts(first)["srv-mad1-01"]
    began = models.Alert.objects.get(fingerprint=leaving).state_at
    opened = act(first, c.Split(alerts=leaving), "karim.haddad")

    assert opened.id not in (first,)
    assert (opened.cause, opened.since, opened.state) == ("srv-mad1-01", began, State.NEW)
    assert opened.turns[0].at == began
    assert verbs(opened)[0] == "opened"
    assert "split" in verbs(incidents.load([first])[first])
    assert incidents.load([first])[first].alert_count == 2

    clock.fast_forward(minutes=2)
    house.receives(post_event("power.pdu.lost", PDU), post_event("device.down", "srv-mad1-01"))
    house.receives(post_event("power.outlet.lost", f"{PDU}.o07"))
    assert _alerts(opened.id).keys() == {"srv-mad1-01"}
    house.receives(post_event("device.down", "srv-mad1-01", state="resolved"))
    assert incidents.load([opened.id])[opened.id].state is State.RESOLVED


def test_timelines_only_grow(house: House) -> None:
    first, second = _night(house)
    before = {
        number: incidents.timeline(incidents.load([number])[number].subject) for number in (first, second)
    }
    act(first, c.Merge(into=str(second)), "karim.haddad")
    opened = act(second, c.Split(alerts=_alerts(second)["srv-crm-01"]), "karim.haddad")
    for number, entries in before.items():
        subject = incidents.load([number])[number].subject
        assert incidents.timeline(subject)[: len(entries)] == entries
    assert opened.number not in {incident.number for incident in (incidents.load([first])[first],)}


@pytest.mark.parametrize(
    ("into", "error"), [("{first}", Refused), ("999999", NotFound), ("{closed}", Refused)]
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    house: House, into: str, error: type[Exception]
) -> None:
    first, second = _night(house)
    act(second, c.Resolve(), "karim.haddad")
    with pytest.raises(error):
        act(first, c.Merge(into=into.format(first=first, closed=second)), "karim.haddad")
    assert incidents.load([first])[first].folded_into is None


def test_both_incidents_must_be_ones_to_act_on(house: House) -> None:
    first, second = _night(house)
    spain = models.Account.objects.create_user("spain", role="technician", region="es")
    with pytest.raises(NotAllowed):
        ask(spain, first, c.Merge(into=str(second)))


def test_handed_to_a_team_nobody_has_taken_it_and_the_team_is_notified(house: House) -> None:
    first, _ = _night(house)
    act(first, c.Take(), "karim.haddad")
    house.waits(minutes=10)
    house.sent.clear()
    after = act(first, c.HandOver(team="network", note="a switch, not a PDU"), "karim.haddad")
    assert (after.owner, after.owner_team, after.state) == ("", "network", State.NEW)
    house.does_what_is_due()
    team, on_duty = snapshot().teams["network"], snapshot().persons[duty.now_on_duty("network").person]
    assert {address for address, _ in house.sent} == {*team.notices, on_duty.email}
    with pytest.raises(Refused):
        act(first, c.HandOver(team="network"), "karim.haddad")
    with pytest.raises(Refused):
        act(first, c.HandOver(), "karim.haddad")
    assert after.last_at - after.opened_at < timedelta(hours=1)
