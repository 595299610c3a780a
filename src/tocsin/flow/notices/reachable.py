"""Reachable: how each person can be reached now: what the files declare and what was added. Changes nothing."""

from tocsin.core.duty.ways import Way, ways_of
from tocsin.flow.organisation import snapshot
from tocsin.store import ways


def of_everybody() -> dict[str, list[Way]]:
    """The ways of every person (key), declared and added."""
    known = ways.standing()
    return {person.key: ways_of(person, known) for person in snapshot().persons.values()}
