"""Answers of the HTTP inlet: knows statuses, headers and RFC 9457; not why a request is refused."""

from typing import Any

import msgspec

from tocsin.core.kernel.errors import BadInput, Busy, Fault, TocsinError, TooLarge, Unavailable
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value

Headers = tuple[tuple[bytes, bytes], ...]

_JSON: Headers = ((b"content-type", b"application/json"),)
_TEXT: Headers = ((b"content-type", b"text/plain; charset=utf-8"),)
_PROBLEM: Headers = ((b"content-type", b"application/problem+json"),)
_MAX_FAULTS = 100  # a reader mends the first ones; the rest would only be traffic


class Answer(Value):
    """A whole HTTP response."""

    status: int
    headers: Headers
    body: bytes


class HttpProblem(TocsinError):
    """A refusal that only HTTP knows (401, 405, 408, 415)."""

    def __init__(self, status: int, code: str, headers: Headers = (), **facts: Any) -> None:
        self.status = status
        self.headers = headers
        super().__init__(code, **facts)


class PartlyKept(BadInput):
    """Some of what was posted is kept, the rest is refused; Alertmanager answers 400 to that, and keeps the good ones."""

    def __init__(self, kept: int, faults: tuple[Fault, ...]) -> None:
        self.kept = kept
        super().__init__(faults, "inlet.partly", kept=kept, sent=kept + len({_item(one) for one in faults}))


def _item(found: Fault) -> str:
    """The element that a fault is about: ``[3]`` of ``[3].state``."""
    return found.field.partition("]")[0]


def kept(events: int) -> Answer:
    """202: that many events are committed; what they mean is found out afterwards."""
    return Answer(status=202, headers=_JSON, body=b'{"accepted":%d,"message":"kept"}' % events)


def text(body: bytes = b"") -> Answer:
    """200 with plain text."""
    return Answer(status=200, headers=_TEXT, body=body)


def json(value: object) -> Answer:
    """200 with JSON."""
    return Answer(status=200, headers=_JSON, body=msgspec.json.encode(value))


def refused(error: TocsinError, language: Language, *, as_json: bool = False) -> Answer:
    """The error as a problem (RFC 9457), said in the caller's language.

    ``as_json``: under plain ``application/json``, for clients of Alertmanager, which read nothing else.
    """
    status, headers = _status(error)
    if as_json and isinstance(error, PartlyKept):
        status = 400
    problem: dict[str, object] = {
        "type": f"urn:tocsin:problem:{error.why.code}",
        "title": error.sentence(language),
        "status": status,
        "code": error.why.code,
    }
    if isinstance(error, BadInput):
        if isinstance(error, PartlyKept):
            problem["accepted"] = error.kept
        problem["detail"] = "; ".join(fault.sentence(language) for fault in error.faults[:3])
        problem["errors"] = [_error(fault, language) for fault in error.faults[:_MAX_FAULTS]]
    return Answer(
        status=status,
        headers=(*(_JSON if as_json else _PROBLEM), *headers),
        body=msgspec.json.encode(problem),
    )


def _error(fault: Fault, language: Language) -> dict[str, str]:
    said = {"field": fault.field, "message": fault.message(language), "remedy": fault.remedy(language)}
    return {name: value for name, value in said.items() if value or name == "field"}


def _status(error: TocsinError) -> tuple[int, Headers]:
    match error:
        case HttpProblem():
            return error.status, error.headers
        case TooLarge():
            return 413, ()
        case BadInput():
            return 422, ()
        case Busy():
            return 429, _retry_after(error.retry_after_s)
        case Unavailable():
            return 503, _retry_after(5)
        case _:
            return 500, ()


def _retry_after(seconds: int) -> Headers:
    return ((b"retry-after", b"%d" % seconds),)
