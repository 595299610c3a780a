"""How instants, durations and numbers are said in French and in English. Knows no page."""

from datetime import datetime

from tocsin.core.kernel.sentences import Language

_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_NARROW_SPACE = "\u202f"  # between thousands: never broken


def duration(seconds: float, language: Language) -> str:
    """Two units at most: ``45 s``, ``12 min``, ``1 h 05``, ``3 j 4 h`` (``1h 05m``, ``3d 4h``)."""
    whole = int(abs(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
        if not minutes:
            return f"{hours} h" if language == "fr" else f"{hours}h"
        return f"{hours} h {minutes:02d}" if language == "fr" else f"{hours}h {minutes:02d}m"
    days, hours = whole // _DAY, whole % _DAY // _HOUR
    if not hours:
        return f"{days} j" if language == "fr" else f"{days}d"
    return f"{days} j {hours} h" if language == "fr" else f"{days}d {hours}h"


def relative(instant: datetime, now: datetime, language: Language) -> str:
    """``il y a 12 min``, ``dans 2 h 10``, ``à l'instant``."""
    away = (instant - now).total_seconds()
    if abs(away) < 10:
        return "à l'instant" if language == "fr" else "just now"
    span = duration(away, language)
    if away > 0:
        return f"dans {span}" if language == "fr" else f"in {span}"
    return f"il y a {span}" if language == "fr" else f"{span} ago"


def instant(local: datetime, now: datetime, language: Language) -> str:
    """``14:02`` today, ``mar. 3 mars 14:02`` within a year, with the year beyond. Both in the same zone."""
    clock = f"{local:%H:%M}"
    if local.date() == now.date():
        return clock
    year = "" if local.year == now.year else f" {local.year}"
    month, day = _MONTHS[language][local.month - 1], _DAYS[language][local.weekday()]
    return f"{day} {local.day} {month}{year} {clock}"


def whole_instant(local: datetime, language: Language) -> str:
    """The instant to the second with its zone: ``mar. 3 mars 2026 14:02:11 CET``."""
    month, day = _MONTHS[language][local.month - 1], _DAYS[language][local.weekday()]
    return f"{day} {local.day} {month} {local.year} {local:%H:%M:%S} {local.tzname()}"


def number(value: float, language: Language) -> str:
    """``12 345`` (narrow no-break space) in French, ``12,345`` in English."""
    said = f"{value:,}"
    return said.replace(",", _NARROW_SPACE).replace(".", ",") if language == "fr" else said
