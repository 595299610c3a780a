"""Searching: what an account finds by a text, over everything that it may see, in one answer."""

from collections.abc import Sequence

from tocsin.core.kernel.errors import NotAllowed
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.search.asking import Asked, asked
from tocsin.core.search.directory import Entry, named
from tocsin.flow import access
from tocsin.flow.organisation import company
from tocsin.store.models import Account
from tocsin.store.read.search import ROW_KINDS, FoundRow, RowKind, is_known, rows_of

_SHORTEST = 2  # letters: one letter begins too many words


class Found(Value):
    """What was found, the likeliest first. ``direct``: the incident, major incident or report whose number the text is."""

    asked: Asked
    direct: Subject | None
    rows: tuple[FoundRow, ...]
    items: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How much was found."""
        return len(self.rows) + len(self.items) + len(self.entries) + (self.direct is not None)


def search(account: Account, text: str, most: int = 20) -> Found:
    """At most ``most`` of each sort. Raises NotAllowed for an account that sees nothing.

    Every account that may log in sees the group's incidents, problems, works and people (``flow/access``): what it finds
    is what the lists and pages show it.
    """
    if not access.visible(account):
        raise NotAllowed("access.reader")
    return everything(text, most)


def everything(text: str, most: int) -> Found:
    """The same for the operator at the command line, without an account."""
    wanted = asked(text)
    return Found(
        asked=wanted,
        direct=_direct(wanted),
        rows=tuple(rows_of(wanted.terms, kinds, most)) if (kinds := _kinds(wanted)) else (),
        items=_items(wanted, most),
        entries=_entries(wanted, most),
    )


def _kinds(wanted: Asked) -> Sequence[RowKind]:
    """The kinds of rows that the scope takes; none where the text is too short for all of them."""
    enough = sum(len(word) for term in wanted.terms for word in term.words) >= _SHORTEST
    kinds: dict[str, Sequence[RowKind]] = {"": ROW_KINDS, "incidents": ("incident", "ticket")}
    return kinds.get(wanted.scope, ()) if enough else ()


def _direct(wanted: Asked) -> Subject | None:
    """What has this number: an incident, a major one or a user's report. Other subjects are found by their words."""
    subject = wanted.subject if wanted.scope in ("", "incidents") else None
    return subject if subject is not None and is_known(subject) else None


def _items(wanted: Asked, most: int) -> tuple[str, ...]:
    if wanted.scope not in ("", "places") or not wanted.terms:
        return ()
    return tuple(company().resolver.search(wanted.text, most))


def _entries(wanted: Asked, most: int) -> tuple[Entry, ...]:
    if wanted.scope not in ("", "people"):
        return ()
    return tuple(named(wanted.terms, company().organisation, most))
