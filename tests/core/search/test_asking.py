"""The text of a search as scope, number and terms; and whom a text names."""

import pytest

from tests.web.seed import cachemire
from tocsin.core.kernel.subject import Subject
from tocsin.core.search.asking import asked
from tocsin.core.search.directory import named

ORGANISATION = cachemire()[1]


@pytest.mark.parametrize(
    ("text", "scope", "words"),
    [
        ("Baie 05", "", [("baie",), ("05",)]),
        ("#Élevée", "incidents", [("elevee",)]),
        ("> prendre", "actions", [("prendre",)]),
        ("@ Jean-Luc", "people", [("jean", "luc")]),
        (":srv-erp-02", "places", [("srv", "erp", "02")]),
        ("l’œuvre", "", [("l", "oeuvre")]),
        ("srv_erp", "", [("srv", "erp")]),
        ("  ", "", []),
        ("-- ; &", "", []),
        ("a b c d e f g h", "", [(letter,) for letter in "abcdef"]),
    ],
)
def test_scope_and_terms(text, scope, words):
    found = asked(text)
    assert found.scope == scope
    assert [term.words for term in found.terms] == words


@pytest.mark.parametrize("text", ["INC-42", "inc-42", "42", " 42 ", "#42"])
def test_a_number_is_an_incident(text):
    assert asked(text).subject == Subject.incident(42)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("karim", "karim.haddad"),
        ("had kar", "karim.haddad"),
        ("Rémi", "remi.chassagne"),
        ("remi.chassagne", "remi.chassagne"),
        ("fatou d", "fatou.diallo"),
    ],
)
def test_people_by_the_beginning_of_each_word(text, person):
    assert person in [entry.key for entry in named(asked(text).terms, ORGANISATION, 10)]


def test_whose_name_begins_so_comes_first_and_nobody_is_found_by_nothing():
    names = [entry.name for entry in named(asked("ma").terms, ORGANISATION, 50)]
    begins = [name.lower().startswith("ma") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert named((), ORGANISATION, 10) == []
