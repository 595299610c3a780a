"""Which messages are of one sort: what changes from one to the next does not count, everything else does."""

import pytest

from tocsin.core.translation.alike import sort_of


def _subject(text: str) -> str:
    return sort_of("s", "a@b", text).subject


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Facture n° 2026-118 de novembre 2026", "Facture n° 2026-204 de décembre 2026"),
        ("Invoice INV-2026/0117", "RE: invoice INV-2027/9"),
        ("Votre relevé du 03/11/2026 à 08:30", "Votre relevé du 1/2/2027 à 9:05"),
        ("Tr : FW: Compte rendu du lundi 3", "Compte rendu du mardi 14"),
    ],
)
def test_alike(first, second):
    assert _subject(first) == _subject(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Facture 12", "Alarme 12"),
        ("Facture 12", "Facture 12 impayée"),
        ("Coupure baie 7", "Retour à la normale baie 7"),
    ],
)
def test_not_alike(first, second):
    assert _subject(first) != _subject(second)


def test_another_sender_or_source_is_another_sort():
    assert sort_of("s", "a@b", "x") == sort_of("s", "A@B", "X")
    assert sort_of("s", "a@b", "x") != sort_of("s", "c@b", "x")
    assert sort_of("s", "a@b", "x") != sort_of("t", "a@b", "x")
