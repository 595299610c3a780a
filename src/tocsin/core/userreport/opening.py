"""Opening: which reports without an incident are many enough to open one. Knows no clock and no row."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from tocsin.core.kernel.value import Value
from tocsin.core.userreport.judging import reporters_of
from tocsin.core.userreport.values import UserReport

USERS = 3  # so many users of one region report one application
WITHIN = timedelta(minutes=15)


class Group(Value):
    """Reports of one item (key) from one region (key; empty: unknown), in their order."""

    item: str
    region: str
    reports: tuple[UserReport, ...]

    @property
    def since(self) -> datetime:
        """When the first of them was received."""
        return self.reports[0].at


def groups(reports: Iterable[UserReport]) -> tuple[Group, ...]:
    """The groups that open an incident: ``USERS`` users within ``WITHIN``. A report that a person settled counts in none."""
    found: dict[tuple[str, str], list[UserReport]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: (report.at, report.id)):
        if report.incident is None and not report.settled_by:
            for item in report.items:
                for region in report.regions or ("",):
                    found[item, region].append(report)
    return tuple(
        Group(item=item, region=region, reports=enough)
        for (item, region), known in sorted(found.items())
        if (enough := _enough(known))
    )


def _enough(known: list[UserReport]) -> tuple[UserReport, ...]:
    """The reports of the first span in which there are enough users; none: there is no such span."""
    for place, first in enumerate(known):
        near = tuple(report for report in known[place:] if report.at - first.at <= WITHIN)
        if reporters_of(near) >= USERS:
            return near
    return ()
