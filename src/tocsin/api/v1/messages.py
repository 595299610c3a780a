"""Messages, the queue and the sources over the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.api.v1.shapes import AgainOut, MessagesOut, MessageWhole, SourceOut, WordIn, WordOut
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.organisation.values import Source
from tocsin.flow import channels, clock
from tocsin.flow.intake import asked
from tocsin.flow.organisation import company
from tocsin.store.read import messages as read
from tocsin.store.read import sources as read_sources
from tocsin.store.read.messages import Filters, Row
from tocsin.store.read.sources import Health

router = Router(tags=["messages"])

Status = Literal["new", "translated", "partial", "untranslated", "ignored", "set_aside", "quarantined"]


@router.get("/messages", response=MessagesOut, summary="Messages, newest first")
def messages(
    request: HttpRequest,
    source: str = "",
    status: Annotated[list[Status], Query()] = [],  # noqa: B006  ninja copies it
    text: Annotated[str, Query(max_length=100)] = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
) -> dict[str, Any]:
    """At most 50; ``text`` is looked for in sender and subject."""
    filters = Filters(source=source, statuses=tuple(status), text=text, since=since, until=until)
    page = read.received(filters, before)
    items = [_row(row, language_of(request)) for row in page.rows]
    return {"items": items, "next": page.older, "searched_to": page.searched_to}


@router.get("/messages/{int:id}", response=MessageWhole, summary="One message and what it became")
def message(request: HttpRequest, id: int) -> dict[str, Any]:
    """Its bytes are at ``/messages/{id}/raw``."""
    found = read.message(id)
    if found is None:
        raise NotFound()
    return {
        **_row(found.row, language_of(request)),
        "envelope": found.envelope,
        "attempts": found.attempts,
        "worked_at": found.worked_at,
        "events": [msgspec.to_builtins(event, builtin_types=(datetime,)) for event in found.events],
    }


@router.get("/messages/{int:id}/raw", summary="A message, verbatim", openapi_extra={
    "responses": {200: {"description": "The bytes as they came in", "content": {"application/octet-stream": {}}}}
})  # fmt: skip
def raw(request: HttpRequest, id: int) -> HttpResponse:
    """The bytes as they came in; ``x-media-type`` says what they are."""
    found = read.raw(id)
    if found is None:
        raise NotFound()
    response = HttpResponse(found[0], content_type="application/octet-stream")
    response["x-media-type"] = found[1].replace("\r", "").replace("\n", "")
    response["content-disposition"] = f'attachment; filename="tocsin-{id}"'
    return response


@router.post("/messages/{int:id}/replay", response=AgainOut, summary="Work a message again")
def replay(request: HttpRequest, id: int) -> dict[str, int]:
    """0 when there is no such message, or it waits already."""
    return {"messages": asked.replay(caller(request), [id])}


@router.get("/queue/words", response=list[WordOut], summary="Unknown words, most met first")
def words(request: HttpRequest) -> list[dict[str, Any]]:
    """Words that no table knows yet."""
    return [msgspec.to_builtins(word, builtin_types=(datetime,)) for word in read.words()]


@router.post("/queue/words", response=AgainOut, summary="Learn a word")
def learn(request: HttpRequest, word: WordIn) -> dict[str, int]:
    """Add the word to its table; the messages that waited for it are worked again."""
    return {"messages": asked.teach_word(caller(request), **word.model_dump())}


@router.get("/sources", response=list[SourceOut], summary="Sources and their heartbeat")
def sources(request: HttpRequest) -> list[dict[str, Any]]:
    """Every declared source, and those that sent without being declared."""
    known = read_sources.health(clock.now().date())
    declared = company().organisation.sources
    return [
        _source(declared.get(key), known.get(key) or read_sources.awaited(key), language_of(request))
        for key in {**declared, **known}
    ]


def _source(source: Source | None, health: Health, language: Language) -> dict[str, Any]:
    notice = channels.notice(source.channel, health.position) if source else None
    return {
        **msgspec.to_builtins(health, builtin_types=(datetime,)),
        "refusal": health.refusal.sentence(language) if health.refusal else "",
        "notice": notice.sentence(language) if notice else "",
        "key": health.source,
        "label": source.label if source else health.source,
        "channel": source.channel if source else "",
        "rhythm_s": source.rhythm_s if source else 0,
        "declared": source is not None,
        "today": health.today,
    }


def _row(row: Row, language: Language) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in Row.__struct_fields__ if name not in ("headline", "why")}
    reasons = [render_why(why, language) for why in row.why]
    return {**fields, "sender": row.headline.sender, "subject": row.headline.subject, "why": reasons}
