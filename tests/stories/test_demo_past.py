"""The demo's past, its last hours: what stands open when people first look."""

from datetime import timedelta

import pytest

from tests.stories.playing import BEGIN, known, playing
from tocsin.core.incident.values import Incident
from tocsin.core.sla.clocks import facts_of, read_clocks
from tocsin.demo import past
from tocsin.demo.world.life import life
from tocsin.flow import clock

pytestmark = pytest.mark.django_db


def states(incident: Incident) -> set[str]:
    return {sla_clock.state.value for sla_clock in read_clocks(facts_of(incident), incident.terms, now=BEGIN)}


def test_a_clock_is_at_risk_and_another_one_breached_when_the_demo_begins() -> None:
    with playing() as company:
        with clock.moved(BEGIN - timedelta(hours=8)):
            past.lay(life(company.floor, BEGIN - timedelta(hours=8), BEGIN), lambda messages: False)
        shown = {incident.cause: states(incident) for incident in known() if incident.open}
    assert "breached" in shown["par1.s1.r02.pdu-a.o09"]
    assert "at_risk" in shown["par1.s1.r02.pdu-b.o11"]
