"""In the demo no team that gets incidents is ever without somebody on duty: its unowned minutes are 0."""

from datetime import UTC, datetime, timedelta

from tests.flow.house import cachemire
from tocsin.core.duty.turns import gaps, turns
from tocsin.core.duty.values import Roster
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.organisation import Organisation
from tocsin.demo.world.company import with_everybodys_turns
from tocsin.flow.organisation import faults_of

START = datetime(2026, 9, 20, tzinfo=UTC)


def test_every_team_that_gets_incidents_has_somebody_at_any_time_of_the_demo() -> None:
    objects = with_everybodys_turns(cachemire())
    assert not faults_of(objects)[0]
    organisation = Organisation.of(objects)
    routed = {
        known.spec["team"] for known in objects if known.section == Section.ROUTING and "team" in known.spec
    }
    assert {"systems", "network", "hosting-desk", "it-fr", "it-es", "it-it", "it-de"} <= routed
    for team in routed:
        assert gaps(turns(team, START, START + timedelta(days=400), organisation, Roster())) == [], team


def test_the_turns_of_those_who_had_them_are_the_same() -> None:
    before, after = Organisation.of(cachemire()), Organisation.of(with_everybodys_turns(cachemire()))
    for team in ("systems", "network"):
        start = datetime(2026, 11, 10, tzinfo=UTC)
        assert [
            turn.duty.person for turn in turns(team, start, start + timedelta(days=60), before, Roster())
        ] == [turn.duty.person for turn in turns(team, start, start + timedelta(days=60), after, Roster())]
