"""The review: drafted from the timelines in either language, blaming nobody; its texts, actions and end."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

import tocsin.flow.sentences  # noqa: F401  the names of what a timeline says
from tests.core.lifecycle.small import incident
from tests.core.major.company import (
    BRUNO,
    CLAIRE,
    HERE,
    INTERNAL,
    KARIM,
    MINUTE,
    NOW,
    ORGANISATION,
    PUBLIC,
    after,
    away,
    declared,
)
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.major import values as v
from tocsin.core.major.decide import decide
from tocsin.core.major.drafting import Material, draft
from tocsin.core.major.due import due
from tocsin.core.major.review import Review, Section
from tocsin.core.major.values import Major, MajorState
from tocsin.core.sla.values import Clock, ClockState

DAY = date(2026, 12, 1)
BLAME = ("faute", "coupable", "erreur de", "fault of", "mistake", "blame", "négligence")


def over() -> Major:
    """Led for 40 minutes: an update for users in time, one for the teams 20 minutes late, handed over once."""
    known = after(declared(), PUBLIC, now=NOW + 10 * MINUTE)
    known = after(known, INTERNAL, now=NOW + 35 * MINUTE)
    known = after(known, v.NameCommander(person=BRUNO, note="told by phone"), now=NOW + 36 * MINUTE)
    return after(known, v.StandDown(note="mail is back"), by=BRUNO, now=NOW + 40 * MINUTE)


def entry(verb: Verb, minutes: float, note: str = "", by: str = KARIM) -> TimelineEntry:
    data = {"note": note} if note else {}
    return TimelineEntry(
        subject=Subject.incident(3), at=NOW + minutes * MINUTE, actor=by, verb=verb, data=data
    )


ENTRIES = (
    entry(Verb.RESOLVED, 38, "serveur redémarré"),
    entry(Verb.OPENED, -5, by=TOCSIN),
    entry(Verb.CALLED, 4, "l'hébergeur cherche"),
    entry(Verb.JOINED, 1),
    TimelineEntry(
        subject=Subject.incident(3), at=NOW, actor=KARIM, verb=Verb.MAJOR_DECLARED, data={"number": "MAJ-1"}
    ),
)


def drafted(language: str = "fr", clocks: tuple[Clock, ...] = ()) -> dict[Section, str]:
    material = Material(incidents=(incident(3),), entries=ENTRIES, clocks={3: clocks})
    return draft(over(), material, ORGANISATION, language, now=NOW + timedelta(hours=2)).texts  # type: ignore[arg-type]


def test_the_course_is_in_order_and_leaves_out_what_is_no_step() -> None:
    lines = drafted()[Section.COURSE].splitlines()
    assert [line.split(" – ")[-1] for line in lines][-1] == "serveur redémarré"
    assert len(lines) == 2, "the declaration stands on the major incident's own timeline"
    assert lines[0].startswith("23/11 09:55 INC-3")


def test_who_was_informed_when_and_whether_the_plan_was_kept() -> None:
    text = drafted()[Section.INFORMED]
    assert "La messagerie est arrêtée." in text
    assert "Plan « users » (toutes les 30 min) : tenu." in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "20 min de retard" in text
    assert "teams" in drafted()[Section.QUESTIONS]


def test_who_commanded_and_calls_to_the_provider_stand_in_it() -> None:
    texts = drafted("en")
    assert "Karim Haddad commanded from 2026-11-23 10:00 to 2026-11-23 10:36." in texts[Section.SUMMARY]
    assert "l'hébergeur cherche" in texts[Section.PROVIDER]
    assert "No problem is open" in texts[Section.QUESTIONS]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_blames_nobody_and_has_a_text_or_a_blank_for_each_section(language: str) -> None:
    texts = drafted(language)
    assert list(texts) == list(Section)
    assert texts[Section.HELPED] == texts[Section.HINDERED] == ""
    assert not [word for word in BLAME if word in "\n".join(texts.values()).lower()]
    assert "{" not in "".join(texts.values())


REVIEW = Review(language="fr", drafted_at=NOW, texts=dict.fromkeys(Section, ""))


def reviewed(*commands: v.PersonCommand) -> Major:
    known = after(over(), v.KeepReview(review=REVIEW))
    for command in commands:
        known = after(known, command)
    return known


ACTION = v.AddAction(text="Poser un second cordon", owner=CLAIRE, due=DAY)


def test_it_is_drafted_once_when_it_is_over_and_then_edited_by_people() -> None:
    with pytest.raises(Refused, match="under way"):
        after(declared(), v.KeepReview(review=REVIEW))
    known = reviewed(v.EditReview(section=Section.HELPED, text=" Le plan "))
    assert known.review is not None
    assert known.review.texts[Section.HELPED] == "Le plan"
    with pytest.raises(Refused, match="drafted already"):
        after(known, v.KeepReview(review=REVIEW))


def test_an_action_is_mailed_to_its_owner_and_reminded_of_weekly_until_it_is_done() -> None:
    decided = decide(reviewed(), ACTION, HERE, now=NOW, by=KARIM)
    assert [effect.to for effect in decided.effects if isinstance(effect, MailDue)] == ["claire@example.test"]
    late = NOW + timedelta(days=9)
    ((known, command),) = due([decided.after], HERE, now=late)
    reminded = after(known, command, by=TOCSIN, now=late)
    assert list(due([reminded], HERE, now=late + timedelta(days=6))) == []
    assert len(list(due([reminded], HERE, now=late + timedelta(days=7)))) == 1
    assert list(due([after(reminded, v.FinishAction(action=1))], HERE, now=late + timedelta(days=7))) == []


def test_what_a_problem_follows_is_neither_mailed_nor_finished_here() -> None:
    decided = decide(reviewed(), replace(ACTION, problem=7), HERE, now=NOW, by=KARIM)
    assert not [effect for effect in decided.effects if isinstance(effect, MailDue)]
    with pytest.raises(Refused, match="PRB-7"):
        after(decided.after, v.FinishAction(action=1))
    followed = reviewed(ACTION, v.FollowActions(problem=8)).review
    assert followed is not None
    assert followed.actions[0].problem == 8


def test_it_is_held_once_and_led_again_it_is_no_more() -> None:
    finished = reviewed(v.FinishReview())
    assert finished.state is MajorState.REVIEWED
    with pytest.raises(Refused):
        after(finished, v.FinishReview())
    assert after(finished, v.DeclareAgain(note="not over"), here=away(BRUNO)).state is MajorState.DECLARED


def test_each_commitment_of_both_sides_stands_with_how_it_came_out() -> None:
    clocks = tuple(
        Clock(
            commitment="c",
            name=name,
            side=side,  # type: ignore[arg-type]
            state=state,
            target_s=3600,
            elapsed_s=elapsed,
            why=Why(code="x"),
        )
        for name, side, state, elapsed in (
            ("P1, 1 h", "ours", ClockState.MET, 2400),
            ("GTR 1 h", "supplier", ClockState.MISSED, 4500),
        )
    )
    ours, theirs = drafted("en", clocks)[Section.COMMITMENTS].splitlines()
    assert ours.startswith("INC-3 our commitment « P1, 1 h » (1 h) – ")
    assert theirs.startswith("INC-3 supplier's commitment « GTR 1 h » (1 h) – ")
    assert ours.rsplit(" – ")[-1] != theirs.rsplit(" – ")[-1]
