"""Days as people read them. Knows no zone and no clock."""

from datetime import date

from tocsin.core.kernel.sentences import Language


def render_day(day: date, language: Language) -> str:
    """``12/10/2026``, ``2026-10-12``."""
    return f"{day:%d/%m/%Y}" if language == "fr" else day.isoformat()
