"""Answers of the HTTP inlet as ASGI sends them; ``problem`` knows which status an error has."""

from collections.abc import Mapping

import msgspec

from tocsin.api import problem
from tocsin.core.kernel.errors import BadInput, Fault, TocsinError
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Headers = tuple[tuple[bytes, bytes], ...]

_CLOSED: Headers = (  # a browser that opens this shows nothing, and keeps to its type
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_JSON: Headers = ((b"content-type", b"application/json"), *_CLOSED)
_TEXT: Headers = ((b"content-type", b"text/plain; charset=utf-8"), *_CLOSED)
_PROBLEM: Headers = ((b"content-type", problem.MEDIA_TYPE.encode()), *_CLOSED)


class Answer(Value):
    """A whole HTTP response."""

    status: int
    headers: Headers
    body: bytes


class PartlyKept(BadInput):
    """A part of what was posted is kept, the rest is refused; Alertmanager does the same, and answers 400."""

    def __init__(self, kept: int, faults: tuple[Fault, ...]) -> None:
        self.kept = kept
        super().__init__(
            faults, "inlet.partly", kept=kept, sent=kept + len({_item(fault) for fault in faults})
        )


def _item(found: Fault) -> str:
    """The element that a fault is about: ``[3]`` of ``[3].state``."""
    return found.field.partition("]")[0]


def language_of(headers: Mapping[bytes, bytes]) -> Language:
    """The language of a caller, by its headers alone: English unless French is preferred."""
    return "fr" if headers.get(b"accept-language", b"").lower().startswith(b"fr") else "en"


def kept(events: int) -> Answer:
    """202: that many events are committed; what they mean is found out afterwards."""
    return Answer(status=202, headers=_JSON, body=b'{"accepted":%d,"message":"kept"}' % events)


def text(body: bytes = b"") -> Answer:
    """200 with plain text."""
    return Answer(status=200, headers=_TEXT, body=body)


def json(value: object) -> Answer:
    """200 with JSON."""
    return Answer(status=200, headers=_JSON, body=msgspec.json.encode(value))


def no_alertmanager(language: Language) -> Answer:
    """The answer for parts of Alertmanager's API that we do not have: 400 with a sentence that amtool shows."""
    text = render_why(Why(code="inlet.no_alertmanager"), language)
    return Answer(status=400, headers=_JSON, body=msgspec.json.encode(text))


def refused(error: TocsinError, language: Language, *, as_json: bool = False) -> Answer:
    """The error as a problem (RFC 9457), in the caller's language.

    ``as_json``: under plain ``application/json``, for clients of Alertmanager, which read nothing else.
    """
    body = problem.problem_of(error, language)
    if isinstance(error, PartlyKept):
        body |= {"accepted": error.kept} | ({"status": 400} if as_json else {})
    own = tuple((name.encode(), value.encode()) for name, value in problem.headers_of(error).items())
    return Answer(
        status=body["status"],
        headers=(*(_JSON if as_json else _PROBLEM), *own),
        body=msgspec.json.encode(body),
    )
