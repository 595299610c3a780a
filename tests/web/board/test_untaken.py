"""Who is notified next of what nobody has taken stands on the board and on the incident."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.flow.house import house as opened
from tests.flow.house import only, post_event
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.ladder import managers
from tocsin.core.incident import commands as c
from tocsin.core.kernel.scales import Priority
from tocsin.flow import clock
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.web.incident import escalating


@pytest.fixture
def house(db):
    with opened() as inhabited:
        yield inhabited


def test_the_board_and_the_incident_say_who_was_notified_and_who_is_next(house, reader):
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    incident = act(only().id, c.ChangePriority(priority=Priority.P2), "damien.roussel")
    for page in ("/", f"/incidents/{incident.id}"):
        assert "l’équipe de nouveau" in reader.get(page).content.decode()
    clock.fast_forward(minutes=16)
    house.does_what_is_due()
    manager = managers(snapshot(), only())[0]
    for page in ("/", f"/incidents/{incident.id}"):
        html = reader.get(page).content.decode()
        assert "rappelé" in html
        assert manager.name in html
    act(incident.id, c.Take(), "damien.roussel")
    assert "rappelé" not in reader.get("/").content.decode()


def test_the_view_names_the_next_rung(house):
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    incident = replace(only(), priority=Priority.P1)
    shown = escalating.untaken(incident, snapshot(), Roster(), clock.now())
    assert shown is not None
    assert shown.next_at == only().opened_at + timedelta(minutes=5)
    assert shown.next_to == ""
