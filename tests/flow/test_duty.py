"""A technician falls ill in the middle of an incident: what they own moves at once, down the chain of substitutes."""

from datetime import timedelta

import pytest

from tests.flow.house import House, only, post_event, verbs
from tocsin.core.duty.handing import accept_due
from tocsin.core.duty.values import Absence, Cover
from tocsin.core.incident import commands as c
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused
from tocsin.flow import clock, duty
from tocsin.flow.duties import absences, shifts
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store import models
from tocsin.store import shifts as stored_shifts
from tocsin.store.models import Account

KARIM, MARION, FATOU = "karim.haddad", "marion.delcourt", "fatou.diallo"


@pytest.fixture
def manager(house: House) -> Account:
    return Account.objects.create_user("chef", password="x", role="manager", person="bruno.castaing")


def owned(house: House, by: str = KARIM) -> models.Incident:
    """An incident of the systems team that somebody owns, with a note."""
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    act(only().id, c.Take(), by)
    act(only().id, c.Comment(note="Disque de rechange commandé, arrivée à 14 h."), by)
    return only()


def sick(person: str, *, hours: float | None = None, begins: float = 0, substitute: str = "") -> Absence:
    start = clock.now() + timedelta(hours=begins)
    return Absence(
        id=0,
        person=person,
        start=start,
        end=start + timedelta(hours=hours) if hours else None,
        substitute=substitute,
    )


def test_what_a_sick_person_owns_goes_to_their_substitute_with_a_note(house: House, manager: Account) -> None:
    owned(house)
    assert duty.declare_absence(manager, sick(KARIM, substitute=MARION)) == 1
    assert only().owner == MARION
    entry = models.TimelineEntry.objects.filter(verb="handed_over").latest("id").value
    assert entry["actor"] == "tocsin"
    note = entry["data"]["note"]
    assert "Disque de rechange commandé" in note
    assert note.startswith("Priorité P")
    house.waits(minutes=1)
    assert "marion.delcourt@cachemire.example" in [address for address, _ in house.sent]


def test_the_substitute_is_away_too_and_the_chain_goes_on_zammad_3694(house: House, manager: Account) -> None:
    owned(house)
    duty.declare_absence(manager, sick(MARION, substitute=FATOU))
    duty.declare_absence(manager, sick(KARIM, substitute=MARION))
    assert only().owner == FATOU


def test_without_a_substitute_it_goes_to_who_is_on_duty(house: House, manager: Account) -> None:
    owned(house)
    expected = duty.now_on_duty("systems")
    ill = expected.person
    act(only().id, c.HandOver(to=ill), "bruno.castaing") if only().owner != ill else None
    duty.declare_absence(manager, sick(ill))
    then = duty.now_on_duty("systems")
    assert (only().owner, then.why.code) == (then.person, "duty.next")
    assert then.person != ill


def test_with_nobody_left_it_waits_for_its_team(house: House, manager: Account) -> None:
    owned(house)
    for person in (
        "marion.delcourt",
        "julien.prevot",
        "fatou.diallo",
        "remi.chassagne",
        "nadia.ouali",
        KARIM,
    ):
        duty.declare_absence(manager, sick(person))
    assert (only().owner, only().owner_team, only().state) == ("", "systems", "new")


def test_an_absence_to_come_moves_nothing_before_it_begins(house: House, manager: Account) -> None:
    owned(house)
    assert duty.declare_absence(manager, sick(KARIM, begins=2, hours=8, substitute=MARION)) == 0
    house.waits(minutes=119)
    absences.watch()
    assert only().owner == KARIM
    house.waits(minutes=2)
    absences.watch()
    assert only().owner == MARION
    assert verbs(only()).count("handed_over") == 1
    absences.watch()
    assert verbs(only()).count("handed_over") == 1


def test_an_absence_is_undone_as_easily_oncall_5131(house: House, manager: Account) -> None:
    owned(house)
    duty.declare_absence(manager, sick(KARIM, begins=2))
    (absence,) = duty.known().absences
    duty.end_absence(manager, absence.id)
    assert duty.known().absences == ()
    with pytest.raises(NotFound):
        duty.end_absence(manager, absence.id)


def test_a_cover_is_on_duty_at_once(house: House, manager: Account) -> None:
    start = clock.now()
    cover = Cover(
        id=0, rotation="systems", person="ines.belkacem", start=start, end=start + timedelta(hours=12)
    )
    duty.declare_cover(manager, cover)
    assert duty.now_on_duty("systems").person == "ines.belkacem"
    (found,) = duty.known().covers
    clock.fast_forward(minutes=1)
    duty.end_cover(manager, found.id)
    assert duty.now_on_duty("systems").person != "ines.belkacem"


@pytest.mark.parametrize(
    ("absence", "sentence"),
    [
        (lambda: sick(""), "Nobody is called '': choose from the list."),
        (lambda: sick("nobody"), "Nobody is called 'nobody': choose from the list."),
        (
            lambda: sick(KARIM, substitute=KARIM),
            "Karim Haddad cannot stand in for themselves: choose somebody else.",
        ),
        (lambda: sick(KARIM, hours=-3), "The end comes before the beginning: correct one of them."),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_correct(
    house: House, manager: Account, absence, sentence
) -> None:
    with pytest.raises(Refused) as refused:
        duty.declare_absence(manager, absence())
    assert refused.value.sentence("en") == sentence


def test_a_region_declares_for_its_own_people_alone(house: House) -> None:
    italian = Account.objects.create_user("it", password="x", role="technician", region="it")
    with pytest.raises(NotAllowed):
        duty.declare_absence(italian, sick(KARIM))
    reader = Account.objects.create_user("cio", password="x", role="reader")
    with pytest.raises(NotAllowed):
        duty.declare_absence(reader, sick(KARIM))


def test_who_is_on_duty_is_notified_beside_the_team_while_nobody_owns_it(house: House) -> None:
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    house.waits(minutes=2)
    on_duty = snapshot().persons[duty.now_on_duty(only().owner_team).person]
    recipients = [address for address, _ in house.sent]
    assert on_duty.email in recipients
    assert "systemes@cachemire.example" in recipients


def test_a_technician_falls_ill_in_the_middle_the_receiver_says_what_comes_next(
    house: House, manager: Account
) -> None:
    owned(house)
    duty.declare_absence(manager, sick(KARIM, substitute=MARION))
    assert only().asked_of == MARION
    act(only().id, c.Accept(step="J'attends le disque à 14 h, puis je reconstruis le RAID."), MARION)
    assert (only().owner, only().asked_of) == (MARION, "")
    assert models.TimelineEntry.objects.get(verb="accepted").value["data"]["note"].startswith("J'attends")
    start = clock.now() - timedelta(hours=1)
    assert duty.unowned_between(start, clock.now()) == []


def test_sent_back_by_the_substitute_it_goes_on_to_who_is_on_duty(house: House, manager: Account) -> None:
    owned(house)
    duty.declare_absence(manager, sick(KARIM, substitute=FATOU))
    act(only().id, c.SendBack(reason="Je suis dans le train jusqu'à 18 h."), FATOU)
    absences.watch()
    assert only().owner not in ("", KARIM, FATOU)
    assert verbs(only())[-2:] == ["sent_back", "handed_over"]
    assert only().asked_of == only().owner


def test_not_accepted_in_time_the_next_is_asked(house: House, manager: Account) -> None:
    owned(house)
    duty.declare_absence(manager, sick(KARIM, substitute=MARION))
    due = accept_due(only(), snapshot())
    assert due is not None
    clock.fast_forward(seconds=(due - clock.now()).total_seconds())
    absences.watch()
    assert only().owner not in ("", KARIM, MARION)
    note = models.TimelineEntry.objects.filter(verb="handed_over").latest("id").value["data"]["note"]
    assert "Marion Delcourt ne l’a pas accepté à temps" in note


def test_a_change_of_shift_hands_the_whole_duty_over_once(house: House, manager: Account) -> None:
    outgoing = duty.now_on_duty("systems").person
    owned(house, outgoing)
    shifts.watch()
    assert only().owner == outgoing
    clock.fast_forward(days=7)
    assert (shifts.watch(), shifts.watch()) == (2, 0)  # the network's duty passes too
    incoming = duty.now_on_duty("systems").person
    assert (only().owner, only().asked_of) == (incoming, incoming)
    (row,) = (row for row in stored_shifts.since(clock.now() - timedelta(hours=1)) if row.team == "systems")
    assert (row.outgoing, row.incoming, row.incidents) == (outgoing, incoming, (only().id,))
    act(only().id, c.SendBack(reason="Je ne connais pas ce système."), incoming)
    assert only().owner == outgoing


def test_declared_late_the_minutes_before_count_as_unowned(house: House, manager: Account) -> None:
    owned(house)
    clock.fast_forward(hours=3)
    duty.declare_absence(manager, sick(KARIM, begins=-2, substitute=MARION))
    (missing,) = duty.unowned_between(clock.now() - timedelta(days=1), clock.now())
    assert (missing.seconds, missing.why.code) == (7200, "duty.unowned.away")


def test_a_colleague_or_a_manager_acts_for_who_cannot_oncall_3106(house: House, manager: Account) -> None:
    """The person is unreachable: a colleague declares the absence, a manager gives the incident to somebody else."""
    owned(house)
    act(only().id, c.HandOver(to=FATOU, note="Karim ne répond pas."), manager.person)
    assert only().owner == FATOU
    colleague = Account.objects.create_user("collegue", password="x", role="technician", person="nadia.ouali")
    assert duty.declare_absence(colleague, sick(FATOU, substitute=MARION)) == 1
    assert only().owner == MARION


def test_run_to_the_hospital_all_of_it_moves_with_one_gesture_oncall_4538(house: House) -> None:
    """Whoever is on duty leaves this minute, for nobody knows how long, and names no substitute."""
    on_call = duty.now_on_duty("systems").person
    owned(house, by=on_call)
    colleague = Account.objects.create_user("collegue", password="x", role="technician", person="nadia.ouali")
    assert duty.declare_absence(colleague, sick(on_call)) == 1
    after = duty.now_on_duty("systems").person
    assert after not in ("", on_call), "the next of the rotation has the duty at once"
    assert only().owner == after, "and what the absent person owned"
    house.waits(minutes=1)
    house.sent.clear()
    house.receives(post_event("device.down", "srv-crm-01", source="desk-fr", criticality="high"))
    house.waits(minutes=1)
    assert f"{on_call}@cachemire.example" not in [address for address, _ in house.sent]
