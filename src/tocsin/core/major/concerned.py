"""Concerned: which regions and which status pages a major incident concerns. Knows no page's content."""

from collections.abc import Iterable

from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import StatusPage
from tocsin.core.organisation.organisation import Organisation


def is_everywhere(known: Major) -> bool:
    """Whether it hits the services of the group (region ``""``), and so every region; or no region is known."""
    return not known.regions or "" in known.regions


def regions_of(known: Major, organisation: Organisation) -> tuple[str, ...]:
    """The regions (keys) whose people it concerns."""
    return tuple(organisation.regions) if is_everywhere(known) else known.regions


def concerns(known: Major, page: StatusPage) -> bool:
    """Whether the page's users are hit: those of a region hit, or everybody's."""
    return not page.region or is_everywhere(known) or page.region in known.regions


def pages_of(known: Major, pages: Iterable[StatusPage]) -> list[StatusPage]:
    """The pages that it concerns."""
    return [page for page in pages if concerns(known, page)]
