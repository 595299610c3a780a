"""The problem record: its life cycle, its causes as a tree, its actions, and its incidents."""

from datetime import date, datetime, timedelta

import pytest

import tocsin.core.problem.sentences_record  # noqa: F401  the words of a refusal
from tests.core.lifecycle.small import NOW
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person
from tocsin.core.problem import record as r
from tocsin.core.problem.decide import Decided, begin, decide
from tocsin.core.problem.due import due
from tocsin.core.problem.record import Begun, Problem, ProblemState

PERSON = "karim.haddad"
ORGANISATION = Organisation(
    persons={
        PERSON: Person(key=PERSON, name="Karim Haddad", email="karim@example.test", role="administrator")
    }
)
DAY = timedelta(days=1)
WHY = Why(code="problem.recurs")


def problem() -> Problem:
    begun = Begun(title="PDU A of B07", incidents=(3, 1), last_incident_at=NOW - DAY, team="systems")
    return begin(1, begun, ORGANISATION, now=NOW, by=PERSON).after


def after(known: Problem, *commands: r.Command, now: datetime = NOW) -> Problem:
    for command in commands:
        known = decide(known, command, ORGANISATION, now=now, by=PERSON).after
    return known


def verbs(decided: Decided) -> list[Verb]:
    return [effect.verb for effect in decided.effects if isinstance(effect, TimelineEntry)]


ANALYSED = (r.AddCause(text="Worn breaker", root=True), r.WorkAround(text="Move to feed B"))


def test_from_identification_over_analysis_to_a_known_error_that_is_resolved_and_closed() -> None:
    known = problem()
    assert (known.state, known.incidents, known.revision) == (ProblemState.IDENTIFIED, (1, 3), 0)
    known = after(known, r.Suppose(text="Overload"))
    assert known.state is ProblemState.IN_ANALYSIS
    with pytest.raises(Refused, match="cause and a workaround"):
        after(known, r.DeclareKnownError())
    known = after(known, *ANALYSED, r.DeclareKnownError())
    assert (known.state, known.offered) == (ProblemState.KNOWN_ERROR, True)
    known = after(known, r.ResolveProblem(note="Breaker replaced", quiet_days=10))
    assert known.state is ProblemState.RESOLVED
    closed = [c for _, c in due([known], ORGANISATION, now=NOW + 10 * DAY)]
    assert closed == [r.CloseQuiet()]
    assert [*due([known], ORGANISATION, now=NOW + 10 * DAY - timedelta(seconds=1))] == []
    known = after(known, r.CloseQuiet(), now=NOW + 10 * DAY)
    assert (known.state, known.offered) == (ProblemState.CLOSED, True)


@pytest.mark.parametrize("closed", [False, True])
def test_an_incident_that_begins_after_the_resolution_opens_it_again_and_its_owner_is_mailed(closed) -> None:
    known = after(problem(), r.Take(), *ANALYSED, r.DeclareKnownError(), r.ResolveProblem(note="x"))
    if closed:
        known = after(known, r.CloseQuiet(), now=NOW + 31 * DAY)
    late = r.LinkIncidents(incidents=(9,), began=NOW + 40 * DAY, why=WHY)
    decided = decide(known, late, ORGANISATION, now=NOW + 40 * DAY)
    assert verbs(decided) == [Verb.LINKED, Verb.REOPENED]
    assert (decided.after.state, decided.after.reopened) == (ProblemState.KNOWN_ERROR, 1)
    (mail,) = (effect for effect in decided.effects if isinstance(effect, MailDue))
    assert mail.to == ORGANISATION.persons[PERSON].email
    assert "Move to feed B" in mail.text


def test_an_incident_that_began_before_the_resolution_opens_nothing() -> None:
    known = after(problem(), r.ResolveProblem(note="x"), now=NOW)
    found = decide(known, r.LinkIncidents(incidents=(9,), began=NOW - DAY, why=WHY), ORGANISATION, now=NOW)
    assert (verbs(found), found.after.state) == ([Verb.LINKED], ProblemState.RESOLVED)


def test_what_a_person_called_no_problem_is_neither_offered_nor_opened_again() -> None:
    known = after(problem(), *ANALYSED, r.DeclareKnownError(), r.CloseProblem(note="Works", void=True))
    assert not known.offered
    found = decide(
        known, r.LinkIncidents(incidents=(9,), began=NOW + DAY, why=WHY), ORGANISATION, now=NOW + DAY
    )
    assert found.after.state is ProblemState.CLOSED


def test_a_cause_that_is_struck_out_takes_with_it_what_was_to_explain_it() -> None:
    known = after(
        problem(),
        r.AddCause(text="The feed trips"),
        r.AddCause(text="The breaker is worn", of=1),
        r.AddCause(text="No maintenance", of=2, root=True),
        r.AddCause(text="A tenant overloads it"),
    )
    assert [(cause.id, cause.of) for cause in known.causes] == [(1, 0), (2, 1), (3, 2), (4, 0)]
    assert [cause.id for cause in after(known, r.StrikeCause(cause=2)).causes] == [1, 4]
    with pytest.raises(Refused):
        after(known, r.AddCause(text="x", of=77))


def test_an_overdue_action_is_reminded_of_at_once_and_then_weekly() -> None:
    action = r.AddAction(text="Ask for a new breaker", owner=PERSON, due=NOW.date())
    known = after(problem(), action)
    assert [*due([known], ORGANISATION, now=NOW)] == []
    late = NOW + 2 * DAY
    ((_, command),) = due([known], ORGANISATION, now=late)
    decided = decide(known, command, ORGANISATION, now=late)
    assert verbs(decided) == [Verb.WARNED]
    assert [mail.to for mail in decided.effects if isinstance(mail, MailDue)] == [
        ORGANISATION.persons[PERSON].email
    ]
    assert [*due([decided.after], ORGANISATION, now=late + 6 * DAY)] == []
    assert [*due([decided.after], ORGANISATION, now=late + 7 * DAY)] != []
    done = after(decided.after, r.FinishAction(action=1), now=late)
    assert [*due([done], ORGANISATION, now=late + 30 * DAY)] == []
    postponed = after(decided.after, r.PostponeAction(action=1, due=date(2030, 1, 1)), now=late)
    assert postponed.actions[0].reminded is None


def test_a_rule_does_not_link_again_what_a_person_unlinked_but_a_person_may() -> None:
    known = after(problem(), r.UnlinkIncident(incident=3))
    assert (known.incidents, known.unlinked) == ((1,), (3,))
    by_rule = decide(known, r.LinkIncidents(incidents=(3,), began=NOW, why=WHY), ORGANISATION, now=NOW)
    assert by_rule.effects == ()
    by_hand = after(known, r.LinkIncidents(incidents=(3,), began=NOW))
    assert (by_hand.incidents, by_hand.unlinked) == ((1, 3), ())


@pytest.mark.parametrize(
    "command",
    [
        r.Comment(note=" "),
        r.Assign(person="nobody"),
        r.AddAction(text="x", owner="nobody", due=date(2030, 1, 1)),
        r.AddAction(text="x", owner=PERSON, due=date(2020, 1, 1)),
        r.FinishAction(action=1),
        r.PlanChange(change=r.Change(text="x", supplier="nobody")),
        r.ResolveProblem(note="x", quiet_days=0),
        r.ReopenProblem(note="x"),
        r.UnlinkIncident(incident=99),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_cannot_be_is_refused_with_a_sentence_in_both_languages(command) -> None:
    with pytest.raises(Refused) as refused:
        after(problem(), command)
    assert "{" not in refused.value.sentence("fr") + refused.value.sentence("en")


def test_a_closed_problem_is_only_read_commented_or_opened_again() -> None:
    known = after(problem(), r.CloseProblem(note="done"))
    with pytest.raises(Refused, match="reopen"):
        after(known, r.Suppose(text="x"))
    assert after(known, r.Comment(note="x"), r.ReopenProblem(note="x")).open
    assert decide(known, r.Comment(note="x"), ORGANISATION, now=NOW).effects[1].actor == TOCSIN
