"""A known error is offered on an incident that resembles it, with its workaround; what people answer is counted."""

import pytest

from tests.flow.house import House, post_event
from tests.flow.problems.recurring_outlet import past
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import NotAllowed, Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.problem import record as r
from tocsin.core.problem.likeness import LINK_BITS
from tocsin.core.problem.record import Problem
from tocsin.flow import clock
from tocsin.flow.problems import offering, records
from tocsin.store import incidents, models, problems
from tocsin.store.models import Account
from tocsin.store.problems import Use

SERVER = "srv-erp-01"
KNOWN = (r.AddCause(text="Pilote"), r.WorkAround(text="Redémarrer la carte"), r.DeclareKnownError())


@pytest.fixture
def technician(house: House) -> Account:
    return Account.objects.create_user("tech", password="x", role="technician", person="karim.haddad")


@pytest.fixture
def known(house: House, technician: Account) -> Problem:
    """A known error of one server, among a past of all sorts."""
    first = fails(house)
    for number in range(40):
        past(f"other-{number % 20}", 2 + 2 * number)
    problem = records.start(technician, "Carte réseau", [first])
    for command in KNOWN:
        problem = records.ask(technician, problem.id, command)
    house.receives(post_event("device.down", SERVER, "resolved", source="desk-fr"))
    house.waits(days=20)
    return problem


def fails(house: House, item: str = SERVER) -> int:
    house.receives(post_event("device.down", item, source="desk-fr", criticality="high"))
    return latest()


def latest() -> int:
    return models.Incident.objects.latest("id").id


def verbs(incident: int) -> list[Verb]:
    return [entry.verb for entry in incidents.timeline(Subject.incident(incident))]


def test_it_is_offered_once_with_its_reasons_and_the_incident_belongs_to_it(house, known, technician) -> None:
    incident = fails(house)
    offering.watch()
    offering.watch()
    (offer,) = problems.offers_on(incident)
    assert (offer.problem, offer.bits > LINK_BITS) == (known.id, True)
    assert verbs(incident).count(Verb.OFFERED) == 1
    linked = records.load(known.id)
    assert incident in linked.incidents, "the same cause and the same kind: a rule may say so"
    (entry,) = (e for e in incidents.timeline(linked.subject) if e.verb is Verb.LINKED)
    assert entry.why
    assert entry.why.code == "problem.resembles"


def test_what_helped_is_counted_and_what_is_none_is_unlinked_and_stays_so(house, known, technician) -> None:
    incident = fails(house)
    offering.watch()
    offering.answer(technician, known.id, incident, "helped")
    assert problems.uses([known.id]) == {known.id: Use(offered=1, helped=1)}
    with pytest.raises(Refused):
        offering.answer(technician, known.id, incident, "helped")
    offering.answer(technician, known.id, incident, "rejected")
    assert problems.uses([known.id]) == {known.id: Use(offered=1, rejected=1)}
    assert incident not in records.load(known.id).incidents
    offering.watch()
    assert incident not in records.load(known.id).incidents
    assert verbs(incident)[-2:] == [Verb.HELPED, Verb.REJECTED]


def test_another_trouble_elsewhere_is_offered_nothing(house, known) -> None:
    incident = fails(house, "srv-mad1-01")
    offering.watch()
    assert problems.offers_on(incident) == []


def test_after_the_end_of_the_problem_the_incident_opens_it_again_and_the_workaround_is_offered(
    house, known, technician
) -> None:
    records.ask(technician, known.id, r.ResolveProblem(note="Pilote à jour"))
    clock.fast_forward(days=2)
    incident = fails(house)
    offering.watch()
    assert [offer.problem for offer in problems.offers_on(incident)] == [known.id]
    assert records.load(known.id).reopened == 1


def test_what_was_no_problem_is_offered_no_more(house, known, technician) -> None:
    records.ask(technician, known.id, r.CloseProblem(note="Travaux", void=True))
    incident = fails(house)
    offering.watch()
    assert problems.offers_on(incident) == []
    with pytest.raises(Refused):
        offering.answer(technician, known.id, incident, "helped")
    with pytest.raises(NotAllowed):
        offering.answer(Account.objects.create_user("r", role="reader"), known.id, incident, "helped")


def test_others_that_resemble_its_incidents_are_shown_with_their_bits(house, known) -> None:
    incident = fails(house)
    scores, others = offering.explained(known)
    assert others == [incident]
    assert scores[incident].total > LINK_BITS
