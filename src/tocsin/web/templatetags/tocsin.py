"""Tags built into every template: icons, assets, instants, durations, numbers, names in two languages."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import lucide
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tocsin.core.exchange.cost import money as written
from tocsin.core.sla.durations import span
from tocsin.flow import clock, wording
from tocsin.web.request import current_language
from tocsin.web.static_files import asset_url

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: int = 16) -> SafeString:
    """An icon of the set; decoration only: the text beside it has the same meaning."""
    drawn = lucide._render_icon(name, size, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe("".join(line.strip() for line in drawn.splitlines()))


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a static file."""
    return asset_url(path)


@register.simple_tag
def when(instant: datetime | None) -> SafeString | str:
    """An instant, as short as it is clear: 14:02 today, else with its day; whole in the title."""
    if instant is None:
        return "—"
    local, now = timezone.localtime(instant), timezone.localtime(clock.now())
    return _time(
        instant,
        wording.instant(local, now, current_language()),
        wording.whole_instant(local, current_language()),
    )


@register.simple_tag
def zone() -> str:
    """The abbreviation of the page's zone now: CET, CEST."""
    return timezone.localtime(clock.now()).tzname() or ""


@register.simple_tag
def ago(instant: datetime | None) -> SafeString | str:
    """How long ago, or in how long; the instant itself in the title."""
    if instant is None:
        return "—"
    label = wording.relative(instant, clock.now(), current_language())
    return _time(instant, label, wording.whole_instant(timezone.localtime(instant), current_language()))


@register.filter
def day(at: date | None) -> str:
    """A day with its year; an instant's day in the page's zone."""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    return "—" if local is None else wording.day(local, current_language())


@register.filter
def weekday(at: date) -> str:
    """A day of a calendar, with its day of the week."""
    return wording.weekday(at, current_language())


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as people write them: 1 h 12."""
    return "—" if seconds is None else span(seconds, current_language())


@register.filter
def money(cents: int, currency: str) -> str:
    """Cents as people write amounts: 1 250,00 €."""
    return written(cents, current_language(), currency)


@register.filter
def number(value: float) -> str:
    """A number with separated thousands."""
    return wording.number(value, current_language())


@register.filter
def languages(codes: Sequence[str]) -> str:
    """The languages of these codes, by their names: ``French, German``."""
    return ", ".join(wording.language_name(code, current_language()) for code in codes)


@register.filter
def label(pair: Any) -> str:
    """A text of both languages, in the reader's: ``{"fr": ..., "en": ...}`` or a Label."""
    if isinstance(pair, dict):
        return str(pair.get(current_language()) or pair.get("fr") or "")
    return str(getattr(pair, current_language()))


def _time(instant: datetime, text: str, title: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', instant.isoformat(timespec="seconds"), title, text
    )
