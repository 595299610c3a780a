"""The inlet's ASGI application: knows addresses, limits and the order of the checks; not what is posted.

Each request is checked in this order: token (401), size (413), form (415, 422), commit (429, 503); then 202. The
readable part of a list is kept, the rest refused (422; 400 as Alertmanager does). A refusal is reported for its source.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from tocsin.api.inlet import alertmanager, answer, cloudevents, own
from tocsin.api.inlet.answer import Answer, PartlyKept
from tocsin.api.inlet.caller import Tokens, source_of
from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Gone, Post, Receive, check_head, read_body
from tocsin.api.inlet.terms import Reader, Terms
from tocsin.api.problem import HttpProblem
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Busy, TocsinError, Unavailable

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Deposit = Callable[[Sequence[Message]], Awaitable[None]]
Now = Callable[[], datetime]
Kinds = Callable[[], Collection[str]]
Report = Callable[[str, TocsinError], None]  # the source that was refused, and why; must be cheap

_EVENTS: dict[str, Reader] = {
    own.MEDIA_TYPE: own.read,
    own.EVENTS: own.read,
    cloudevents.STRUCTURED: cloudevents.read_structured,
    cloudevents.BATCH: cloudevents.read_batch,
}
_TEXTS = (
    "text/plain",
    "text/html",
    "text/csv",
    "text/xml",
    "application/xml",
    "application/x-www-form-urlencoded",
)
_LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl")
_MESSAGES: dict[str, Reader] = {
    own.MEDIA_TYPE: own.read_any,
    cloudevents.STRUCTURED: cloudevents.read_structured,
    cloudevents.BATCH: cloudevents.read_batch,
    **dict.fromkeys(_LINES, own.read_lines),
    **dict.fromkeys(_TEXTS, own.read_text),
}
_ALERTS: dict[str, Reader] = {alertmanager.MEDIA_TYPE: alertmanager.read_alerts}
_WEBHOOK: dict[str, Reader] = {alertmanager.MEDIA_TYPE: alertmanager.read_webhook}
_POSTS = {
    "/api/v1/events": _EVENTS,
    "/api/v1/messages": _MESSAGES,
    "/api/v2/alerts": _ALERTS,
    "/api/v1/alertmanager": _WEBHOOK,
}
_READ_BY_THE_API = frozenset({"/api/v1/messages"})  # posted here, listed there
_HEALTH = frozenset({"/-/healthy", "/-/ready"})
_STATUS = "/api/v2/status"
_ALERTMANAGER = "/api/v2/"  # its API, of which we have the part that takes alerts
_OURS = frozenset({("POST", "/api/v2/alerts"), ("GET", _STATUS), ("HEAD", _STATUS)})
_ASKS = frozenset({"GET", "HEAD", "POST", "DELETE"})  # the methods that an Alertmanager's API has
_PATHS = _HEALTH | _POSTS.keys() | {_STATUS}

_log = structlog.get_logger(__name__)


def handles(scope: Scope) -> bool:
    """Whether this request is for the inlet: the front application asks before it dispatches."""
    if scope["type"] != "http":
        return False
    if scope["path"].startswith(_ALERTMANAGER):
        return True
    if scope["path"] not in _PATHS:
        return False
    return scope["path"] not in _READ_BY_THE_API or scope["method"] == "POST"


def make_inlet(
    deposit: Deposit,
    tokens: Tokens,
    now: Now,
    limits: Limits | None = None,
    *,
    kinds: Kinds = tuple,
    report: Report = lambda source, error: None,
) -> "Inlet":
    """The ASGI application. ``deposit`` returns once the raw messages are committed (only then: 202).

    It raises Busy (429) or Unavailable (503). ``tokens`` gives the current table, sha256 of a token in
    hexadecimal -> source key, and ``kinds`` the organisation's; both are asked at every request: they must be cheap.
    ``now`` is UTC. ``report`` gets each refusal of a known source, except temporary ones.
    """
    return Inlet(deposit, tokens, now, limits or Limits(), kinds, report)


class Inlet:
    """An ASGI application for the addresses that ``handles`` names."""

    def __init__(
        self, deposit: Deposit, tokens: Tokens, now: Now, limits: Limits, kinds: Kinds, report: Report
    ) -> None:
        self._deposit = deposit
        self._tokens = tokens
        self._now = now
        self._limits = limits
        self._kinds = kinds
        self._report = report
        self._since = now()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        try:
            response = await self._answer(scope, headers, receive)
        except Gone:
            return
        except TocsinError as error:
            response = _refused(error, scope, headers)
        except Exception as error:  # noqa: BLE001 - the outermost edge: the caller must learn that it was not kept
            _log.exception("inlet crashed", path=scope["path"], error=repr(error))
            response = _refused(TocsinError("inlet.crashed"), scope, headers)
        await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
        await send({"type": "http.response.body", "body": response.body})

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Answer:
        readers = _POSTS.get(scope["path"])
        if _is_for_an_alertmanager(scope["method"], scope["path"]):
            source_of(headers.get(b"authorization", b""), self._tokens)
            return answer.no_alertmanager(answer.language_of(headers))
        if readers is None:
            return self._about(scope, headers)
        _check_method(scope["method"], ("POST",))
        source = source_of(headers.get(b"authorization", b""), self._tokens)
        try:
            return await self._keep(await self._post(scope, headers, receive, source), readers)
        except TocsinError as error:
            if not isinstance(error, Busy | Unavailable):
                self._report(source, error)
            raise

    async def _post(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, source: str) -> Post:
        check_head(headers, self._limits)
        return Post(
            source=source,
            received_at=self._now(),
            path=scope["path"],
            headers=headers,
            body=await read_body(receive, self._limits),
            peer=(scope.get("client") or ("",))[0],
        )

    async def _keep(self, post: Post, readers: dict[str, Reader]) -> Answer:
        reading = _reader(post, readers)(post, Terms(self._limits, self._kinds()))
        if reading.messages:
            await self._deposit(reading.messages)
        if reading.refused:
            raise PartlyKept(reading.events, reading.refused)
        return answer.text() if readers is _ALERTS else answer.kept(reading.events)

    def _about(self, scope: Scope, headers: dict[bytes, bytes]) -> Answer:
        _check_method(scope["method"], ("GET", "HEAD"))
        if scope["path"] in _HEALTH:
            return answer.text(b"OK")
        source_of(headers.get(b"authorization", b""), self._tokens)
        return answer.json(alertmanager.status(self._since))


def _reader(post: Post, readers: dict[str, Reader]) -> Reader:
    reader = readers.get(post.form)
    if readers is _EVENTS and b"ce-specversion" in post.headers and reader in (None, own.read):
        return cloudevents.read_binary
    if reader is None:
        raise HttpProblem(415, "inlet.media_type", media_type=post.media_type or "-", accepted=list(readers))
    return reader


def _is_for_an_alertmanager(method: str, path: str) -> bool:
    """Whether Alertmanager's API has such a request, and ours does not."""
    return path.startswith(_ALERTMANAGER) and method in _ASKS and (method, path) not in _OURS


def _check_method(method: str, allowed: Iterable[str]) -> None:
    if method not in allowed:
        raise HttpProblem(405, "inlet.method", {"allow": ", ".join(allowed)}, method=method)


def _refused(error: TocsinError, scope: Scope, headers: dict[bytes, bytes]) -> Answer:
    language = answer.language_of(headers)
    return answer.refused(error, language, as_json=scope["path"].startswith("/api/v2/"))
