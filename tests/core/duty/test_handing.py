"""Hand-overs: who is asked, in which order, nobody twice; and until when the answer may come."""

from datetime import timedelta

import pytest

from tests.core.duty.team import PARIS, at, away, new_incident, roster
from tocsin.core.duty.handing import accept_due, handed
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.values import Incident, NoticeKind, State
from tocsin.core.kernel.errors import Refused
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person, Settings, Team

NOON = at("2026-10-06 12:00")  # ada's turn
PEOPLE = ("ada", "ben", "cleo", "dora", "emil")
ORGANISATION = Organisation(
    settings=Settings(name="x", zone="Europe/Paris", languages=("en",)),
    rotations={"paris": PARIS},
    teams={"ops": Team(key="ops", name="Operations", scope="group")},
    persons={
        key: Person(key=key, name=key.title(), email=f"{key}@x.example", role="", team="ops")
        for key in PEOPLE
    },
)


def owned(by: str) -> Incident:
    return decide(new_incident(NOON), c.Take(), now=NOON, by=by).after


def moves(found: Incident, known: Roster | None = None, minutes: float = 0) -> Incident:
    """The incident after what time brings about it now."""
    now = NOON + timedelta(minutes=minutes)
    command = handed(found, (), ORGANISATION, known or Roster(), now)
    return decide(found, command, now=now).after if command else found


def chain(*absences: Absence, sent_back_by: tuple[str, ...] = ()) -> list[str]:
    """Who owned the incident of dora, one after the other, while each of these sends it back."""
    known, found, owners = roster(*absences), owned("dora"), []
    for _ in range(9):
        moved = moves(found, known)
        if moved == found:
            return owners
        owners.append(moved.owner)
        found = moved
        if moved.owner in sent_back_by:
            found = decide(moved, c.SendBack(reason="busy"), now=NOON, by=moved.owner).after
    raise AssertionError(f"it never rests: {owners}")


DORA = away("dora", "2026-10-06 00:00", substitute="emil")


@pytest.mark.parametrize(
    ("absences", "sent_back_by", "owners"),
    [
        ((DORA,), (), ["emil"]),
        ((DORA, away("emil", "2026-10-06 00:00")), (), ["ada"]),
        ((DORA, away("emil", "2026-10-06 00:00", substitute="dora")), (), ["ada"]),
        ((DORA,), ("emil",), ["emil", "ada"]),
        ((DORA,), ("emil", "ada"), ["emil", "ada", "ben"]),
        ((DORA,), PEOPLE, ["emil", "ada", "ben", "cleo", ""]),
        ((DORA, away("ada", "2026-10-06 00:00")), ("emil",), ["emil", "ben"]),
    ],
    ids=["substitute", "on duty", "circle", "sent back", "twice", "by all: the team", "never the absent"],
)
def test_who_is_asked_one_after_the_other(absences, sent_back_by, owners) -> None:
    assert chain(*absences, sent_back_by=sent_back_by) == owners


def test_sent_back_it_is_the_givers_who_is_notified_of_the_reason() -> None:
    given = decide(owned("dora"), c.HandOver(to="ben"), now=NOON, by="dora").after
    outcome = decide(given, c.SendBack(reason="I am on the train"), now=NOON, by="ben")
    assert (outcome.after.owner, outcome.after.asked_of, outcome.after.state) == (
        "dora",
        "",
        State.IN_PROGRESS,
    )
    notice = next(effect for effect in outcome.effects if getattr(effect, "kind", None))
    assert (notice.kind, notice.note) == (NoticeKind.HANDED_OVER, "I am on the train")
    assert moves(outcome.after) == outcome.after  # who is there keeps it


def test_accepted_in_ones_own_words_it_stays() -> None:
    given = decide(owned("dora"), c.HandOver(to="ben"), now=NOON, by="dora").after
    outcome = decide(given, c.Accept(step="Call Valmont at two"), now=NOON, by="ben")
    assert outcome.effects[0].data == {"note": "Call Valmont at two"}
    assert moves(outcome.after, minutes=10_000).owner == "ben"


def test_not_accepted_in_time_it_is_asked_of_the_next_and_at_last_of_the_team() -> None:
    found = decide(owned("dora"), c.HandOver(to="ben"), now=NOON, by="dora").after
    due = accept_due(found, ORGANISATION)
    assert due is not None
    minutes = (due - NOON).total_seconds() / 60
    assert minutes > 0
    assert moves(found, minutes=minutes - 0.1).owner == "ben"
    owners = []
    for step in range(1, 9):
        found = moves(found, minutes=minutes * step)
        owners.append(found.owner)
    assert owners[:4] == ["ada", "cleo", "", ""]
    assert found.state is State.NEW


@pytest.mark.parametrize(
    ("by", "code"), [("dora", "incident.refused.asked_other"), ("cleo", "incident.refused.asked_other")]
)
def test_nobody_accepts_for_another_oncall_3132(by: str, code: str) -> None:
    given = decide(owned("dora"), c.HandOver(to="ben"), now=NOON, by="dora").after
    with pytest.raises(Refused) as refused:
        decide(given, c.Accept(step="x"), now=NOON, by=by)
    assert refused.value.why.code == code


def test_what_nobody_handed_over_cannot_be_accepted() -> None:
    with pytest.raises(Refused) as refused:
        decide(owned("dora"), c.Accept(step="x"), now=NOON, by="dora")
    assert refused.value.why.code == "incident.refused.not_asked"


@pytest.mark.parametrize("settles", [c.Take(), c.Resolve(), c.HandOver(team="ops")])
def test_whoever_takes_resolves_or_gives_it_to_the_team_settles_it(settles) -> None:
    given = decide(owned("dora"), c.HandOver(to="ben"), now=NOON, by="dora").after
    assert decide(given, settles, now=NOON, by="cleo").after.asked_of == ""
