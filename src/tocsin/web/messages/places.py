"""A resolved place as a person judges it: the source's text, how it was found, how certain, and its rivals."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from tocsin.core.event.values import Place
from tocsin.core.inventory.resolution import render_place
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named


class Rival(NamedTuple):
    """Another item that it could be."""

    key: str
    name: str
    percent: int


class Guess(NamedTuple):
    """The item found for a place. ``sure`` is false for a guess and for nothing found."""

    text: str
    why: str
    percent: int
    sure: bool
    rivals: list[Rival]


def place_of(
    data: dict[str, Any], confidence: float, organisation: Organisation, language: Language
) -> Guess:
    """The place of an event, from what its history keeps (flow/history)."""
    why = data.get("why")
    return Guess(
        text=place_text(data.get("place") or {}),
        why=render_named(msgspec.convert(why, Why), organisation, language) if why else "",
        percent=round(confidence * 100),
        sure=confidence >= organisation.policies.trust,
        rivals=rivals_of(data.get("rivals", ()), organisation),
    )


def place_text(place: dict[str, Any]) -> str:
    """The place as the source writes it, and as a person's answer about it is remembered."""
    return render_place(msgspec.convert(place, Place))


def rivals_of(rivals: Iterable[tuple[str, float]], organisation: Organisation) -> list[Rival]:
    """The other candidates by name, most likely first."""
    return [Rival(key, full_name(key, organisation), round(sure * 100)) for key, sure in rivals]


def full_name(key: str, organisation: Organisation) -> str:
    """An item's name with the name of what contains it, to distinguish two of the same name."""
    names = [item.name for item in organisation.path(key)]
    return " · ".join(reversed(names[:3])) if names else key
