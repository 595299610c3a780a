"""Major incidents from declaration to stand-down, on the example company: rights, mails, folding, proposals, the reason."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.flow.house import House, known, post_event
from tocsin.core.duty.values import Absence
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import NotAllowed, Outdated, Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.major import values as v
from tocsin.core.major.values import Major
from tocsin.core.notice.short import render_short
from tocsin.core.organisation.majors import PlannedUpdate
from tocsin.flow import clock
from tocsin.flow.incidents.why import explain
from tocsin.flow.majors import records, watching
from tocsin.store import incidents, majors, models, roster
from tocsin.store.models import Account
from tocsin.store.read import why

KARIM, MARION = "karim.haddad", "marion.delcourt"
PUBLIC = v.PostUpdate(
    audience="public", phase=v.Phase.INVESTIGATING, fr="Caisses arrêtées.", en="Tills are down."
)


@pytest.fixture
def karim(house: House) -> Account:
    return Account.objects.create_user("kh", password="x", role="technician", person=KARIM)


@pytest.fixture
def marion(house: House) -> Account:
    return Account.objects.create_user("md", password="x", role="technician", person=MARION)


@pytest.fixture
def incident(house: House) -> int:
    house.receives(post_event("application.down", "crm"))
    return known()[0].id


@pytest.fixture
def led(karim: Account, incident: int) -> Major:
    return records.declare(karim, [incident], "Le CRM est arrêté")


def recipients() -> set[str]:
    return set(models.Delivery.objects.values_list("address", flat=True))


def test_declared_by_one_act_it_stands_on_both_timelines_and_the_plan_is_frozen(
    led: Major, incident: int
) -> None:
    assert (led.commander, led.plan.key, led.team) == (KARIM, "group", "systems")
    last = incidents.timeline(Subject.incident(incident))[-1]
    assert (last.verb, last.data["number"]) == (Verb.MAJOR_DECLARED, led.subject.number)
    assert majors.of_incidents([incident])[incident].id == led.id


def test_an_incident_is_part_of_one_major_incident(led: Major, karim: Account, incident: int) -> None:
    with pytest.raises(Refused):
        records.declare(karim, [incident], "encore")


def test_updates_and_the_end_are_the_commanders(led: Major, marion: Account, karim: Account) -> None:
    for command in (PUBLIC, v.StandDown(note="x"), v.NameCommander(person=MARION, note="x")):
        with pytest.raises(NotAllowed):
            records.ask(marion, led.id, command)
    with pytest.raises(Outdated):
        records.ask(karim, led.id, PUBLIC, seen=99)
    assert records.ask(karim, led.id, PUBLIC).updates[0].updates == ("Utilisateurs",)


def test_an_internal_update_is_mailed_by_the_plan(led: Major, karim: Account) -> None:
    records.ask(
        karim, led.id, v.PostUpdate(audience="internal", phase=v.Phase.IDENTIFIED, fr="Base arrêtée.")
    )
    assert {"systemes@cachemire.example", "helene.marchand@cachemire.example"} <= recipients()


def test_a_commander_who_falls_ill_is_replaced_at_the_next_look(led: Major, house: House) -> None:
    roster.add_absence(Absence(id=0, person=KARIM, start=clock.now()), clock.now())
    watching.watch()
    after = records.load(led.id)
    assert after.commander not in ("", KARIM)
    assert after.asked is not None
    assert after.asked.given
    assert records.here().organisation.persons[after.commander].email in recipients()


def test_an_overdue_update_reminds_once_in_ten_minutes(led: Major, house: House) -> None:
    clock.fast_forward(minutes=21)
    for _ in range(3):
        watching.watch()
    verbs = [entry.verb for entry in incidents.timeline(led.subject)]
    assert verbs.count(Verb.WARNED) == 1
    assert records.load(led.id).updates == ()


def test_what_was_folded_is_represented_by_what_goes_on_for_it(
    led: Major, house: House, incident: int
) -> None:
    house.receives(post_event("application.down", "erp"))
    other = next(found.id for found in known() if found.id != incident)
    models.Incident.objects.filter(id=incident).update(folded_into=other)
    row = models.Incident.objects.get(id=incident)
    row.value["folded_into"] = other
    row.save(update_fields=["value"])
    watching.watch()
    assert records.load(led.id).incidents == (other,)


def test_what_meets_a_criterion_is_proposed_once_and_declared_by_nobody(
    house: House, incident: int, karim: Account
) -> None:
    row = models.Incident.objects.get(id=incident)
    row.value |= {"criticality": "critical", "reporters": 5}
    row.save(update_fields=["value"])
    watching.watch()
    watching.watch()
    verbs = [entry.verb for entry in incidents.timeline(Subject.incident(incident))]
    assert verbs.count(Verb.MAJOR_PROPOSED) == 1
    assert majors.current() == []
    records.dismiss(karim, incident, "Un seul service, un contournement existe")
    with pytest.raises(Refused):
        records.dismiss(karim, incident, "encore")


def test_it_explains_itself(led: Major, karim: Account) -> None:
    records.ask(karim, led.id, PUBLIC)
    roster.add_absence(Absence(id=0, person=KARIM, start=clock.now()), clock.now())
    watching.watch()
    lines = [line for step in explain(led.subject, "en") for line in step.lines]
    text = "\n".join(lines)
    assert "Le CRM est arrêté" in text
    assert "Tills are down." in text
    assert "Karim Haddad, who commanded, is away." in text


def test_stood_down_it_asks_for_nothing_more(led: Major, karim: Account) -> None:
    records.ask(karim, led.id, v.StandDown(note="rétabli"))
    clock.fast_forward(hours=3)
    watching.watch()
    assert records.load(led.id).stood_down_at == clock.now() - timedelta(hours=3)
    with pytest.raises(Refused):
        records.ask(karim, led.id, v.TakeCommand())


def test_what_users_felt_is_kept_when_it_is_over(led: Major, house: House, incident: int) -> None:
    watching.watch()
    assert records.load(led.id).felt == ("crm",)
    before = records.load(led.id).revision
    house.receives(post_event("application.down", "crm", "resolved"))
    watching.watch()
    assert (records.load(led.id).felt, records.load(led.id).revision) == (("crm",), before)


def test_somebody_of_another_region_who_is_asked_may_answer(led: Major, karim: Account) -> None:
    region = {"role": "technician", "region": "es", "person": "javier.molina"}
    javier = Account.objects.create_user("jm", password="x", **region)
    with pytest.raises(NotAllowed):
        records.ask(javier, led.id, v.TakeCommand())
    records.ask(karim, led.id, v.OfferCommand(person="javier.molina", note="x"))
    assert records.ask(javier, led.id, v.TakeCommand()).commander == "javier.molina"


def test_it_is_not_declared_again_while_another_one_leads_its_incident(
    led: Major, karim: Account, incident: int
) -> None:
    records.ask(karim, led.id, v.StandDown(note="x"))
    records.declare(karim, [incident], "encore")
    with pytest.raises(Refused):
        records.ask(karim, led.id, v.DeclareAgain(note="x"))


def test_an_update_by_a_gateway_is_a_notice_with_its_text(led: Major, karim: Account) -> None:
    by_sms = PlannedUpdate(name="duty", to=("person:fatou.diallo",), every=1800, channel="sms")
    majors.write([replace(led, plan=replace(led.plan, updates=(by_sms,)))])
    records.ask(
        karim, led.id, v.PostUpdate(audience="internal", phase=v.Phase.IDENTIFIED, fr="Base arrêtée.")
    )
    (notice,) = models.Notice.objects.filter(kind="major")
    assert notice.value["person"] == "fatou.diallo"
    (sent,) = [
        row["notice"] for row in why.notices(Subject.incident(led.incidents[0])) if row["kind"] == "major"
    ]
    assert "Base arrêtée." in render_short([sent], "fr", "https://x").text
