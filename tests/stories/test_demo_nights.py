"""The demo's untidy nights, from the wire to the incidents: what people see is what a good engineer would say."""

from collections.abc import Iterator

import pytest

from tests.stories.playing import Playing, known, playing
from tocsin.core.impact.values import Effect
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident, State, Verb
from tocsin.demo.world.nights import NIGHTS
from tocsin.flow.incidents.commands import act
from tocsin.store import incidents
from tocsin.store.read.beside import beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Playing]:
    with playing() as night:
        yield night


# Night -> until when (seconds), and then: cause -> (inferred, effect) of what is open.
SHOWN: dict[str, tuple[float, dict[str, tuple[bool, str]]]] = {
    "named-late": (30, {"par1.s2.r03.pdu-a": (False, "redundancy_lost")}),
    "router": (20, {"rt-mil1-01": (False, "down")}),
    "switches": (30, {"sw-par1-01": (False, "down")}),
    "behind": (20, {"rt-dus1-01": (True, "down")}),
    "line": (20, {"wan-mad1": (False, "degraded")}),
    "observer": (30, {"vm-mon-it": (False, "down")}),
    "heat": (45, {"par1.s2": (False, "degraded")}),
    "hypervisor": (25, {"hv-par1-16": (False, "down")}),
    "slow": (25, {"srv-crm-01": (False, "degraded")}),
    "two-outlets": (30, {"par1.s1.r01.pdu-b.o01": (False, "redundancy_lost")}),
    "wrong-outlet": (
        40,
        {"par1.s1.r07.pdu-a.o12": (False, "redundancy_lost"), "par1.s1.r07.pdu-a.o10": (False, "down")},
    ),
    "flapping": (60, {"": (False, "down")}),
}


def standing() -> list[Incident]:
    return [incident for incident in known() if incident.open]


def test_every_night_is_tried_here() -> None:
    assert list(SHOWN) == list(NIGHTS)


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_shows_what_a_good_engineer_would_say(company: Playing, night: str) -> None:
    seconds, wanted = SHOWN[night]
    company.story(night, until=seconds)
    assert {found.cause: (found.inferred, found.effect.value) for found in standing()} == wanted


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_is_over_at_its_end(company: Playing, night: str) -> None:
    company.story(night)
    company.wait_until(company.now_and(minutes=20))
    assert [(found.number, found.cause) for found in standing()] == []
    assert max(company.mails().values(), default=0) <= 6


def test_the_wrong_outlet_is_moved_with_one_tap_that_is_proposed(company: Playing) -> None:
    company.story("wrong-outlet", until=40)
    wrong, right = standing()
    assert beside(wrong)[0].thread
    act(wrong.id, c.CorrectPlace(instead=right.number), "damien.roussel")
    (left,) = standing()
    assert (left.id, left.since, left.effect) == (right.id, wrong.since, Effect.DOWN)


def test_heat_is_one_incident_that_worsens(company: Playing) -> None:
    company.story("heat", until=24)
    (hot,) = standing()
    assert Verb.WORSENED not in [entry.verb for entry in incidents.timeline(hot.subject)]
    company.story("heat", until=45)
    (hot,) = standing()
    assert Verb.WORSENED in [entry.verb for entry in incidents.timeline(hot.subject)]


def test_two_outlets_that_were_never_lost_together_are_no_outage(company: Playing) -> None:
    company.story("two-outlets")
    assert all(found.peak is not Effect.DOWN for found in known() if "pdu" in found.cause)
    assert sum("pdu" in found.cause for found in known()) == 2
    assert all(found.state is State.RESOLVED for found in known() if "pdu" in found.cause)


def test_played_one_after_the_other_no_night_is_part_of_another(company: Playing) -> None:
    for night in NIGHTS:
        company.story(night)
    company.wait_until(company.now_and(minutes=20))  # what flaps is believed again only after a rest
    assert [(found.number, found.cause) for found in standing()] == []
    causes = {found.cause for found in known()}
    assert causes >= {cause for _, shown in SHOWN.values() for cause in shown if cause} - {
        "par1.s1.r07.pdu-a.o12"
    }
    assert max(company.mails().values()) <= 25
