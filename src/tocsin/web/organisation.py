"""The organisation in force, for the pages: read again only when its version has changed."""

from tocsin.core.organisation.organisation import Organisation
from tocsin.store import declared

_last: tuple[int, Organisation] = (-1, Organisation())


def snapshot() -> Organisation:
    """The organisation of the newest version; one query when this process has it already."""
    global _last
    version = declared.version()
    if _last[0] != version:
        _last = (version, Organisation.of(declared.objects()))
    return _last[1]
