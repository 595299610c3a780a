"""Channels: what checks and pages know of the channels by which messages arrive. Knows no connector and no protocol."""

from collections.abc import Callable, Iterator, Mapping

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label, Source

SourceCheck = Callable[[Source], Iterator[Fault]]


def nothing(_source: Source) -> Iterator[Fault]:
    """A check that finds nothing."""
    return iter(())


class Channel(Value):
    """A way by which messages arrive: ``word`` is what a source's ``channel`` says, ``label`` what people read.

    ``settings`` is the type of a source's settings. ``faults`` and ``doubts`` find what the type can't: each fault's
    ``field`` is a path in the source (``settings.folder``). A source may not name a channel that does not receive
    (``receives``).
    """

    word: str
    label: Label
    settings: type[Value] = Value
    faults: SourceCheck = nothing
    doubts: SourceCheck = nothing
    receives: bool = True


Channels = Mapping[str, Channel]  # by word
