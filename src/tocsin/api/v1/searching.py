"""The search over the API: over everything that the caller may see."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tocsin.api.v1.callers import caller
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.flow import searching
from tocsin.store.read.search import FoundRow

router = Router(tags=["search"])


class FoundRowOut(Schema):
    """An incident, problem, works or ticket; ``number`` of a ticket is its incident's."""

    kind: str
    number: str
    title: dict[str, str]
    at: datetime
    state: str


class FoundEntryOut(Schema):
    """A person, team or supplier of the organisation."""

    kind: str
    key: str
    name: str


class FoundOut(Schema):
    """What was found, the likeliest first. ``direct`` is the number that the text is; empty: none. ``items`` are keys."""

    direct: str
    rows: list[FoundRowOut]
    items: list[str]
    entries: list[FoundEntryOut]


@router.get("/search", response=FoundOut, summary="Search everything")
def search(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=200)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> dict[str, Any]:
    """At most ``limit`` of each sort. ``#`` before the text: incidents and tickets only, ``@``: people, ``:``: places."""
    found = searching.search(caller(request), text, limit)
    return {
        "direct": found.direct.number if found.direct else "",
        "rows": [_row(row) for row in found.rows],
        "items": list(found.items),
        "entries": list(found.entries),
    }


def _row(row: FoundRow) -> dict[str, Any]:
    kind = SubjectKind.INCIDENT if row.kind == "ticket" else SubjectKind(row.kind)
    number = Subject(kind=kind, id=row.of).number
    return {"kind": row.kind, "number": number, "title": row.title, "at": row.at, "state": row.state}
