"""Lengths: how a supplier writes how long an incident lasted, in seconds. Knows no column but its unit."""

import re

from tocsin.core.translation.language.times import read_duration
from tocsin.core.translation.text import word

_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,6})?")
_DAYS_AND_CLOCK = re.compile(r"(\d{1,3}) ?(?:d|j|days?|jours?),? ?(?:et |and )?(\d{1,2}:\d{2}(?::\d{2})?)")
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
    """``2:30`` (hours), ``2h30``, ``90'``, ``2,5 h``, ``2 j 4 h``, ``1 day, 2:30:00``; a bare number counts ``unit_s``."""
    written = _MINUTES.sub("" if "h" in word(text) else " min", _THOUSANDS.sub("", word(text)))
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
