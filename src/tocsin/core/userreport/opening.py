"""Opening: which reports without an incident are many enough to open one. Knows no clock and no row."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Policies
from tocsin.core.userreport.judging import reporters_of
from tocsin.core.userreport.values import UserReport


class Group(Value):
    """Reports of one item (key) from one region (key; empty: unknown), in their order."""

    item: str
    region: str
    reports: tuple[UserReport, ...]

    @property
    def since(self) -> datetime:
        """When the first of them was received."""
        return self.reports[0].at


def groups(reports: Iterable[UserReport], policy: Policies) -> tuple[Group, ...]:
    """The groups that open an incident, by the policy's number of users and span. A report that a person settled counts
    in none."""
    if not policy.users_to_open:
        return ()
    found: dict[tuple[str, str], list[UserReport]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: (report.at, report.id)):
        if report.incident is None and not report.settled_by:
            for item in report.items:
                for region in report.regions or ("",):
                    found[item, region].append(report)
    return tuple(
        Group(item=item, region=region, reports=enough)
        for (item, region), known in sorted(found.items())
        if (enough := _enough(known, policy))
    )


def _enough(known: list[UserReport], policy: Policies) -> tuple[UserReport, ...]:
    """The reports of the first span in which there are enough users; none: there is no such span."""
    within = timedelta(seconds=policy.users_within_s)
    for place, first in enumerate(known):
        near = tuple(report for report in known[place:] if report.at - first.at <= within)
        if reporters_of(near) >= policy.users_to_open:
            return near
    return ()
