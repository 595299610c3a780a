"""Concerned: which status pages a major incident concerns. Knows regions, no page's content."""

from collections.abc import Iterable

from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import StatusPage


def concerns(known: Major, page: StatusPage) -> bool:
    """Whether the page's users are hit: a page without a region, or one of its regions; one that hits none concerns all."""
    return not page.region or not known.regions or page.region in known.regions


def pages_of(known: Major, pages: Iterable[StatusPage]) -> list[StatusPage]:
    """The pages that it concerns."""
    return [page for page in pages if concerns(known, page)]
