"""Who may enter a supplier's rooms: asked for, confirmed with its proof, warned of, and taken away the same minute."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.flow.house import House
from tests.flow.sites.people import DESK, VALMONT, account, asked, entered, mails_to
from tocsin.core.authorisation import values as v
from tocsin.core.authorisation.values import Authorisation, AuthorisationState
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import NotAllowed, Outdated, Refused
from tocsin.demo.command import company as declared
from tocsin.flow import clock
from tocsin.flow.incidents import why
from tocsin.flow.organisation import apply as take_over
from tocsin.flow.sites import authorisations as flow
from tocsin.flow.sites import watching
from tocsin.store import authorisations, incidents, models


def again(known: Authorisation) -> Authorisation:
    found = authorisations.load(known.id)
    assert found is not None
    return found


def verbs(known: Authorisation) -> list[Verb]:
    return [entry.verb for entry in incidents.timeline(known.subject)]


def without(person: str) -> None:
    """The company applies its files anew, in which nothing names this person any more."""
    left = [known for known in declared() if known.section != "rotation"]
    take_over([known for known in left if (known.section, known.key) != ("person", person)], by="test")


def test_it_is_asked_by_mail_and_confirmed_with_its_proof(house: House) -> None:
    who = account()
    known = flow.ask_for(who, asked())
    assert known.state is AuthorisationState.REQUESTED
    (subject,) = mails_to(house, VALMONT)
    assert known.subject.number in subject
    assert "Marion Delcourt" in subject
    sent = models.Delivery.objects.get(subject_kind="authorisation")
    assert (sent.state, sent.reply) == ("sent", "250 OK")
    assert "VDC-2026-0417" in sent.payload["text"]

    confirmed = flow.ask(who, known.id, v.Confirm(proof="Inscrite le 23/11, badge V-204", badge="V-204"))
    assert (confirmed.state, confirmed.badge) == (AuthorisationState.CONFIRMED, "V-204")
    entries = incidents.timeline(known.subject)
    assert [entry.verb for entry in entries] == [Verb.REQUESTED, Verb.CONFIRMED]
    assert entries[1].data["note"] == "Inscrite le 23/11, badge V-204"
    assert models.SecurityEntry.objects.filter(action="authorisation").count() == 2


def test_a_confirmation_without_a_proof_is_none(house: House) -> None:
    who = account()
    known = flow.ask_for(who, asked())
    with pytest.raises(Refused):
        flow.ask(who, known.id, v.Confirm(proof="  "))


@pytest.mark.parametrize(
    "person", ["sophie.legendre", "thomas.aubry", "helene.marchand", "giulia.moretti", "nobody"]
)
def test_only_operational_staff_may_be_asked_for(house: House, person: str) -> None:
    """Sophie Legendre is invited into the desk's team: that makes no operational staff of a project manager."""
    with pytest.raises(Refused) as refused:
        flow.ask_for(account(), asked(person))
    assert "{" not in refused.value.sentence("fr")
    assert not models.Delivery.objects.exists()


@pytest.mark.parametrize("place", ["par1.s1.r07", "vrs1.lt", "crm", "nowhere"])
def test_a_place_is_a_site_or_room_of_a_supplier(house: House, place: str) -> None:
    with pytest.raises(Refused):
        flow.ask_for(account(), asked(place=place))


def test_a_region_and_a_reader_ask_nothing_of_the_groups_supplier(house: House) -> None:
    for who in (account("reader"), account("technician", "it"), account("manager", "fr")):
        with pytest.raises(NotAllowed):
            flow.ask_for(who, asked())


def test_the_same_person_is_asked_for_once(house: House) -> None:
    who = account()
    flow.ask_for(who, asked())
    with pytest.raises(Refused):
        flow.ask_for(who, asked())


def test_who_looked_at_an_older_state_is_refused(house: House) -> None:
    who = account()
    known = flow.ask_for(who, asked())
    flow.ask(who, known.id, v.Confirm(proof="oui"), seen=known.revision)
    with pytest.raises(Outdated):
        flow.ask(who, known.id, v.Remove(), seen=known.revision)


def test_an_unanswered_request_is_sent_again_and_the_desk_is_notified(house: House) -> None:
    known = flow.ask_for(account(), asked())
    house.does_what_is_due()
    clock.fast_forward(hours=3, minutes=59)
    watching.watch()
    assert len(mails_to(house, VALMONT)) == 1
    clock.fast_forward(minutes=1)
    watching.watch()
    watching.watch()
    assert len(mails_to(house, VALMONT)) == 2
    assert len(mails_to(house, DESK)) == 1
    assert again(known).reminded == 1
    assert verbs(known) == [Verb.REQUESTED, Verb.REMINDED]


def test_what_is_confirmed_is_not_asked_again(house: House) -> None:
    who = account()
    known = entered(who)
    with pytest.raises(Refused):
        flow.ask(who, known.id, v.Remind())


def test_the_desk_is_warned_once_before_the_last_day(house: House) -> None:
    known = entered(account(), days=31)
    house.does_what_is_due()
    watching.watch()
    assert mails_to(house, DESK) == []
    clock.fast_forward(days=1)
    watching.watch()
    watching.watch()
    (subject,) = mails_to(house, DESK)
    assert "24/12/2026" in subject
    assert verbs(known)[-1] is Verb.WARNED


def test_an_extension_counts_once_it_is_confirmed(house: House) -> None:
    who = account()
    known = entered(who, days=31)
    later = known.until + timedelta(days=100)
    extended = flow.ask(who, known.id, v.Extend(until=later))
    assert (extended.until, extended.asked_until) == (known.until, later)
    confirmed = flow.ask(who, known.id, v.Confirm(proof="prolongé"))
    assert (confirmed.until, confirmed.asked_until) == (later, None)
    with pytest.raises(Refused):
        flow.ask(who, known.id, v.Extend(until=known.until))


def test_who_leaves_the_files_is_removed_at_the_next_look(house: House) -> None:
    known = entered(account())
    house.does_what_is_due()
    without("marion.delcourt")
    watching.watch()
    assert again(known).state is AuthorisationState.REMOVAL_REQUESTED
    assert "RETRAIT" in mails_to(house, VALMONT)[-1]
    assert verbs(known)[-1] is Verb.REQUESTED
    lines = "\n".join(why.explain(known.subject, "fr")[0].lines)
    assert "Marion Delcourt n’est plus dans people.yaml" in lines


def test_who_is_disabled_is_removed_and_only_the_supplier_can_end_that(house: House) -> None:
    who = account()
    known = entered(who)
    own = account(person="marion.delcourt")
    watching.watch()
    assert again(known).state is AuthorisationState.CONFIRMED
    models.Account.objects.filter(id=own.id).update(is_active=False)
    watching.watch()
    assert again(known).state is AuthorisationState.REMOVAL_REQUESTED
    clock.fast_forward(hours=5)
    watching.watch()
    assert "RETRAIT" in mails_to(house, DESK)[-1]
    assert again(known).state is AuthorisationState.REMOVAL_REQUESTED
    assert flow.ask(who, known.id, v.Confirm(proof="Retirée")).state is AuthorisationState.REMOVED


def test_who_becomes_a_project_manager_is_removed(house: House) -> None:
    known = entered(account())
    moved = [
        replace(known, spec={**known.spec, "team": "projects"}) if known.key == "marion.delcourt" else known
        for known in declared()
    ]
    take_over(moved, by="test")
    watching.watch()
    assert again(known).state is AuthorisationState.REMOVAL_REQUESTED
