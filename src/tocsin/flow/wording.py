"""Instants and numbers as texts, in French and in English. Knows no page."""

from datetime import date, datetime

from django.utils.translation import get_language_info, override

from tocsin.core.kernel.sentences import Language
from tocsin.core.sla.durations import span

_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_NARROW_SPACE = "\u202f"  # between thousands: never broken


def relative(instant: datetime, now: datetime, language: Language) -> str:
    """``il y a 12 min``, ``dans 2 h 10``, ``à l'instant``."""
    away = (instant - now).total_seconds()
    if abs(away) < 10:
        return "à l'instant" if language == "fr" else "just now"
    lasting = span(away, language)
    if away > 0:
        return f"dans {lasting}" if language == "fr" else f"in {lasting}"
    return f"il y a {lasting}" if language == "fr" else f"{lasting} ago"


def instant(local: datetime, now: datetime, language: Language) -> str:
    """``14:02`` today, ``mar. 3 mars 14:02`` within a year, with the year beyond. Both in the same zone."""
    clock = f"{local:%H:%M}"
    if local.date() == now.date():
        return clock
    year = "" if local.year == now.year else f" {local.year}"
    month, day = _MONTHS[language][local.month - 1], _DAYS[language][local.weekday()]
    return f"{day} {local.day} {month}{year} {clock}"


def day(at: date, language: Language) -> str:
    """``14 oct. 2026``: in no country another day."""
    return f"{at.day} {_MONTHS[language][at.month - 1]} {at.year}"


def weekday(at: date, language: Language) -> str:
    """``mar. 24 nov.``, for a column of a calendar."""
    return f"{_DAYS[language][at.weekday()]} {at.day} {_MONTHS[language][at.month - 1]}"


def whole_instant(local: datetime, language: Language) -> str:
    """The instant to the second with its zone: ``mar. 3 mars 2026 14:02:11 CET``."""
    month, day = _MONTHS[language][local.month - 1], _DAYS[language][local.weekday()]
    return f"{day} {local.day} {month} {local.year} {local:%H:%M:%S} {local.tzname()}"


def number(value: float, language: Language) -> str:
    """``12 345`` (narrow no-break space) in French, ``12,345`` in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", _NARROW_SPACE).replace(".", ",") if language == "fr" else grouped


def language_name(code: str, language: Language) -> str:
    """``French``, ``français``; a code that has no name stays as it is."""
    with override(language):
        try:
            name = str(get_language_info(code.lower())["name_translated"])
        except KeyError:
            return code
    return name.lower() if language == "fr" else name
