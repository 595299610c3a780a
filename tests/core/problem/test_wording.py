"""Wording: near-repeats in French and in English are one group; text alone joins nothing that structure does not connect."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.core.problem.pairs import pair, parts, together
from tocsin.core.problem.wording import Described, groups, sense

AT = datetime(2027, 3, 15, 9, tzinfo=UTC)

ALIKE = [
    ("Disque plein sur srv-fic-01", "DISK FULL srv-fic-09"),
    ("Disques pleins : srv-a1", "Disque plein"),
    ("La messagerie est lente", "Mail slow"),
    ("Imprimante hors service HS", "imprimante HS !!"),
    ("Alimentation perdue, voie A, baie B07", "Feed A lost: power, rack B07"),
    ("Mot de passe refusé", "mot de passe refusé (3e appel)"),
    ("Surchauffe salle 2", "Room 2 overheating"),
]
APART = [
    ("Disque plein", "Disque en panne"),
    ("Imprimante en panne", "Serveur en panne"),
    ("Feed A lost", "Backup failed"),
    ("Certificat expiré", "Mot de passe expiré"),
]


def grouped(
    first: str, second: str, structure: tuple[str, ...] = ("k",), other: tuple[str, ...] = ("k",)
) -> bool:
    found = groups(
        [
            Described(incident=1, text=first, structure=structure),
            Described(incident=2, text=second, structure=other),
        ]
    )
    return found.get(1) is not None and found.get(1) == found.get(2)


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_near_repeats_are_one_group_in_both_languages(first, second) -> None:
    assert grouped(first, second), (sense(first), sense(second))


@pytest.mark.parametrize(("first", "second"), APART)
def test_other_troubles_in_like_words_are_not(first, second) -> None:
    assert not grouped(first, second), (sense(first), sense(second))


def test_text_proposes_and_structure_decides() -> None:
    assert not grouped("Disque plein", "Disk full", ("disk.full", "r1"), ("application.slow", "r2"))
    assert grouped("Disque plein", "Disk full", ("disk.full", "r1"), ("host.problem", "r1"))


def test_a_group_is_called_by_the_first_text_of_its_first_incident() -> None:
    texts = ["Disque plein sur srv-1", "Disk full srv-2", "Feu"]
    found = groups(Described(incident=n, text=text, structure=("k",)) for n, text in enumerate(texts))
    assert found == {0: "Disque plein sur srv-1", 1: "Disque plein sur srv-1"}
    assert groups([Described(incident=1, text="... 12 !", structure=())]) == {}


def test_two_causes_within_minutes_are_a_pair_and_a_storm_pairs_nothing() -> None:
    minutes = [(1, 0, "b"), (2, 10, "a"), (3, 60, "a"), (4, 61, "a")]
    found = together((n, AT + timedelta(minutes=minute), cause) for n, minute, cause in minutes)
    assert {n: keys for n, keys in found.items() if keys} == {2: (pair("a", "b"),)}
    assert parts(found[2][0]) == ("a", "b")
    storm = together((n, AT + timedelta(seconds=n), f"i{n}") for n in range(30))
    assert all(len(keys) <= 4 for keys in storm.values())
    assert not storm.get(29)
