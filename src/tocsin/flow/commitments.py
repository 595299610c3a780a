"""The coverage check of the organisation in force, kept until it or the day changes."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tocsin.core.company import Company
from tocsin.core.coverage.decide import Check
from tocsin.core.coverage.values import Coverage
from tocsin.core.impact.graph import Graph
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow import clock

Progress = Callable[[], None]  # called for each application checked


def coverage(company: Company) -> tuple[Coverage, ...]:
    """The judgement on each application of the company, for thirteen months from today."""
    return _of_day(_Version(company), midnight(company.organisation))


def check(organisation: Organisation, graph: Graph, progress: Progress) -> tuple[Coverage, ...]:
    """The same for an organisation that need not be in force."""
    checked = []
    for found in Check(organisation, graph, midnight(organisation)).applications():
        checked.append(found)
        progress()
    return tuple(checked)


def midnight(organisation: Organisation) -> datetime:
    """The last midnight, in the group's zone."""
    zone = ZoneInfo(organisation.settings.zone)
    return clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


class _Version:
    """A company, compared by its versions: two snapshots of the same version are checked once."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._key = tuple(sorted(company.versions.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=1)
def _of_day(version: _Version, start: datetime) -> tuple[Coverage, ...]:
    company = version.company
    return tuple(Check(company.organisation, company.graph, start).applications())
