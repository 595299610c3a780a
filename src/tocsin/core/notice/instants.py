"""Instants: how a mail writes them, in the recipient's zone. Knows no notice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tocsin.core.kernel.sentences import Language

_FORMAT: dict[Language, str] = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}


def at_read(at: datetime, zone: str, language: Language) -> str:
    """The instant in the zone (IANA), with its name, so that a reader in another zone is not misled."""
    return f"{at.astimezone(ZoneInfo(zone)):{_FORMAT[language]}} ({zone})"


def day_read(at: datetime, zone: str, language: Language) -> str:
    """The day in the zone (IANA)."""
    return f"{at.astimezone(ZoneInfo(zone)):{_FORMAT[language].split()[0]}}"
