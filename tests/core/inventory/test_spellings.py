"""Ordinary spellings are known; texts written to mislead are never taken for certain."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.inventory.spellings import ATTACKS, ORDINARY
from tocsin.connectors.files import read_directory
from tocsin.core.event.values import Place
from tocsin.core.impact.graph import Graph
from tocsin.core.inventory.phrase import FILLERS
from tocsin.core.inventory.resolution import Resolution, Resolver
from tocsin.core.inventory.values import Alias
from tocsin.core.organisation.organisation import Organisation

_EXAMPLE = Path(__file__).parents[3] / "examples" / "cachemire"
CACHEMIRE = Organisation.of(read_directory(_EXAMPLE)[0])
RESOLVER = Resolver.of(CACHEMIRE)
GRAPH = Graph.compile(CACHEMIRE.items, CACHEMIRE.requirements)  # what contains and what feeds it: its line
TRUSTED = 0.9  # nothing below is believed by a rule
SPELLINGS = [(item, text) for item, texts in ORDINARY.items() for text in texts]

# What may be added to a place: each may change what is meant.
TOKENS = (
    *(
        "A",
        "B",
        "C",
        "a",
        "b",
        "D",
        "E",
        "O",
        "S",
        "R",
        "U",
        "P",
        "N",
        "1",
        "2",
        "3",
        "7",
        "8",
        "12",
        "16",
        "42",
        "99",
    ),
    *(
        "16 A",
        "28 °C",
        "80 %",
        "230 V",
        "3 kW",
        "et",
        "and",
        "ou",
        "or",
        "+",
        "&",
        "/",
        "-",
        "et B",
        "+ B",
        "à",
        "to",
    ),
    *(
        "sauf",
        "hors",
        "except",
        "not",
        "ex",
        "ancienne",
        "old",
        "near",
        "à côté de",
        "?",
        "*",
        "~",
        "R08",
        "R09",
        "R11",
    ),
    *(
        "S1",
        "S2",
        "S3",
        "salle 2",
        "baie 8",
        "PDU B",
        "PDU A",
        "prise 3",
        "U12",
        "voie B",
        "onduleur B",
        "clim 1",
        "PAR2",
    ),
    *(
        "Madrid",
        "Milan",
        "Lyon",
        "MAD1",
        "srv-crm-02",
        "Salle",
        "baie",
        "PDU",
        "x",
        "bis",
        "-R09",
        "wan",
        "lien",
        "中",
    ),
)


def resolved(text: str) -> Resolution:
    """What the text is taken for."""
    return RESOLVER.resolve(Place(text=text), source="by-hand", kind="")


def around(item: str) -> set[str]:
    """The item, what contains and feeds it, and the far end of a line: what a text about it may also name."""
    return {*GRAPH.line(item), str(CACHEMIRE.items[item].attributes.get("to", ""))}


def test_the_tables_are_as_large_as_we_say() -> None:
    assert len(SPELLINGS) >= 170
    assert len({text for _, text in SPELLINGS}) == len(SPELLINGS)
    assert len(set(ATTACKS)) >= 80


@pytest.mark.parametrize(("item", "text"), SPELLINGS, ids=[text for _, text in SPELLINGS])
def test_an_ordinary_spelling_is_known(item: str, text: str) -> None:
    found = resolved(text)
    assert (found.item, found.certain) == (item, True), found
    assert found.confidence >= TRUSTED


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_written_to_mislead_is_never_certain(text: str) -> None:
    found = resolved(text)
    assert not found.certain, found
    assert found.confidence < TRUSTED


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(SPELLINGS), st.sampled_from(TOKENS), st.data())
def test_a_word_more_never_leads_to_something_else(
    spelling: tuple[str, str], token: str, data: st.DataObject
) -> None:
    """Certain means that every word was used: with a word more it is the same thing, a finer one in it, or a guess."""
    item, text = spelling
    words = text.split(" ")
    at = data.draw(st.integers(0, len(words)))
    longer = " ".join([*words[:at], token, *words[at:]])
    found = resolved(longer)
    assert not found.certain or item in around(found.item), (longer, found)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SPELLINGS), st.sampled_from(sorted(FILLERS)), st.data())
def test_a_filler_changes_nothing_or_makes_a_guess(
    spelling: tuple[str, str], filler: str, data: st.DataObject
) -> None:
    item, text = spelling
    words = text.split(" ")
    at = data.draw(st.integers(0, len(words)))
    found = resolved(" ".join([*words[:at], filler, *words[at:]]))
    assert not found.certain or found.item == item


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SPELLINGS), st.sampled_from(SPELLINGS), st.sampled_from((" ", ", ", " / ", " et ", " - "))
)
def test_two_places_in_one_text_are_certain_only_where_one_is_in_the_other(
    first: tuple[str, str], second: tuple[str, str], between: str
) -> None:
    found = resolved(first[1] + between + second[1])
    assert not found.certain or {first[0], second[0]} <= around(found.item), found


def test_a_place_made_of_the_formats_defaults_alone_is_a_guess() -> None:
    """A works notice without a place was taken, 95 % certain, for the site that its format supplies."""
    place = Place(parts={"site": "PAR1", "room": "1"}, defaults=("site", "room"))
    found = RESOLVER.resolve(place, source="by-hand", kind="")
    assert (found.item, found.how, found.why.code) == ("par1.s1", "guess", "resolution.supplied")
    guessed = Place(parts={"site": "PAR1", "room": "1"}, defaults=("site",))
    assert RESOLVER.resolve(guessed, source="by-hand", kind="").certain
    named = Place(text="Salle 2", parts={"site": "PAR1"}, defaults=("site",))
    assert RESOLVER.resolve(named, source="by-hand", kind="").item == "par1.s2"


@pytest.mark.parametrize(
    ("parts", "item"),
    [
        ({"circuit": "LC-40342"}, "wan-mil1"),
        ({"circuit": "Milan"}, "wan-mil1"),
        ({"circuit": "40342", "site": "MIL1"}, "wan-mil1"),
        ({"ups": "Onduleur A", "room": "1"}, "par1.s1.ups-a"),
        ({"cooling_unit": "CRAC 2", "room": "Salle 1"}, "par1.s1.crac-2"),
        ({"host": "vm-pim-01"}, "vm-pim-01"),
        ({"virtual_machine": "vm-pim-01.cachemire.example"}, "vm-pim-01"),
        ({"observer": "VM-MON-FR"}, "vm-mon-fr"),
    ],
)
def test_pieces_of_the_newer_kinds(parts: dict[str, str], item: str) -> None:
    found = RESOLVER.resolve(Place(parts=parts), source="by-hand", kind="")
    assert (found.item, found.certain) == (item, True), found


@pytest.mark.parametrize(
    "parts",
    [
        {"rack": "R07?", "room": "1"},
        {"rack": "R07+R08", "room": "1"},
        {"rack": "N7", "room": "1"},
        {"room": "1 A"},
        {"pdu": "A et B", "rack": "7", "room": "1"},
        {"pdu": "A 16 A", "rack": "7", "room": "1"},
        {"outlet": "12 A", "pdu": "A", "rack": "7", "room": "1"},
        {"outlet": "11-12", "pdu": "A", "rack": "7", "room": "1"},
        {"ups": "A", "pdu": "B", "rack": "7", "room": "1"},
        {"circuit": "LC-99999"},
        {"virtual_machine": "srv-crm-03"},
        {"observer": "par1"},
        {"circuit": "Milan", "site": "MAD1"},
    ],
)
def test_a_piece_that_says_more_than_it_should_is_no_certainty(parts: dict[str, str]) -> None:
    assert not RESOLVER.resolve(Place(parts=parts), source="by-hand", kind="").certain


def test_words_of_another_script_are_distinguished() -> None:
    """Every letter that is not Latin was dropped: one answer about one hall was believed of all of them."""
    answer = Alias(text="Зал 1", item="par1.s1", source="by-hand", by="karim")
    taught = RESOLVER.taught([answer])
    assert taught.resolve(Place(text="зал 1"), source="by-hand", kind="").item == "par1.s1"
    assert not taught.resolve(Place(text="Стойка 1"), source="by-hand", kind="").certain
