"""Nobody took it: the team is notified again, then its ladder, by real mails under a moved clock; taking it ends that."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.flow.house import House, only, post_event, verbs
from tocsin.core.escalation.ladder import managers
from tocsin.core.incident import commands as c
from tocsin.core.kernel.scales import Priority
from tocsin.flow import clock, duty
from tocsin.flow.duties import deadlines
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store import models


def fails(house: House) -> tuple[set[str], str]:
    """A P2 that nobody takes; the addresses of its team with who is on duty there, and of the manager above."""
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    incident = act(only().id, c.ChangePriority(priority=Priority.P2), "damien.roussel")
    here = snapshot()
    on_duty = here.persons[duty.now_on_duty(incident.owner_team).person]
    team = {*here.teams[incident.owner_team].notices, on_duty.email}
    return team, managers(here, incident)[0].email


def mails(house: House) -> list[str]:
    """Whom the mails that say so went to."""
    return [address for address, subject in house.sent if "Non pris en charge" in subject]


def test_the_team_again_then_the_regions_manager(house: House) -> None:
    team, manager = fails(house)
    house.waits(minutes=1)
    for _ in range(20):
        house.waits(minutes=1)
    assert sorted(mails(house)) == sorted(team)
    for _ in range(15):
        house.waits(minutes=1)
    assert sorted(mails(house)) == sorted([*team, manager])
    assert verbs(only()).count("untaken") == 2
    lines = "\n".join(line for step in why.explain(only().subject, "fr") for line in step.lines)
    assert "Personne ne l’a pris en charge depuis 30 min" in lines


def test_taken_it_is_announced_no_more(house: House) -> None:
    fails(house)
    house.waits(minutes=16)
    house.waits(minutes=1)
    act(only().id, c.Take(), "damien.roussel")
    for _ in range(12):
        house.waits(minutes=10)
    assert verbs(only()).count("untaken") == 1


def test_two_workers_announce_it_once(shared_house: House) -> None:
    fails(shared_house)
    clock.fast_forward(minutes=16)
    together = threading.Barrier(2)

    def watch() -> None:
        together.wait()
        try:
            deadlines.watch()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        for job in [two.submit(watch), two.submit(watch)]:
            job.result()
    assert verbs(only()).count("untaken") == 1
    assert models.Notice.objects.filter(kind="untaken").count() == 2, "the team and who is on duty, once each"


def test_a_worker_that_was_away_announces_one_rung_at_a_time(house: House) -> None:
    fails(house)
    clock.fast_forward(hours=6)
    house.does_what_is_due()
    house.does_what_is_due()
    assert verbs(only()).count("untaken") == 1
