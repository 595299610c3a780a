"""The provider names a wrong outlet, then the right one: by real mails, through the whole journey, to both timelines."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.flow.house import MONDAY, House, known, only, sample
from tests.flow.house import house as opened
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident, State, TimelineEntry, Verb
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import company
from tocsin.store import incidents, models

WRONG, RIGHT = "par1.s1.r07.pdu-a.o12", "par1.s1.r07.pdu-a.o10"
BEGAN = MONDAY - timedelta(seconds=32)  # as the mail says
DAMIEN = "damien.roussel"


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


def replaced(text: bytes, *pairs: tuple[str, str]) -> bytes:
    for before, after in pairs:
        text = text.replace(before.encode(), after.encode())
    return text


def another_outlet(house: House, *, answers: bool = False) -> None:
    """The same alarm, eight minutes later, under a number of its own, at another outlet; nothing says that it replaces."""
    from tests.flow.house import SAMPLES, mail

    raw = (SAMPLES / "49-corrected-place.eml").read_bytes()
    raw = replaced(raw, ("\nAnnule et remplace : VDC-104512", ""), ("12:47:58", "12:55:58"))
    if answers:
        raw = raw.replace(b"MIME-Version", b"In-Reply-To: <vdc.00001@valmont-dc.example>\r\nMIME-Version", 1)
    clock.fast_forward(minutes=8)
    house.receives(mail(raw))


def timeline(incident: int, verb: Verb) -> TimelineEntry:
    entries = incidents.timeline(Subject.incident(incident))
    (entry,) = [entry for entry in entries if entry.verb is verb]
    return entry


def two(house: House) -> tuple[Incident, Incident]:
    house.receives(sample("01"))
    another_outlet(house)
    wrong, right = known()
    assert (wrong.cause, right.cause) == (WRONG, RIGHT)
    return wrong, right


@pytest.mark.parametrize("correction", ["49", "50"])
def test_a_mail_that_says_that_it_replaces_moves_the_incident_and_says_why(
    house: House, correction: str
) -> None:
    house.receives(sample("01"))
    wrong = only()
    clock.fast_forward(minutes=8)
    house.receives(sample(correction))
    right = only()
    assert (right.cause, right.since) == (RIGHT, BEGAN)
    folded = incidents.load([wrong.id])[wrong.id]
    assert (folded.state, folded.folded_into) == (State.CLOSED, right.id)
    reason = render_named(timeline(wrong.id, Verb.FOLDED).why, company().organisation, "fr")
    assert "corrige" in reason
    assert "VDC-104512" in reason
    assert timeline(right.id, Verb.ABSORBED).why == timeline(wrong.id, Verb.FOLDED).why
    assert right.turns[0].at == BEGAN


def test_a_person_moves_it_with_one_command_and_both_timelines_say_who_and_why(house: House) -> None:
    wrong, right = two(house)
    after = act(wrong.id, c.CorrectPlace(instead=right.number, note="Vu avec Valmont"), DAMIEN)
    assert (after.state, after.folded_into) == (State.CLOSED, right.id)
    assert (only().id, only().since, only().alert_count) == (right.id, BEGAN, 2)
    for number in (wrong.id, right.id):
        entry = timeline(number, Verb.PLACE_CORRECTED)
        assert (entry.actor, entry.data["note"]) == (DAMIEN, "Vu avec Valmont")
    reason = render_named(timeline(wrong.id, Verb.FOLDED).why, company().organisation, "en")
    assert "Damien Roussel" in reason
    assert right.number in reason
    firing = models.Alert.objects.filter(state="firing").values_list("item", flat=True)
    assert list(firing) == [RIGHT]
    steps = " ".join(line for step in why.explain(wrong.subject, "fr") for line in step.lines)
    assert "le lieu était faux" in steps


def test_its_reminder_is_no_new_incident_and_its_recovery_changes_nothing(house: House) -> None:
    wrong, right = two(house)
    act(wrong.id, c.CorrectPlace(instead=right.number), DAMIEN)
    clock.fast_forward(minutes=5)
    house.receives(sample("02"))  # the wrong outlet is back
    assert (only().id, only().state) == (right.id, State.NEW)


def test_a_move_that_was_a_mistake_is_undone(house: House) -> None:
    wrong, right = two(house)
    lasted = right.since
    act(wrong.id, c.CorrectPlace(instead=right.number), DAMIEN)
    act(wrong.id, c.RestorePlace(note="Deux prises, en fait"), DAMIEN)
    here, again = known()
    assert (here.id, here.since, here.alert_count) == (right.id, lasted, 1)
    assert here.turns == right.turns
    assert (again.cause, again.since) == (WRONG, BEGAN)
    folded = incidents.load([wrong.id])[wrong.id]
    assert (folded.folded_into, folded.correction) == (again.id, None)
    assert timeline(wrong.id, Verb.PLACE_RESTORED).data["note"] == "Deux prises, en fait"


def test_a_move_that_a_mail_made_is_undone_as_well(house: House) -> None:
    house.receives(sample("01"))
    wrong = only()
    clock.fast_forward(minutes=8)
    house.receives(sample("49"))
    act(wrong.id, c.RestorePlace(), DAMIEN)
    assert {incident.cause for incident in known()} == {WRONG, RIGHT}


def test_what_makes_no_sense_is_refused_and_changes_nothing(house: House) -> None:
    wrong, right = two(house)
    with pytest.raises(NotFound):
        act(wrong.id, c.CorrectPlace(instead="INC-999999"), DAMIEN)
    with pytest.raises(Refused, match="itself"):
        act(wrong.id, c.CorrectPlace(instead=wrong.number), DAMIEN)
    act(right.id, c.Resolve(), DAMIEN)
    with pytest.raises(Refused, match="no longer open"):
        act(wrong.id, c.CorrectPlace(instead=right.number), DAMIEN)
    assert {incident.cause for incident in known()} == {WRONG, RIGHT}


@pytest.mark.parametrize("answers", [True, False])
def test_the_pages_propose_the_move_where_the_provider_links_both(house: House, answers: bool) -> None:
    house.receives(sample("01"))
    another_outlet(house, answers=answers)
    wrong, right = known()
    browser = Client()
    browser.force_login(models.Account.objects.get(username="bruno"))
    for incident in (wrong, right):
        page = browser.get(f"/incidents/{incident.id}", headers={"accept-language": "fr"}).content.decode()
        assert ('class="callout tone-info correction"' in page) is answers
    address = f"/incidents/{wrong.id}/correct-place"
    assert browser.post(address, {"instead": right.number}).status_code == 302
    page = browser.get(f"/incidents/{wrong.id}").content.decode()
    assert f"INC-{right.id}" in page
    assert "restore-place" in page
