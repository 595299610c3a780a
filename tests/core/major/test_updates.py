"""The communication plan: when each update is due, whom it goes to in which language, and what may not be published."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.major.company import (
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
from tocsin.core.incident.values import TOCSIN, NoticeDue, TimelineEntry
from tocsin.core.kernel.errors import Refused
from tocsin.core.mail import MailDue
from tocsin.core.major import values as v
from tocsin.core.major.decide import Decided, decide
from tocsin.core.major.due import due
from tocsin.core.major.informing import due_updates
from tocsin.core.major.private import private_in
from tocsin.core.major.values import Major


def posted(command: v.PostUpdate, known: Major | None = None) -> Decided:
    return decide(known or declared(), command, HERE, now=NOW + 5 * MINUTE, by=KARIM)


def mails(decided: Decided) -> dict[str, str]:
    return {effect.to: effect.text for effect in decided.effects if isinstance(effect, MailDue)}


def minutes(known: Major) -> dict[str, float]:
    return {found.planned.name: (found.due_at - NOW) / MINUTE for found in due_updates(known)}


def test_the_first_is_due_after_its_own_time_and_each_update_restarts_what_it_is() -> None:
    known = declared()
    assert minutes(known) == {"teams": 15, "users": 30, "management": 120}
    known = posted(replace(INTERNAL, updates=("teams",)), known).after
    assert minutes(known) == {"users": 30, "teams": 35, "management": 120}
    known = posted(PUBLIC, known).after
    assert minutes(known) == {"teams": 35, "users": 35, "management": 120}
    assert due_updates(after(known, v.StandDown(note="over"))) == ()


def test_an_update_goes_to_its_readers_once_each_in_their_language() -> None:
    both = replace(INTERNAL, en="PDU A failed.")
    sent = mails(posted(both))
    assert set(sent) == {f"{name}@example.test" for name in ("sys", "fr", "claire", "bruno", "helene")}
    assert sent["fr@example.test"].startswith("PDU A en panne.")
    assert sent["sys@example.test"].startswith("PDU A failed.")
    assert sent["helene@example.test"].startswith("PDU A en panne."), "the plan says French for management"


def test_the_groups_services_concern_the_teams_of_every_region() -> None:
    everywhere = replace(declared(), regions=("",))
    assert "fr@example.test" in mails(posted(replace(INTERNAL, updates=("teams",)), everywhere))


def test_who_lacks_the_language_gets_the_other_and_a_public_update_mails_nobody_of_ours() -> None:
    assert mails(posted(INTERNAL))["sys@example.test"].startswith("PDU A en panne.")
    assert mails(posted(PUBLIC)) == {}


def test_a_planned_update_by_a_gateway_reaches_people_by_it() -> None:
    by_sms = (replace(declared().plan.updates[0], to=("person:claire",), channel="sms"),)
    known = replace(declared(), plan=replace(declared().plan, updates=by_sms))
    (due_notice,) = [effect for effect in posted(INTERNAL, known).effects if isinstance(effect, NoticeDue)]
    assert (due_notice.to, due_notice.channel, due_notice.note) == (("claire",), "sms", "PDU A en panne.")


def test_an_overdue_update_reminds_the_commander_and_sends_no_text_of_its_own() -> None:
    known, late = declared(), NOW + 16 * MINUTE
    ((_, command),) = due([known], HERE, now=late)
    assert command == v.RemindOfUpdates(updates=("teams",))
    reminded = decide(known, command, HERE, now=late, by=TOCSIN)
    assert set(mails(reminded)) == {"karim@example.test"}
    assert reminded.after.updates == ()
    assert list(due([reminded.after], HERE, now=late + 9 * MINUTE)) == []
    ((_, again),) = due([reminded.after], HERE, now=late + 10 * MINUTE)
    assert again == v.RemindOfUpdates(updates=("teams",))


def test_an_away_commander_is_replaced_before_anybody_is_reminded() -> None:
    ((_, command),) = due([declared()], away(KARIM), now=NOW + 16 * MINUTE)
    assert isinstance(command, v.MoveCommand)


def test_a_public_update_is_in_every_language_of_its_pages() -> None:
    with pytest.raises(Refused, match="missing: en"):
        posted(replace(PUBLIC, en=" "))


LEAKS = ["srv-mail-01", "SRV-MAIL-01.", "Valmont", "l'hébergeur VALMONT,", "Karim Haddad", "Haddad", "10.1.2.3",
         "karim@example.test", "INC-3", "maj-1", "fe80:1:2:3::4"]  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_public_update_says_no_machine_supplier_person_address_or_number_of_ours(leak: str) -> None:
    with pytest.raises(Refused, match="not to be published"):
        posted(replace(PUBLIC, fr=f"Panne : {leak} ne répond pas"))
    assert posted(replace(INTERNAL, fr=f"Panne : {leak}")).after.updates


PLAIN = [
    "La messagerie est arrêtée depuis 9 h 12, retour prévu à 11 h.",
    "Le service Mail répond lentement ; la cause est une coupure électrique.",
]


@pytest.mark.parametrize("text", PLAIN)
def test_words_that_users_know_may_be_published(text: str) -> None:
    assert private_in(text, ORGANISATION) == ()


@settings(deadline=None)
@given(st.sampled_from(LEAKS), st.text("abc é,.;:!\n", max_size=20), st.text("abc é,.;:!\n", max_size=20))
def test_a_private_word_is_found_wherever_it_stands_alone(leak: str, before: str, behind: str) -> None:
    assert private_in(f"{before} {leak} {behind}", ORGANISATION)


def test_what_is_said_is_kept_on_the_timeline_in_both_languages() -> None:
    (entry,) = [effect for effect in posted(PUBLIC).effects if isinstance(effect, TimelineEntry)]
    assert (entry.data["audience"], entry.data["note"]) == ("public", f"{PUBLIC.fr}\n{PUBLIC.en}")
    assert entry.at == NOW + timedelta(minutes=5)
