"""Absences from files: all or nothing, twice is once, changed is changed, undone as easily; the calendar of duty."""

import pytest
from icalendar import Calendar

from tests.flow.house import House
from tocsin.connectors.spreadsheet.reading import read_content
from tocsin.core.kernel.errors import BadInput, NotAllowed, NotFound
from tocsin.flow import absences, clock, duty, duty_feed
from tocsin.flow.organisation import snapshot
from tocsin.store import absences as stored
from tocsin.store.models import Account

CSV = "personne;du;au;remplaçant;motif\nKarim Haddad;{first};{last};Marion Delcourt;Congés\n"


@pytest.fixture
def manager(house: House) -> Account:
    return Account.objects.create_user("chef", password="x", role="manager", person="bruno.castaing")


def taken_in(account: Account, text: str, name: str = "conges.csv") -> absences.Imported:
    return absences.ask(account, absences.read(text.encode(), name, read_content), name)


def test_the_same_file_twice_is_one_absence_and_a_longer_one_replaces_it(manager: Account) -> None:
    first = CSV.format(first="24/12/2026", last="26/12/2026")
    assert taken_in(manager, first)[:3] == (1, 0, 0)
    assert taken_in(manager, first)[:3] == (0, 0, 1)
    assert taken_in(manager, CSV.format(first="24/12/2026", last="31/12/2026"))[:3] == (0, 1, 0)
    (absence,) = duty.known().absences
    assert (absence.person, absence.substitute, f"{absence.end:%d %H:%M}") == (
        "karim.haddad",
        "marion.delcourt",
        "31 23:00",
    )


def test_with_one_mistake_nothing_is_imported(manager: Account) -> None:
    text = CSV.format(first="24/12/2026", last="26/12/2026") + "Nobody At All;24/12/2026;;;\n"
    with pytest.raises(BadInput) as refused:
        taken_in(manager, text)
    assert [fault.line for fault in refused.value.faults] == [3]
    assert duty.known().absences == ()


def test_an_import_is_undone_whole(manager: Account) -> None:
    taken_in(manager, CSV.format(first="24/12/2026", last="26/12/2026"))
    (row,) = stored.imports(clock.now().replace(year=2020))
    assert absences.undo(manager, row.id) == 1
    assert duty.known().absences == ()
    with pytest.raises(NotFound):
        absences.undo(manager, row.id)


def test_a_region_imports_for_its_own_people_alone(house: House) -> None:
    italian = Account.objects.create_user("it", password="x", role="technician", region="it")
    with pytest.raises(NotAllowed):
        taken_in(italian, CSV.format(first="24/12/2026", last="26/12/2026"))
    assert duty.known().absences == ()


def test_the_calendar_of_duty_has_the_turns_of_the_router(manager: Account) -> None:
    current = duty.now_on_duty("systems")
    account = Account.objects.create_user("k", password="x", role="technician", person=current.person)
    own, team = (Calendar.from_ical(duty_feed.feed(account, key)) for key in ("", "systems"))
    events = [event for event in team.walk("VEVENT") if event.start <= clock.now() < event.end]
    (now,) = events
    assert snapshot().persons[current.person].name in now["SUMMARY"]
    assert now["UID"] in [event["UID"] for event in own.walk("VEVENT")]
    uids = [event["UID"] for event in team.walk("VEVENT")]
    clock.fast_forward(days=1)
    later = [event["UID"] for event in Calendar.from_ical(duty_feed.feed(account, "systems")).walk("VEVENT")]
    assert set(uids) & set(later) >= set(uids[1:-1])
