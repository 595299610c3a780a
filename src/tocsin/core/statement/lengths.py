"""Lengths: how a supplier writes how long an incident lasted, in seconds. Knows no column but its unit."""

import re

from tocsin.core.translation.language.times import read_duration
from tocsin.core.translation.text import word

_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,20})?")
_DAYS_AND_CLOCK = re.compile(
    r"(\d{1,3}) ?(?:(?:d|j|days?|jours?),? ?(?:et |and )?|\.(?=\d\d:\d\d:))(\d{1,2}:\d{2}(?::\d{2})?)"
)
_EXCEL_DAYS = re.compile(
    r"1900-01-(\d{2})(?:t(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?"
)  # 25:10 shown as a time of day
_DAYS = re.compile(r"(?<=\d) ?(?:t|gg?|giorn[oi]|dias?)(?![^\W\d])")
_HOURS = re.compile(r"(?<=\d) ?(?:horas?|or[ae])(?![^\W\d])")
_MINUTE_WORDS = re.compile(r"(?<=\d) ?minut[oi]s?(?![^\W\d])")
_NEGATIVE = re.compile(r"[-–−] ?\d")
_THOUSANDS = re.compile(r"(?<=\d)[ ' ](?=\d{3}\b)")
_MINUTES = re.compile(r"(?<=\d) ?['’′](?!\d)")  # 90'
_NOTHING = re.compile(
    r"(?:0+(?:[.,:]0+)* ?(?:h|min|mn|m|s|sec|j|d|heures?|hours?|minutes?|jours?|days?)? ?)+"
)
_ISO_TIME = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})(?:[.,](\d+))?")


def is_bare(text: str) -> bool:
    """Whether it is a number without a unit."""
    return _NUMBER.fullmatch(_THOUSANDS.sub("", word(text))) is not None


def seconds(text: str, unit_s: int) -> int | None:
    """``2:30`` (hours), ``2h30``, ``90'``, ``2,5 h``, ``2 j 4 h``, ``1 day, 2:30:00``, and Excel's ``1900-01-01T01:10:00``
    (25 h 10); a bare number counts ``unit_s``. None: no length, or less than none."""
    if _NEGATIVE.match(word(text)):
        return None
    if excel := _EXCEL_DAYS.fullmatch(word(text)):
        return int(excel[1]) * 86_400 + (seconds(excel[2], unit_s) or 0 if excel[2] else 0)
    plain = _MINUTE_WORDS.sub(" min", _HOURS.sub(" h", _DAYS.sub(" d", _THOUSANDS.sub("", word(text)))))
    written = _MINUTES.sub("" if "h" in plain else " min", plain)
    if _NUMBER.fullmatch(written):
        return round(float(written.replace(",", ".")) * unit_s)
    if clock := _ISO_TIME.fullmatch(written):
        hours, minutes, rest, part = clock.groups()
        return round(int(hours) * 3600 + int(minutes) * 60 + int(rest) + float(f"0.{part or 0}"))
    if whole := _DAYS_AND_CLOCK.fullmatch(written):
        rest_s = seconds(whole[2], unit_s)
        return int(whole[1]) * 86_400 + (rest_s or 0)
    if _NOTHING.fullmatch(written):
        return 0
    lasting = read_duration(written)
    return round(lasting.total_seconds()) if lasting else None
