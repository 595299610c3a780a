"""Kinds: the mistake of a kind that the organisation does not declare. Knows no format and no event."""

from collections.abc import Collection
from difflib import get_close_matches

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.why import Why


def unknown_kind(kind: str, kinds: Collection[str], *, field: str, file: str = "") -> Fault:
    """A kind that the organisation does not declare; the remedy names the nearest declared kind, and all of them."""
    nearest = get_close_matches(kind, kinds, n=1)
    cure = Why(code="fault.known", facts={"known": sorted(kinds)})
    if nearest:
        return fault("fault.kind.unknown_near", cure, file=file, field=field, said=kind, near=nearest[0])
    return fault("fault.kind.unknown", cure, file=file, field=field, said=kind)
