"""What a person merges or splits stays so: the judgement reads their decision as a fact."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.correlation.world import ESTATE, KINDS, START, World, sighting
from tocsin.core.correlation import regrouping
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import (
    AlertsJoined,
    AlertsTakenOut,
    CauseFound,
    IncidentFolded,
    IncidentOpened,
)
from tocsin.core.correlation.values import AlertState
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why

WHY = Why(code="correlation.merged_by_hand", facts={"person": "marie"})


class Hands(World):
    """A world in which a person decides."""

    def desk(self, at: float) -> Desk:
        now = START + timedelta(minutes=at)
        return Desk(self.standing, ESTATE, KINDS, self.policy, self.ids, now)

    def merge(self, child: int, parent: int, at: float = 1) -> list[str]:
        return self.take(regrouping.merge(self.desk(at), child, parent, WHY))

    def split(self, incident: int, *alerts: str, at: float = 1) -> int:
        """The id of the incident that was opened."""
        known = set(self.standing.incidents)
        fingerprints = [f"host {alert}" for alert in alerts]
        self.take(regrouping.split(self.desk(at), incident, fingerprints, WHY))
        (opened,) = self.standing.incidents.keys() - known
        return opened

    def home(self, alert: str) -> int:
        return self.standing.alerts[f"host {alert}"].incident

    @property
    def partition(self) -> set[frozenset[str]]:
        """Which alerts are together."""
        homes: dict[int, set[str]] = {}
        for fingerprint, alert in self.standing.alerts.items():
            homes.setdefault(alert.incident, set()).add(fingerprint)
        return {frozenset(alerts) for alerts in homes.values()}


PDU = ("lost s1.r1.a", *(f"down s1.r1.e{n}" for n in range(1, 5)))


def test_what_is_split_off_repeats_recovers_and_fires_again_in_its_own_incident() -> None:
    world = Hands()
    world.receives(*PDU)
    apart = world.split(1, "down s1.r1.e1")
    assert [effect.__class__ for effect in world.effects[-4:]].count(AlertsTakenOut) == 1
    for at, alert in enumerate(["down s1.r1.e1", "-down s1.r1.e1", "down s1.r1.e1"], 2):
        world.receives(alert, at=at)
    assert world.home("down s1.r1.e1") == apart
    assert world.standing.incidents[apart].by_hand
    assert {world.home(alert) for alert in PDU if alert != "down s1.r1.e1"} == {1}


def test_what_is_split_off_is_not_folded_back_when_the_cause_is_reported_again() -> None:
    world = Hands()
    world.receives(*PDU)
    apart = world.split(1, "down s1.r1.e1", "down s1.r1.e2")
    world.receives("lost s1.a", "lost s1.r1", "down s1.r2.e1", at=3)
    assert {world.home(f"down s1.r1.e{n}") for n in (1, 2)} == {apart}
    assert apart in world.standing.incidents


def test_long_after_its_incident_is_forgotten_it_opens_another_while_the_first_lasts() -> None:
    world = Hands()
    world.receives(*PDU)
    apart = world.split(1, "down s1.r1.e1")
    world.receives("-down s1.r1.e1", at=2)
    world.standing = type(world.standing)(
        alerts=world.standing.alerts,
        incidents={
            number: incident for number, incident in world.standing.incidents.items() if number != apart
        },
    )
    world.receives("down s1.r1.e1", at=90)
    assert world.home("down s1.r1.e1") not in (1, apart)


def test_the_incident_began_when_the_first_of_what_left_did() -> None:
    world = Hands()
    world.receives(*PDU)
    world.receives("down s1.r1.e5", at=4)
    apart = world.split(1, "down s1.r1.e5", "down s1.r1.e2", at=30)
    assert world.standing.incidents[apart].opened_at == START
    assert world.standing.incidents[apart].causes.keys() == {"s1.r1.e5", "s1.r1.e2"}


def test_an_incident_whose_cause_leaves_is_named_after_what_stays() -> None:
    world = Hands()
    world.receives(*PDU)
    world.split(1, "lost s1.r1.a")
    assert world.standing.incidents[1].cause.startswith("s1.r1.e")
    assert CauseFound in [effect.__class__ for effect in world.effects]


@pytest.mark.parametrize(
    ("alerts", "code"),
    [(("down s2.r1.e1",), "incident.refused.none_leaves"), (PDU, "incident.refused.none_stays")],
)
def test_a_split_leaves_something_that_fires_on_both_sides(alerts: tuple[str, ...], code: str) -> None:
    world = Hands()
    world.receives(*PDU)
    with pytest.raises(Refused) as refused:
        world.split(1, *alerts)
    assert refused.value.why.code == code


def test_nothing_is_merged_into_itself() -> None:
    world = Hands()
    world.receives("down s1.r1.e1")
    with pytest.raises(Refused):
        world.merge(1, 1)


def test_two_troubles_merged_by_hand_go_on_together() -> None:
    world = Hands()
    world.receives("down s1.r1.e1", "slow crm")
    second = world.home("slow crm")
    world.merge(second, 1)
    assert [effect.child for effect in world.effects if isinstance(effect, IncidentFolded)] == [second]
    world.receives("note s1.r1.e1", "-slow crm", "slow crm", at=3)
    world.receives("lost s1.r1", at=4)
    assert {world.home("down s1.r1.e1"), world.home("slow crm")} == {1}
    assert world.standing.incidents[1].members.keys() >= {"s1.r1.e1", "crm"}


def test_a_symptom_of_what_was_merged_joins_it() -> None:
    world = Hands()
    world.receives("intrusion s1", "down s1.r1.d2")
    second = world.home("down s1.r1.d2")
    world.merge(1, second)
    world.receives("slow erp", at=2)
    assert world.home("slow erp") == second


def test_merged_and_split_twice_it_may_be_merged_again() -> None:
    world = Hands()
    world.receives(*PDU)
    apart = world.split(1, "down s1.r1.e1")
    world.merge(apart, 1)
    assert world.standing.incidents[1].taken_out == ()
    world.receives("-down s1.r1.e1", "down s1.r1.e1", at=3)
    assert world.home("down s1.r1.e1") == 1


def test_an_unresolved_alert_whose_place_is_taught_stays_where_a_person_put_it() -> None:
    world = Hands()
    world.receives("down s2.r1.e1", sighting("down somewhere", unresolved=True))
    kept = world.home("down s2.r1.e1")
    world.merge(world.home("down somewhere"), kept)
    taught = sighting("down somewhere", at=2)
    world.receives(type(taught)(event=taught.event, item="s1.r1.e1"), at=2)
    assert world.home("down somewhere") == kept


ALARMS = [*PDU, "slow crm", "down s2.r1.d1", "psu s1.r1.d3", "intrusion s2", "note s2.r4.e1"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_merged_then_split_the_alerts_are_together_as_before(data: st.DataObject) -> None:
    """Whatever is merged: taking the same alerts out again gives back who is with whom. Nothing is lost on the way."""
    world = Hands()
    world.receives(*data.draw(st.lists(st.sampled_from(ALARMS), min_size=2, unique=True)))
    numbers = sorted(world.standing.incidents)
    if len(numbers) < 2:
        return
    child, parent = data.draw(st.permutations(numbers))[:2]
    before, theirs = (
        world.partition,
        [key for key, alert in world.standing.alerts.items() if alert.incident == child],
    )
    firing = {number: incident.firing for number, incident in world.standing.incidents.items()}
    began = world.standing.incidents[child].opened_at
    world.merge(child, parent)
    assert world.standing.incidents[parent].firing == firing[child] + firing[parent]
    again = world.split(parent, *(key.removeprefix("host ") for key in theirs))
    assert world.partition == before
    assert {again: firing[child], parent: firing[parent]} == {
        number: world.standing.incidents[number].firing for number in (again, parent)
    }
    assert world.standing.incidents[again].opened_at <= min(
        alert.state_at for alert in world.standing.alerts.values() if alert.incident == again
    )
    assert began <= world.standing.incidents[again].opened_at


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_reported_next_what_was_taken_out_never_comes_back(data: st.DataObject) -> None:
    world = Hands()
    world.receives(*PDU, "down s2.r1.d1")
    taken = data.draw(st.sets(st.sampled_from(PDU), min_size=1, max_size=4))
    world.split(1, *taken)
    words = st.sampled_from(
        [*ALARMS, *(f"-{alarm}" for alarm in ALARMS), "lost s1.a", "lost s1", "down s1.r1"]
    )
    for at, batch in enumerate(data.draw(st.lists(st.lists(words, min_size=1, max_size=5), max_size=6)), 2):
        world.receives(*batch, at=at)
        assert not {f"host {alert}" for alert in taken} & _firing_in(world, 1)


def _firing_in(world: Hands, incident: int) -> set[str]:
    return {
        key
        for key, alert in world.standing.alerts.items()
        if alert.incident == incident and alert.state is AlertState.FIRING
    }


def test_each_alert_that_leaves_is_counted_once_in_what_is_reported() -> None:
    world = Hands()
    world.receives(*PDU)
    del world.effects[:]
    world.split(1, "down s1.r1.e1", "down s1.r1.e2")
    assert [effect.count for effect in world.effects if isinstance(effect, AlertsJoined)] == [2]
    assert [effect.count for effect in world.effects if isinstance(effect, AlertsTakenOut)] == [2]
    assert len([effect for effect in world.effects if isinstance(effect, IncidentOpened)]) == 1
