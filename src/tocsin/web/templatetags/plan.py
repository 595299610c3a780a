"""Arithmetic of drawings."""

from django import template

register = template.Library()


@register.filter
def add_to(value: float, more: float) -> float:
    """The sum, to a tenth."""
    return round(float(value) + float(more), 1)
