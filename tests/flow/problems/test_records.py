"""Problems from a recurrence or by hand: confirmed, merged, opened again, reminded of, closed; and explained."""

from datetime import timedelta

import pytest

from tests.flow.house import House, post_event
from tests.flow.problems.recurring_outlet import OUTLET, past, year_of_incidents
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import NotAllowed, NotFound, Outdated, Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.problem import record as r
from tocsin.core.problem.record import ProblemState
from tocsin.core.problem.values import Family
from tocsin.flow import clock
from tocsin.flow.incidents.why import explain
from tocsin.flow.problems import records, recurring, watching
from tocsin.store import incidents, models, problems
from tocsin.store.models import Account


@pytest.fixture
def technician(house: House) -> Account:
    return Account.objects.create_user("tech", password="x", role="technician", person="karim.haddad")


@pytest.fixture
def outlet(house: House) -> int:
    """The candidate's id: one outlet four times in a fortnight."""
    year_of_incidents(house)
    recurring.watch()
    return next(each.id for each in recurring.standing() if each.found.family is Family.ITEM)


def first() -> int:
    return models.Incident.objects.order_by("id").values_list("id", flat=True)[0]


def test_a_confirmed_recurrence_is_a_problem_with_its_incidents_and_no_candidate_any_more(
    outlet: int, technician: Account
) -> None:
    made = recurring.confirm(technician, outlet)
    assert (made.title, len(made.incidents), made.keys[0].key) == (made.title, 4, OUTLET)
    recurring.watch()
    assert outlet not in {each.id for each in recurring.standing()}
    with pytest.raises(NotFound):
        recurring.confirm(technician, outlet)
    (entry,) = incidents.timeline(made.subject)
    assert (entry.verb, entry.actor) == (Verb.IDENTIFIED, "karim.haddad")


def test_the_next_incident_of_the_recurrence_belongs_to_the_problem_and_opens_it_again(
    outlet: int, technician: Account
) -> None:
    made = recurring.confirm(technician, outlet)
    records.ask(technician, made.id, r.ResolveProblem(note="Prise remplacée"))
    clock.fast_forward(hours=26)
    past(OUTLET, 0.5)
    recurring.watch()
    known = records.load(made.id)
    assert (len(known.incidents), known.reopened, known.open) == (5, 1, True)


def test_in_a_later_episode_too_and_what_was_dismissed_stays_dismissed(
    outlet: int, technician: Account
) -> None:
    made = recurring.confirm(technician, outlet)
    kinds = [each for each in recurring.standing() if each.found.family is Family.KIND]
    recurring.dismiss(technician, kinds[0].id, "Travaux")
    clock.fast_forward(days=60)
    past(OUTLET, 1, 2, 3)
    recurring.watch()
    assert {each.found.key for each in recurring.standing()}.isdisjoint({OUTLET, kinds[0].found.key})
    assert len(records.load(made.id).incidents) == 7


def test_two_candidates_of_one_trouble_become_one_problem(outlet: int, technician: Account) -> None:
    other = next(each for each in recurring.standing() if each.id != outlet)
    assert recurring.merge(technician, other.id, recurrence=outlet) is None
    assert other.id not in {each.id for each in recurring.standing()}
    made = recurring.confirm(technician, outlet, "Prise 12")
    assert {(key.family, key.key) for key in made.keys} >= {
        (Family.ITEM, OUTLET),
        (other.found.family, other.found.key),
    }
    for wrong in ({"recurrence": outlet}, {}):
        with pytest.raises((Refused, NotFound)):
            recurring.merge(technician, outlet, **wrong)


def test_a_candidate_is_merged_into_a_problem(outlet: int, technician: Account) -> None:
    made = records.start(technician, "Prise", [first()])
    merged = recurring.merge(technician, outlet, problem=made.id)
    assert merged
    assert len(merged.incidents) == 5
    assert outlet not in {each.id for each in recurring.standing()}


def test_by_hand_from_incidents_with_every_step_on_its_timeline(house: House, technician: Account) -> None:
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    made = records.start(technician, "ERP muet", [first()])
    commands = (
        r.Take(),
        r.Suppose(text="Carte réseau"),
        r.AddCause(text="Pilote", root=True),
        r.WorkAround(text="Redémarrer la carte"),
        r.DeclareKnownError(),
        r.AddAction(text="Mettre à jour", owner="damien.roussel", due=clock.now().date()),
        r.PlanChange(change=r.Change(text="Nouveau pilote", supplier="valmont", reference="T-1")),
    )
    for command in commands:
        records.ask(technician, made.id, command)
    known = records.load(made.id)
    assert (known.state, known.owner, known.team) == (ProblemState.KNOWN_ERROR, "karim.haddad", "systems")
    with pytest.raises(Outdated):
        records.ask(technician, made.id, r.Take(), seen=0)
    verbs = [entry.verb for entry in incidents.timeline(made.subject)]
    assert verbs == [
        Verb.IDENTIFIED, Verb.TAKEN, Verb.ANALYSED, Verb.ANALYSED, Verb.ANALYSED, Verb.ANALYSED, Verb.PLANNED,
        Verb.PLANNED,
    ]  # fmt: skip
    mails = models.Delivery.objects.filter(subject_kind="problem", subject_id=made.id)
    assert [mail.address for mail in mails] == ["damien.roussel@cachemire.example"]
    text = "\n".join(line for step in explain(Subject.problem(made.id), "fr") for line in step.lines)
    assert "Redémarrer la carte" in text
    assert f"INC-{first()}" in text


def test_what_time_asks_is_done_once(house: House, technician: Account) -> None:
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    made = records.start(technician, "ERP muet", [first()])
    action = r.AddAction(text="x", owner="karim.haddad", due=clock.now().date())
    records.ask(technician, made.id, action)
    clock.fast_forward(days=2)
    watching.watch()
    watching.watch()
    assert [e.verb for e in incidents.timeline(made.subject)].count(Verb.WARNED) == 1
    records.ask(technician, made.id, r.ResolveProblem(note="x", quiet_days=3))
    clock.fast_forward(days=3, hours=-1)
    watching.watch()
    assert records.load(made.id).open
    clock.fast_forward(hours=2)
    watching.watch()
    assert problems.load(made.id).state is ProblemState.CLOSED
    assert clock.now() - records.load(made.id).closed_at < timedelta(minutes=1)


def test_a_reader_decides_nothing_and_an_unknown_incident_is_refused(
    house: House, technician: Account
) -> None:
    reader = Account.objects.create_user("r", role="reader")
    for ask in (
        lambda: records.start(reader, "x", [1]),
        lambda: records.ask(reader, 1, r.Take()),
        lambda: recurring.confirm(reader, 1),
        lambda: recurring.merge(reader, 1, problem=1),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotFound):
        records.start(technician, "x", [999_999])
    with pytest.raises(NotFound):
        records.ask(technician, 999_999, r.Take())
