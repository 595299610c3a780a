"""Badges of our words: an effect, a source's or a message's state, with icon and tone. Decides nothing."""

from typing import Any

from django import template

from tocsin.web.messages.words import MESSAGE_STATES
from tocsin.web.words import CRITICALITIES, EFFECTS, ROLES, SOURCE_STATES, Word

register = template.Library()
_BADGE = "components/badge.html"


def _badge(words: dict[str, Word], value: str) -> dict[str, Any]:
    word = words.get(value) or Word(value, "circle-question-mark", "neutral")
    return {"text": word.text, "drawn": word.drawn, "tone": word.tone}


@register.inclusion_tag(_BADGE)
def effect_badge(effect: str) -> dict[str, Any]:
    """How an item is hit."""
    return _badge(EFFECTS, effect)


@register.inclusion_tag(_BADGE)
def source_badge(state: str) -> dict[str, Any]:
    """How a source is."""
    return _badge(SOURCE_STATES, state)


@register.inclusion_tag(_BADGE)
def message_badge(status: str) -> dict[str, Any]:
    """How well a message was understood."""
    return _badge(MESSAGE_STATES, status)


@register.filter
def criticality(value: str) -> Any:
    """One of the client's four levels, in words."""
    return CRITICALITIES.get(value, value)


@register.filter
def role(value: str) -> Any:
    """What a device does, in words where the inventory's word is a usual one."""
    return ROLES.get(value, value)
