"""Pace: how long until the next look at a counterpart. Faster while an incident is open there, slower when all is quiet."""

from tocsin.core.kernel.value import Value

_QUIET_S = 1800  # after this long without anything new, looks are half as frequent, after twice as long a quarter ...
_SLOWEST = 4  # ... and never less frequent than a quarter of the ordinary pace


class Pace(Value):
    """Seconds between two looks: ``every_s`` in ordinary times, ``urgent_s`` while an incident is open."""

    every_s: float = 60.0
    urgent_s: float = 20.0


def next_look_s(pace: Pace, *, quiet_s: float, incident_open: bool) -> float:
    """Seconds until the next look. ``quiet_s``: since something new was last found there."""
    if incident_open:
        return min(pace.urgent_s, pace.every_s)
    slower = 1
    while slower < _SLOWEST and quiet_s >= _QUIET_S * slower:
        slower *= 2
    return pace.every_s * slower
