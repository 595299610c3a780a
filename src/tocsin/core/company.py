"""Company: the organisation, and what is compiled from it, concern by concern. Knows no tables."""

from collections.abc import Collection, Iterable

from tocsin.core.impact.graph import Graph
from tocsin.core.inventory.resolution import Resolver
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.objects import Concern, Object
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.formats import Formats, compile_formats


class Company(Value):
    """The organisation in force, with its graph, its formats and its resolver. ``versions``: one for each concern."""

    versions: dict[Concern, int]
    organisation: Organisation
    graph: Graph
    formats: Formats
    resolver: Resolver

    @property
    def version(self) -> int:
        """The newest of its versions."""
        return max(self.versions.values())


def compiled(
    before: Company | None,
    versions: dict[Concern, int],
    objects: Iterable[Object],
    concerns: Collection[Concern],
) -> Company:
    """The company with these concerns compiled from all of their objects; the rest is shared with ``before``."""
    organisation = (before.organisation if before else Organisation()).changed(objects, concerns)
    return Company(
        versions=versions,
        organisation=organisation,
        graph=_graph(organisation, before, concerns),
        formats=_formats(organisation, before, concerns),
        resolver=_resolver(organisation, before, concerns),
    )


def _graph(organisation: Organisation, before: Company | None, concerns: Collection[Concern]) -> Graph:
    """The network comes from the inventory; the sources declare who watches it."""
    if before is None or Concern.INVENTORY in concerns:
        return Graph.compile(organisation.items, organisation.requirements, organisation.watching)
    if organisation.watching != before.organisation.watching:
        return before.graph.under(organisation.watching)
    return before.graph


def _formats(organisation: Organisation, before: Company | None, concerns: Collection[Concern]) -> Formats:
    """The words come from the formats, the list of kinds from the organisation."""
    same_kinds = before is not None and before.organisation.kinds.keys() == organisation.kinds.keys()
    if before is not None and Concern.WORDS not in concerns and same_kinds:
        return before.formats
    return compile_formats(organisation.formats, organisation.correspondences, organisation.kinds)


def _resolver(organisation: Organisation, before: Company | None, concerns: Collection[Concern]) -> Resolver:
    if before is None or Concern.INVENTORY in concerns:
        return Resolver.of(organisation)
    return before.resolver.taught(organisation.aliases) if Concern.PLACES in concerns else before.resolver
