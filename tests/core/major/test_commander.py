"""Exactly one commander, who is there: taken, offered, named, moved; and at every instant one, or people are called."""

from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.major.company import (
    BRUNO,
    CLAIRE,
    HELENE,
    HERE,
    KARIM,
    MARION,
    MINUTE,
    NOW,
    ORGANISATION,
    after,
    away,
    declared,
)
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.mail import MailDue
from tocsin.core.major import values as v
from tocsin.core.major.commanding import CALL_AGAIN, Here
from tocsin.core.major.decide import begin, decide
from tocsin.core.major.due import due
from tocsin.core.major.values import Major, MajorState

PEOPLE = (KARIM, MARION, BRUNO, CLAIRE, HELENE)


def test_whoever_declares_it_commands_it_and_its_incidents_say_so() -> None:
    asked = v.Declared(
        incidents=(3, 4, 3),
        regions=("fr",),
        team="systems",
        reason=" Mail ",
        commander=KARIM,
        plan=declared().plan,
    )
    decided = begin(1, asked, HERE, now=NOW, by=KARIM)
    assert (decided.after.commander, decided.after.incidents, decided.after.reason) == (KARIM, (3, 4), "Mail")
    entries = [effect for effect in decided.effects if isinstance(effect, TimelineEntry)]
    assert [(entry.subject.number, entry.verb) for entry in entries] == [
        (number, Verb.MAJOR_DECLARED) for number in ("MAJ-1", "INC-3", "INC-4")
    ]


@pytest.mark.parametrize(
    ("commander", "here", "message"),
    [
        ("nobody", HERE, "people.yaml"),
        (MARION, away(MARION), "Marion Delcourt is away"),
        ("@admin", HERE, "people"),
    ],
)
def test_a_commander_is_known_and_there(commander: str, here: Here, message: str) -> None:
    with pytest.raises(Refused, match=message):
        declared(commander, here)


def test_it_passes_on_only_by_acceptance_or_by_naming() -> None:
    known = declared()
    with pytest.raises(Refused, match="Karim Haddad commands"):
        after(known, v.TakeCommand(), by=MARION)
    offered = after(known, v.OfferCommand(person=MARION, note="I must leave"))
    assert offered.commander == KARIM
    accepted = after(offered, v.TakeCommand(), by=MARION)
    assert (accepted.commander, accepted.asked) == (MARION, None)
    named = after(known, v.NameCommander(person=BRUNO, note="told by phone"))
    assert [turn.person for turn in named.commanders] == [KARIM, BRUNO]


def test_an_offer_is_sent_back_with_a_reason_and_whoever_offered_it_learns_of_it() -> None:
    offered = after(declared(), v.OfferCommand(person=MARION, note="x"))
    with pytest.raises(Refused, match="Nobody has asked"):
        after(offered, v.SendBack(note="no"), by=CLAIRE)
    decided = decide(offered, v.SendBack(note="no"), HERE, now=NOW, by=MARION)
    assert (decided.after.commander, decided.after.asked) == (KARIM, None)
    (mail,) = [effect for effect in decided.effects if isinstance(effect, MailDue)]
    assert (mail.to, "Marion Delcourt" in mail.text) == ("karim@example.test", True)


# Who is away -> to whom the command of Karim goes: substitute, duty, the team's next, those above.
MOVES = [
    (away(KARIM, substitute=CLAIRE), CLAIRE),
    (away(KARIM), MARION),
    (away(KARIM, MARION), BRUNO),
    (away(KARIM, MARION, BRUNO), HELENE),
    (away(KARIM, MARION, BRUNO, HELENE), CLAIRE),
]


@pytest.mark.parametrize(("here", "expected"), MOVES)
def test_the_command_of_somebody_away_moves_as_an_owners_incidents_do(here: Here, expected: str) -> None:
    known = declared()
    ((_, command),) = due([known], here, now=NOW)
    moved = after(known, command, by=TOCSIN, here=here)
    assert (moved.commander, moved.asked and moved.asked.given) == (expected, True)
    assert list(due([moved], here, now=NOW)) == []


def test_whoever_was_given_it_confirms_in_time_or_it_goes_on_and_nobody_is_asked_twice() -> None:
    here, known = away(KARIM), declared()
    given = after(known, next(iter(due([known], here, now=NOW)))[1], by=TOCSIN, here=here)
    assert after(given, v.TakeCommand(), by=MARION, here=here).asked is None
    late = NOW + 11 * MINUTE
    on = after(given, next(iter(due([given], here, now=late)))[1], by=TOCSIN, here=here, now=late)
    assert (on.commander, on.asked.before if on.asked else ()) == (BRUNO, (KARIM, MARION))
    sent_back = after(on, v.SendBack(note="in a train"), by=BRUNO, here=here, now=late)
    assert sent_back.commander == HELENE


def test_whoever_was_only_offered_it_gets_it_when_its_commander_leaves() -> None:
    offered = after(declared(), v.OfferCommand(person=MARION, note="x"))
    ((_, command),) = due([offered], away(KARIM), now=NOW)
    assert after(offered, command, by=TOCSIN, here=away(KARIM)).commander == MARION


def test_with_nobody_there_people_are_called_again_until_somebody_takes_it() -> None:
    here, known = away(*PEOPLE), declared()
    called = after(known, next(iter(due([known], here, now=NOW)))[1], by=TOCSIN, here=here)
    assert (called.commander, called.called_at) == ("", NOW)
    assert list(due([called], here, now=NOW + MINUTE)) == []
    assert len(list(due([called], here, now=NOW + CALL_AGAIN))) == 1
    back = away(KARIM, MARION, BRUNO, HELENE)  # Claire is back
    ((_, command),) = due([called], back, now=NOW + MINUTE)
    assert after(called, command, by=TOCSIN, here=back).commander == CLAIRE


class OneCommander(RuleBasedStateMachine):
    """Whatever people do and whoever leaves: an open one has one commander who is there, or people have been called."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.away = NOW, set[str]()
        self.known: Major = declared()

    @initialize()
    def begins(self) -> None:
        self.known = declared()

    @property
    def here(self) -> Here:
        absences = tuple(Absence(id=1, person=person, start=NOW - MINUTE) for person in sorted(self.away))
        return Here(organisation=ORGANISATION, roster=Roster(absences=absences))

    @rule(person=st.sampled_from(PEOPLE), other=st.sampled_from(PEOPLE), verb=st.integers(0, 5))
    def asks(self, person: str, other: str, verb: int) -> None:
        commands: list[v.PersonCommand] = [
            v.TakeCommand(),
            v.OfferCommand(person=other, note="x"),
            v.SendBack(note="x"),
            v.NameCommander(person=other, note="x"),
            v.StandDown(note="x"),
            v.DeclareAgain(note="x"),
        ]
        try:
            self.known = after(self.known, commands[verb], by=person, here=self.here, now=self.now)
        except Refused:
            return

    @rule(person=st.sampled_from(PEOPLE))
    def leaves_or_returns(self, person: str) -> None:
        self.away ^= {person}
        self.looks()

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.looks()

    def looks(self) -> None:
        for _ in range(10):
            found = [command for _, command in due([self.known], self.here, now=self.now)]
            if not found:
                return
            self.known = after(self.known, found[0], by=TOCSIN, here=self.here, now=self.now)
        raise AssertionError("what is due never ends")

    @invariant()
    def is_led(self) -> None:
        known = self.known
        if known.state is not MajorState.DECLARED:
            return
        led = bool(known.commander) and self.here.has(known.commander, self.now)
        called = (
            not known.commander and known.called_at is not None and self.now - known.called_at < CALL_AGAIN
        )
        assert led != called


TestOneCommander = OneCommander.TestCase
TestOneCommander.settings = settings(deadline=None, max_examples=40, stateful_step_count=25)


def test_the_instants_of_its_commanders_are_in_order() -> None:
    known = after(declared(), v.NameCommander(person=BRUNO, note="x"), now=NOW + MINUTE)
    instants: list[datetime] = [turn.at for turn in known.commanders]
    assert instants == sorted(instants)
