"""A source names a wrong place and corrects itself, or a person says that it was wrong; and takes that back."""

from datetime import timedelta

import pytest

from tests.core.correlation.cachemire import Night, company
from tests.core.correlation.world import START
from tocsin.core.correlation.decide import correct, decide, restore
from tocsin.core.correlation.values import AlertState, Sighting, Standing
from tocsin.core.event.values import Event, EventState, Place
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why

WRONG, RIGHT = "par1.s1.r07.pdu-a.o12", "par1.s1.r07.pdu-a.o10"
UNDER_RIGHT = "srv-intra-01"  # one cord
WHY = Why(code="correlation.corrected_by_person", facts={"person": "damien.roussel"})


def outlet(item: str, minute: float, reference: str = "", corrects: str = "") -> Sighting:
    event = Event(
        source="valmont",
        kind="power.outlet.lost",
        state=EventState.FIRING,
        criticality=Criticality.HIGH,
        place=Place(text=item, item=item),
        summary=item,
        occurred_at=START + timedelta(minutes=minute),
        fingerprint=f"valmont power.outlet.lost {item}",
        reference=reference,
        corrects=corrects,
    )
    return Sighting(event=event, item=item)


class Corrected(Night):
    """A night in which places are corrected."""

    def reports(self, minute: float, *reports: Sighting) -> None:
        here = company()
        rules = {
            "graph": here.graph,
            "kinds": here.organisation.kinds,
            "policy": self.policy,
            "ids": self.ids,
        }
        self.take(decide(self.standing, reports, now=START + timedelta(minutes=minute), **rules))

    def corrects(self, minute: float, wrong: str, right: str) -> None:
        number = {incident.cause: incident.id for incident in self.open}
        here = company()
        rules = {
            "graph": here.graph,
            "kinds": here.organisation.kinds,
            "policy": self.policy,
            "ids": self.ids,
        }
        now = START + timedelta(minutes=minute)
        self.take(correct(self.standing, number[wrong], number[right], now=now, why=WHY, **rules))

    def restores(self, minute: float, *items: str) -> None:
        here = company()
        rules = {
            "graph": here.graph,
            "kinds": here.organisation.kinds,
            "policy": self.policy,
            "ids": self.ids,
        }
        ended = {name: alert for name, alert in self.standing.alerts.items() if alert.item in items}
        others = {name: alert for name, alert in self.standing.alerts.items() if alert.item not in items}
        standing = Standing(alerts=ended, incidents=self.standing.incidents)
        decision = restore(standing, now=START + timedelta(minutes=minute), why=WHY, **rules)
        self.standing = decision.after
        self.standing.alerts.update(others)  # type: ignore[attr-defined]
        self.effects += decision.effects
        self.check()


def test_two_outlets_are_two_incidents_while_nobody_says_that_one_was_wrong() -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(RIGHT, 7, "VDC-1"))
    assert set(night.items) == {WRONG, RIGHT}


@pytest.mark.parametrize("reference", ["VDC-1", "VDC-2"])
def test_a_message_that_says_that_it_replaces_another_moves_the_incident(reference: str) -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(RIGHT, 7, reference, corrects="VDC-1"))
    assert night.items == {RIGHT: {RIGHT}}
    (fold,) = night.of("IncidentFolded")
    assert fold.corrected == (f"valmont power.outlet.lost {WRONG}",)
    assert fold.why.code == "correlation.corrected"
    assert not night.of("IncidentRecovered")


def test_a_place_corrected_within_the_batch_was_never_an_incident() -> None:
    night = Corrected()
    night.reports(7, outlet(WRONG, 0, "VDC-1"), outlet(RIGHT, 7, "VDC-2", corrects="VDC-1"))
    assert night.items == {RIGHT: {RIGHT}}
    assert len(night.of("IncidentOpened")) == 1


def test_a_correction_of_anything_but_the_place_moves_nothing() -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(WRONG, 7, "VDC-1", corrects="VDC-1"))
    assert night.items == {WRONG: {WRONG}}


def test_what_joined_the_wrong_place_is_judged_anew() -> None:
    night = Corrected()
    night.reports(0, outlet(RIGHT, 0, "VDC-1"))
    night.receives_at(1, f"device.down {UNDER_RIGHT}")
    night.reports(
        7, outlet(WRONG, 7, "VDC-2", corrects="VDC-1")
    )  # the other way round: it hangs on the first
    assert night.items == {WRONG: {WRONG}, UNDER_RIGHT: {UNDER_RIGHT}}


def test_another_cause_that_fires_keeps_its_incident() -> None:
    side_a, side_b = "par1.s1.r01.pdu-a.o01", "par1.s1.r01.pdu-b.o01"
    night = Corrected()
    night.reports(0, outlet(side_a, 0, "VDC-1"))
    night.reports(1, outlet(side_b, 1, "VDC-2"))
    assert len(night.open) == 1
    night.reports(7, outlet(RIGHT, 7, "VDC-3", corrects="VDC-2"))
    assert night.items == {side_a: {side_a}, RIGHT: {RIGHT}}


def test_the_reference_of_another_source_is_not_corrected() -> None:
    night = Corrected()
    night.receives_at(0, f"power.outlet.lost {WRONG}")
    night.reports(7, outlet(RIGHT, 7, "VDC-2", corrects="VDC-1"))
    assert set(night.items) == {WRONG, RIGHT}


def test_a_person_says_that_the_place_was_wrong() -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(RIGHT, 7, "VDC-2"))
    night.corrects(20, WRONG, RIGHT)
    assert night.items == {RIGHT: {RIGHT}}
    assert night.standing.alerts[f"valmont power.outlet.lost {WRONG}"].state is AlertState.RESOLVED
    assert night.of("IncidentFolded")[0].why is WHY


def test_a_person_moves_what_hangs_on_the_right_place_with_it() -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.receives_at(1, f"device.down {UNDER_RIGHT}")
    night.reports(7, outlet(RIGHT, 7, "VDC-2"))
    assert night.items == {WRONG: {WRONG}, RIGHT: {RIGHT, UNDER_RIGHT}}
    night.corrects(20, WRONG, RIGHT)
    assert night.items == {RIGHT: {RIGHT, UNDER_RIGHT}}


def test_what_a_person_corrected_by_mistake_is_a_trouble_of_its_own_again() -> None:
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(RIGHT, 7, "VDC-2"))
    night.corrects(20, WRONG, RIGHT)
    night.restores(30, WRONG)
    assert set(night.items) == {RIGHT, WRONG}
    assert {incident.cause: incident.opened_at for incident in night.open}[WRONG] == START


def test_a_corrected_place_that_is_reported_again_is_part_of_the_same_trouble() -> None:
    """The provider reminds of what it took back: one story still."""
    night = Corrected()
    night.reports(0, outlet(WRONG, 0, "VDC-1"))
    night.reports(7, outlet(RIGHT, 7, "VDC-2", corrects="VDC-1"))
    night.reports(30, outlet(WRONG, 30, "VDC-1"))
    assert len(night.open) == 1
