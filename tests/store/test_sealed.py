"""Secrets at rest: unreadable, for one purpose, and nothing where they cannot be opened."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.store.sealed import seal, unseal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_opened_for_its_purpose_alone(secret):
    sealed = seal(secret, "one")
    assert unseal(sealed, "one") == secret
    assert unseal(sealed, "other") == ""
    assert len(secret) < 4 or secret not in sealed


@given(st.text(max_size=200))
def test_what_was_not_sealed_is_nothing(text):
    assert unseal(text.encode("utf-8", "replace").decode(), "one") == ""


def test_the_same_secret_never_looks_the_same():
    assert seal("x", "one") != seal("x", "one")
