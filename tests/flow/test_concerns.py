"""The organisation is compiled by concern: what a change does not touch is the same object as before."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.flow.house import OUTLET, House
from tocsin.core.event.values import Place
from tocsin.core.organisation.objects import Concern, Object, Section, concern_of
from tocsin.flow import organisation
from tocsin.flow.intake import messages
from tocsin.store import declared
from tocsin.store.models import Revision

SHARED = ("graph", "formats", "resolver")


def test_every_section_is_of_one_concern() -> None:
    assert sorted(section for concern in Concern for section in concern.sections) == sorted(Section)


def teach_a_word() -> None:
    messages.learn_word("valmont", "kind", "onduleur en feu", "power.feed.lost", by="me")


def teach_a_place() -> None:
    messages.learn_alias("valmont", "prise du fond", OUTLET, by="me")


def change_a_person() -> None:
    person = next(declaration for declaration in declared.objects() if declaration.section == Section.PERSON)
    _put(person, name="Somebody Else")


def change_the_policies() -> None:
    settings = next(
        declaration for declaration in declared.objects() if declaration.section == Section.SETTINGS
    )
    _put(settings, policies={"notice_wait_s": 61})


def add_an_item() -> None:
    _put(
        Object(
            section=Section.ITEM,
            key="srv-new",
            spec={"type": "device", "name": "srv-new", "parent": "par1.s1.r07"},
        )
    )


def _put(changed: Object, **fields: object) -> None:
    put = Object(section=changed.section, key=changed.key, spec=changed.spec | fields)
    others = [declaration for declaration in declared.objects() if declaration.identity != put.identity]
    organisation.apply([*others, put], by="me")


@pytest.mark.parametrize(
    ("change", "compiled"),
    [
        (teach_a_word, {"formats"}),
        (teach_a_place, {"resolver"}),
        (change_a_person, set()),
        (change_the_policies, set()),
        (add_an_item, {"graph", "resolver"}),
    ],
)
def test_a_change_compiles_what_depends_on_it(
    house: House, change: Callable[[], None], compiled: set[str]
) -> None:
    before = organisation.company()
    change()
    after = organisation.company()
    assert after.organisation != before.organisation
    assert after.version > before.version
    assert {name for name in SHARED if getattr(after, name) is not getattr(before, name)} == compiled


def test_what_is_shared_is_what_a_fresh_process_compiles(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for change in (teach_a_word, teach_a_place, change_a_person, change_the_policies, add_an_item):
        change()
        shared = organisation.company()
        monkeypatch.setattr(organisation, "_company", None)
        fresh = organisation.company()
        assert (shared.organisation, shared.versions) == (fresh.organisation, fresh.versions)


def test_a_place_taught_is_resolved_at_once(house: House) -> None:
    teach_a_place()
    found = organisation.company().resolver.resolve(Place(text="Prise du fond"), source="valmont", kind="")
    assert (found.item, found.how) == (OUTLET, "alias")


def test_an_unchanged_organisation_costs_one_query(house: House, django_assert_num_queries: Any) -> None:
    organisation.company()
    with django_assert_num_queries(1):
        organisation.company()


def test_a_revision_by_a_process_of_the_old_version_counts_as_a_change_of_everything(house: House) -> None:
    """It knows no versions by concern; for a while both versions run on one database."""
    before = declared.versions()
    house_clock = Revision.objects.latest("id").at
    old = Revision.objects.create(at=house_clock, by="old", changes=[])
    assert declared.versions() == dict.fromkeys(Concern, old.id)
    assert declared.versions() != before


def test_two_who_apply_between_two_reads_are_not_mixed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word was taught, and while it is read a person changes too: both are in, or neither."""
    organisation.company()
    teach_a_word()
    read = declared.objects
    asked: list[None] = []

    def slowly(*sections: object) -> list[Object]:
        found = read(*sections)  # type: ignore[arg-type]
        if not asked:
            asked.append(None)
            monkeypatch.setattr(declared, "objects", read)
            change_a_person()
        return found

    monkeypatch.setattr(declared, "objects", slowly)
    here = organisation.company()
    assert here.versions == declared.versions()
    assert "Somebody Else" in {person.name for person in here.organisation.persons.values()}


def test_the_concern_of_what_is_unknown_is_that_of_people() -> None:
    assert concern_of("nothing") is Concern.PEOPLE
