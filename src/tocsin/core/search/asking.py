"""Asking: the text of a search as the subject that it names, or as terms. Knows no rows and no organisation."""

import re
from typing import Literal

from tocsin.core.kernel.subject import Subject, subject_in
from tocsin.core.kernel.value import Value
from tocsin.core.translation.text import word as normalised

Scope = Literal["", "actions", "incidents", "people", "places"]
SCOPES: dict[str, Scope] = {">": "actions", "#": "incidents", "@": "people", ":": "places"}
LONGEST = 200  # characters of a search
_MOST_TERMS = 6
_MOST_WORDS = 8  # of one term
_WORDS = re.compile(r"[^\W_]+")


class Term(Value):
    """One term, without case and accents; ``words`` are its parts: srv, erp, 02 of srv-erp-02. They stand side by side."""

    text: str
    words: tuple[str, ...]


class Asked(Value):
    """What is asked for: in which scope, the ``subject`` that the text names, and its terms, each of which must be found."""

    scope: Scope
    text: str
    subject: Subject | None
    terms: tuple[Term, ...]


def asked(text: str) -> Asked:
    """The text of a search. A number alone is an incident's, like INC-42.

    A first character may name the scope: ``>`` actions, ``#`` incidents, ``@`` people, ``:`` places.
    """
    text = text.strip()[:LONGEST]
    scope = SCOPES.get(text[:1], "")
    rest = text[1:].strip() if scope else text
    terms = [Term(text=part, words=words_of(part)[:_MOST_WORDS]) for part in _plain(rest).split()]
    return Asked(
        scope=scope,
        text=rest,
        subject=subject_in(rest),
        terms=tuple(term for term in terms if term.words)[:_MOST_TERMS],
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without case and accents; what stands between them does not count."""
    return tuple(_WORDS.findall(_plain(text)))


def _plain(text: str) -> str:
    return normalised(text).replace("œ", "oe").replace("æ", "ae")
