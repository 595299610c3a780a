"""Zones: the names of time zones, as IANA, Windows, Exchange and people write them. An unknown name is no zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # CLDR's windowsZones

# Minutes from UTC. Names that mean several zones (CST, IST, AST) are not here: see _AMBIGUOUS.
ABBREVIATIONS = {
    "utc": 0, "gmt": 0, "tu": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "wet": 0, "west": 60,
    "bst": 60, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240, "sgt": 480, "hkt": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "sast": 120, "wib": 420,
}  # fmt: skip
AMBIGUOUS = frozenset(
    {"ist", "cst", "cdt", "ast", "adt", "sst", "ect"}
)  # as the format's own zone means them
_LONG_NAMES = {
    "central european summer time": "+02:00", "central european time": "Europe/Paris",
    "central european": "Europe/Paris", "eastern european summer time": "+03:00",
    "eastern european time": "Europe/Athens", "eastern european": "Europe/Athens",
    "western european summer time": "+01:00", "western european time": "Europe/Lisbon",
    "british summer time": "+01:00", "greenwich mean time": "UTC", "coordinated universal time": "UTC",
    "irish standard time": "Europe/Dublin", "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
    "heure normale d'europe centrale": "+01:00", "heure d'ete d'europe centrale": "+02:00",
    "heure normale d'europe de l'est": "+02:00", "heure d'ete d'europe de l'est": "+03:00",
    "mitteleuropaische normalzeit": "+01:00", "mitteleuropaische sommerzeit": "+02:00",
    "mitteleuropaische zeit": "Europe/Berlin",
}  # fmt: skip
_BOTH = {
    ("cet", "cest"): "Europe/Paris", ("mez", "mesz"): "Europe/Berlin", ("eet", "eest"): "Europe/Athens",
    ("wet", "west"): "Europe/Lisbon", ("gmt", "bst"): "Europe/London", ("est", "edt"): "America/New_York",
    ("mst", "mdt"): "America/Denver", ("pst", "pdt"): "America/Los_Angeles",
}  # fmt: skip
_BARE_NAMES = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}  # fmt: skip
# Where a Windows display ("(UTC-05:00) Eastern Time (US & Canada)") names no city that IANA knows.
_DISPLAYED = {
    "coordinated universal time": "UTC", "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago", "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles", "atlantic time (canada)": "America/Halifax",
    "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu", "arizona": "America/Phoenix",
    "indiana (east)": "America/Indiana/Indianapolis", "central america": "America/Guatemala",
    "saskatchewan": "America/Regina", "newfoundland": "America/St_Johns", "greenland": "America/Nuuk",
    "west central africa": "Africa/Lagos", "cabo verde is.": "Atlantic/Cape_Verde", "e. europe": "Europe/Chisinau",
    "brasilia": "America/Sao_Paulo", "city of buenos aires": "America/Argentina/Buenos_Aires",
    "port louis": "Indian/Mauritius", "ekaterinburg": "Asia/Yekaterinburg", "samoa": "Pacific/Apia",
    "volgograd": "Europe/Volgograd", "st. petersburg": "Europe/Moscow", "edinburgh": "Europe/London",
    "berne": "Europe/Zurich", "bern": "Europe/Zurich", "mumbai": "Asia/Kolkata", "beijing": "Asia/Shanghai",
}  # fmt: skip
_AREAS = ("africa", "america", "asia", "atlantic", "australia", "europe", "indian", "pacific")
AREA_AND_CITY = re.compile(
    r"(?<![a-z/])(?:africa|america|antarctica|arctic|asia|atlantic|australia|etc|europe|indian|pacific|us)/"
    r"[a-z0-9_+/-]*[a-z0-9]"
)
_NO_CITIES = frozenset(
    {"act", "nsw", "lhi", "north", "south", "west", "oral", "wake", "knox", "nome"}
)  # words, too
_DISPLAY = re.compile(r"\((?:utc|gmt)(?:([+-])(\d{1,2}):(\d{2}))?\) ?(\S.*)")
_FIXED = re.compile(r"\(?(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?\)?")
_FARTHEST = timedelta(hours=14)
_SEASONS = tuple(
    datetime.combine(date(2026, month, 15), time(12)) for month in (1, 7)
)  # rules of today, not of 1970


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=512)
def known(name: str) -> tzinfo | None:
    """The zone of a name by whoever wrote it: IANA's (also behind a path, as TZIDs have it), Windows', the words that
    Windows shows, or a fixed offset. None: it is not known, or it may mean several."""
    normalised = " ".join(name.strip().strip('"').casefold().split())
    if normalised in ("z", "utc", "gmt", "tzone://microsoft/utc"):
        return UTC
    return (
        _iana(normalised)
        or _windows(normalised)
        or _displayed(normalised)
        or _fixed(normalised)
        or _long(normalised)
    )


def long_names() -> tuple[str, ...]:
    """The names of several words, the longest first; lower case."""
    return _long_names()


@cache
def _long_names() -> tuple[str, ...]:
    standard = {name.casefold() for name in WINDOWS_TO_OLSON if " " in name}
    summer = {name.replace("standard time", "daylight time") for name in standard}
    return tuple(sorted({*standard, *summer, *_LONG_NAMES}, key=len, reverse=True))


def bare(name: str) -> tzinfo | None:
    """The zone that Americans mean by ``Pacific``."""
    return zone(_BARE_NAMES.get(name, ""))


def of_both(winter: str, summer: str, default: tzinfo | None) -> tzinfo | None:
    """The zone of ``CET/CEST``: the format's own where it goes by these names, else the usual one."""
    if default and {winter, summer} == {name.lower() for name in short_names(default)}:
        return default
    return zone(_BOTH.get((winter, summer)) or _BOTH.get((summer, winter), ""))


def of_city(name: str) -> tzinfo | None:
    """The zone of a city that IANA or Windows names: ``brussels``, ``new york``, ``edinburgh``."""
    found = _DISPLAYED.get(name) or _cities().get(name.replace(" ", "_").replace(".", ""))
    return zone(found) if found else None


def _iana(name: str) -> tzinfo | None:
    names, pieces = _names(), name.strip("/").split("/")
    candidates = [name, *("/".join(pieces[-count:]) for count in (3, 2) if len(pieces) > count)]
    return next((zone(names[candidate]) for candidate in candidates if candidate in names), None)


def _windows(name: str) -> tzinfo | None:
    return zone(_windows_names().get(name.replace("daylight time", "standard time"), ""))


def _long(name: str) -> tzinfo | None:
    found = _LONG_NAMES.get(name, "")
    return _fixed(found) or zone(found)


def _displayed(display: str) -> tzinfo | None:
    """All known cities of a display that have the shown distance from UTC must keep the same time."""
    found = _DISPLAY.fullmatch(display)
    if not found:
        return None
    away = away_from_utc(found.group(1) or "+", found.group(2) or "0", found.group(3))
    names = [found.group(4), *(name.strip() for name in found.group(4).split(","))]
    zones = [place for name in names if (place := of_city(name)) and away in offsets(place)]
    return zones[0] if zones and len({offsets(zone) for zone in zones}) == 1 else None


def _fixed(name: str) -> tzinfo | None:
    found = _FIXED.fullmatch(name)
    away = away_from_utc(*found.groups()) if found else None
    return timezone(away) if away is not None and abs(away) <= _FARTHEST else None


def away_from_utc(sign: str, hours: str, minutes: str | None) -> timedelta:
    """``+``, ``1``, ``30`` as a span."""
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -away if sign == "-" else away


@lru_cache(maxsize=512)
def offsets(place: tzinfo) -> tuple[timedelta | None, timedelta | None]:
    """How far it is from UTC in January and in July."""
    january, july = (season.replace(tzinfo=place).utcoffset() for season in _SEASONS)
    return january, july


@lru_cache(maxsize=64)
def short_names(place: tzinfo) -> tuple[str, ...]:
    """Its own abbreviations in January and in July."""
    return tuple(season.replace(tzinfo=place).tzname() or "" for season in _SEASONS)


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): iana for name, iana in WINDOWS_TO_OLSON.items()}


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    """Last words of IANA names that are cities."""
    names = {low.rpartition("/")[2]: name for low, name in sorted(_names().items()) if low.startswith(_AREAS)}
    return {city: name for city, name in names.items() if city not in _NO_CITIES}
