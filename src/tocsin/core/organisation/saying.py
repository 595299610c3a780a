"""Saying a reason with the names that people use: an item's key becomes its name."""

from typing import Any

from msgspec.structs import replace

from tocsin.core.kernel.sentences import Language, say
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation


def say_named(why: Why, organisation: Organisation, language: Language) -> str:
    """The reason as a sentence, its facts that are item keys replaced by the items' names."""
    facts = {name: _named(fact, organisation) for name, fact in why.facts.items()}
    return say(replace(why, facts=facts), language)


def _named(fact: Any, organisation: Organisation) -> Any:
    if isinstance(fact, str) and fact in organisation.items:
        return organisation.items[fact].name
    if isinstance(fact, list | tuple):
        return [_named(one, organisation) for one in fact]
    return fact
