"""Why: the reason of one automatic judgement, as data that pages and commands render in French or in English."""

from typing import Any

from tocsin.core.kernel.value import Value


class Why(Value):
    """The reason of a judgement. ``code`` names a sentence (see ``sentences``), ``facts`` fill its blanks.

    Facts are plain JSON values: text, numbers, lists. Instants are written as ISO 8601 in UTC under a name
    that ends in ``_at`` (pages show them in the reader's zone); durations are seconds under a name that
    ends in ``_s``.
    """

    code: str
    facts: dict[str, Any] = {}


_LISTED = 5  # values of one fact; people read no more


def together(why: Why, other: Why) -> Why:
    """One reason for two of the same code: a fact in which they differ lists both; beyond five, "…" is the rest."""
    return Why(
        code=why.code, facts={name: _listed(fact, other.facts.get(name)) for name, fact in why.facts.items()}
    )


def _listed(first: Any, other: Any) -> Any:
    if first == other:
        return first
    known, more = (list(fact) if isinstance(fact, list | tuple) else [fact] for fact in (first, other))
    values = known + [value for value in more if value not in known]
    return values if len(values) <= _LISTED else [*values[:_LISTED], "…"]
