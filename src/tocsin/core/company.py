"""Company: the organisation of one version, and what is compiled from it once. Knows no tables and compiles nothing."""

from tocsin.core.impact.graph import Graph
from tocsin.core.inventory.resolution import Resolver
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.formats import Formats


class Company(Value):
    """The organisation in force, with its graph, its formats and its resolver."""

    version: int
    organisation: Organisation
    graph: Graph
    formats: Formats
    resolver: Resolver
