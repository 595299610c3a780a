"""Pace: how long until the next look at a counterpart. Faster while an incident is open there, slower when all is quiet."""

from tocsin.core.kernel.value import Value

_QUIET_S = 1800  # after so long without anything new, a look is made half as often ...
_SLOWEST = 4  # ... and after each double of it half as often again, down to a quarter of the ordinary pace


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
