"""Durations as people read them, alike in French and in English. Knows hours and minutes only."""


def spoken(seconds: int) -> str:
    """``24 h``, ``3 h 20 min``, ``5 min``, ``40 s``; a minus sign before what is overrun."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, minutes = left // 3600, left % 3600 // 60
    if not hours and not minutes:
        return f"{sign}{left} s"
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return sign + " ".join(filter(None, parts))
