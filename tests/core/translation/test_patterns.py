"""Patterns: the same is found, at the same place, whether a text is ASCII once it is normalised or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.translation.language import patterns
from tocsin.core.translation.language.patterns import Pattern
from tocsin.core.translation.text import clean, normalise, word

WORDS = st.lists(st.sampled_from(["État", "baie", "R07", "\n", " : ", "n°", "—", "€", "Ω"]), max_size=12).map(
    "".join
)
PATTERN = Pattern(r"^(?P<label>[a-z]+) *: *(?P<value>.*)$")  # within a line: what stands below is another


@given(WORDS)
def test_a_character_that_is_no_ascii_behind_the_text_moves_nothing(text: str) -> None:
    alone, beside = PATTERN.search(text), PATTERN.search(f"{text}\nΩ")
    assert alone == beside


@given(WORDS)
def test_groups_are_cut_from_the_text_as_it_was_written(text: str) -> None:
    found = PATTERN.search(text)
    assert found is None or found["value"] in text


@pytest.mark.parametrize("pattern", [r"\A-- $", r"^--\z", "^Signature", "contact"])
@given(lines=st.lists(st.sampled_from(["-- ", "--", "Signature", "un contact", "alarme", ""]), max_size=6))
def test_a_test_that_may_hold_of_no_line_holds_of_none(pattern: str, lines: list[str]) -> None:
    test = patterns.Test("", Pattern(pattern))
    holds = any(test.holds(line) for line in lines)
    assert test.may_hold_of_line("\n".join(lines)) or not holds


@given(st.text())
def test_folding_keeps_every_position_and_cleaning_leaves_nothing_to_clean(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert clean(clean(text)) == clean(text)
    assert word(word(text)) == word(text)
