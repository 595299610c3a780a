"""Every refusal of the API as application/problem+json (RFC 9457). The same shape as the inlet's."""

import re
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

import tocsin.api.v1.sentences  # noqa: F401  declares what is said here
from tocsin.api.problem import MEDIA_TYPE, HttpProblem, headers_of, problem_of
from tocsin.core.kernel.errors import (
    BadInput,
    Fault,
    NotAllowed,
    NotFound,
    TocsinError,
    TooLarge,
    Unavailable,
    fault,
)
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.mistakes import one_of

_ACCEPTED = re.compile(
    r"'([^']*)'|(\d+)"
)  # the words or numbers that the schema takes, as pydantic lists them
_CHALLENGE = {"www-authenticate": 'Bearer realm="tocsin"'}
_KINDS = (
    TocsinError, Http404, AuthenticationError, AuthorizationError, ValidationError, HttpError, RequestDataTooBig,
    OperationalError,
)  # fmt: skip

_TEXT = {"type": "string"}
_FAULT = {
    "type": "object",
    "required": ["field"],
    "properties": dict.fromkeys(("field", "message", "remedy"), _TEXT),
}
SCHEMA = {  # as OpenAPI says it
    "schema": {
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            **dict.fromkeys(("type", "title", "code", "detail"), _TEXT),
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": _FAULT},
        },
    }
}
RESPONSE = {
    "description": "Refused (RFC 9457): 401, 403, 404, 405, 409, 412, 413, 422 with the fields at fault, 429, 503",
    "content": {MEDIA_TYPE: SCHEMA},
}


def language_of(request: HttpRequest) -> Language:
    """The caller's language: French if it is what they ask for first, else English."""
    return "fr" if request.headers.get("accept-language", "").lower().startswith("fr") else "en"


def install(api: NinjaAPI) -> None:
    """Every error that leaves an operation becomes a problem."""
    for kind in _KINDS:
        api.add_exception_handler(kind, _handle)


def _handle(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problem(request, _ours(error))


def problem(request: HttpRequest, error: TocsinError) -> HttpResponse:
    """The error as a response."""
    body = problem_of(error, language_of(request))
    response = HttpResponse(msgspec.json.encode(body), status=body["status"], content_type=MEDIA_TYPE)
    for name, value in headers_of(error).items():
        response[name] = value
    return response


def wrong_method(request: HttpRequest) -> HttpResponse:
    """The address is right, the HTTP method is not."""
    return problem(request, HttpProblem(405, "api.method", method=request.method))


def _ours(error: Exception | type[Exception]) -> TocsinError:
    match error:
        case TocsinError():
            return error
        case AuthenticationError():
            return HttpProblem(401, "api.unauthenticated", _CHALLENGE)
        case AuthorizationError():
            return NotAllowed()
        case ValidationError():
            return BadInput([_invalid(mistake) for mistake in error.errors])
        case Http404():
            return NotFound()
        case RequestDataTooBig():
            return TooLarge()
        case OperationalError():  # the database is away
            return Unavailable()
        case HttpError(status_code=403):  # a session without its CSRF token
            return NotAllowed()
    return BadInput([fault("fault.said", said=str(error))])


def _invalid(found: dict[str, Any]) -> Fault:
    """A mistake that the schema found, at its place as the caller sees it (``body`` is no field)."""
    part, *place = found["loc"]
    inside = ".".join(map(str, place[1:] if part == "body" else place))
    if found["type"] in ("literal_error", "enum"):
        accepted = [word or number for word, number in _ACCEPTED.findall(found["ctx"]["expected"])]
        return fault("fault.not_accepted", one_of(accepted), field=inside)
    return fault("fault.said", field=inside, said=str(found["msg"]))
