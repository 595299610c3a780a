"""Recovery plans: callers are reminded before a test is due, once; what a test has shown is kept and moves the next."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from tests.flow.house import House
from tests.flow.sites.people import account, mails_to
from tocsin.core.kernel.errors import NotAllowed, Refused
from tocsin.core.recovery.due import due_at
from tocsin.core.recovery.values import Result
from tocsin.flow import clock, organisation
from tocsin.flow.accounts.audit import Action
from tocsin.flow.sites import recovery, watching
from tocsin.flow.sites.recovery import standings
from tocsin.store import incidents, models

CALLER = "karim.haddad"


def days(number: float) -> None:
    clock.fast_forward(seconds=timedelta(days=number).total_seconds())


def plan_number() -> int:
    return standings(organisation.snapshot(), clock.now())[0].id


def reminders(house: House) -> list[str]:
    watching.watch()
    email = organisation.snapshot().persons[CALLER].email
    return [subject for subject in mails_to(house, email) if "reprise" in subject]


def recorded(result: Result = "passed") -> None:
    recovery.tested(account(), plan_number(), clock.now(), result, "Bascule en 42 min")


def test_a_plan_that_was_never_tested_is_due_since_it_was_declared_and_reminded_of_once(house: House) -> None:
    assert len(reminders(house)) == 1
    days(1)
    assert len(reminders(house)) == 1


def test_after_a_test_the_next_reminder_comes_thirty_days_before_the_next_one(house: House) -> None:
    before = len(reminders(house))
    recorded()
    days(149)  # tested every 180 days, reminded of 30 days before
    assert len(reminders(house)) == before
    days(2)
    assert len(reminders(house)) == before + 1
    days(10)
    assert len(reminders(house)) == before + 1


def test_a_failed_test_is_due_again_at_once(house: House) -> None:
    before = len(reminders(house))
    days(1)
    recorded("failed")
    assert len(reminders(house)) == before + 1
    (standing,) = standings(organisation.snapshot(), clock.now())
    assert standing.last is not None
    assert due_at(standing) == standing.last.at


def test_each_caller_is_reminded_and_the_timeline_says_so(house: House) -> None:
    reminders(house)
    (standing,) = standings(organisation.snapshot(), clock.now())
    people = organisation.snapshot().persons
    addresses = {people[caller].email for caller in standing.plan.callers}
    reminded = {to for to, subject in house.sent if "reprise" in subject}
    assert reminded == addresses
    assert [entry.verb.value for entry in incidents.timeline(standing.subject)] == ["warned"]


@pytest.mark.parametrize(("note", "hours"), [(" ", 0.0), ("Bascule", 1.0)])
def test_a_result_needs_words_and_is_none_of_the_future(house: House, note: str, hours: float) -> None:
    at = clock.now() + timedelta(hours=hours)
    with pytest.raises(Refused):
        recovery.tested(account(), plan_number(), at, "passed", note)


def test_a_result_is_never_changed(house: House) -> None:
    recorded()
    with pytest.raises(Error), transaction.atomic():
        models.RecoveryTest.objects.update(result="failed")


def test_the_code_is_for_its_callers_alone_and_every_showing_is_audited(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALMONT_RECOVERY_CODE", "orage-7")
    assert recovery.code(account(), plan_number()) == "orage-7"
    with pytest.raises(NotAllowed):
        recovery.code(account(role="administrator", person="marion.delcourt"), plan_number())
    assert models.SecurityEntry.objects.filter(action=Action.CODE_SHOWN).count() == 1
