"""Problem: which HTTP status an error is, and the error as RFC 9457 writes it. Knows no framework; all skins use it."""

from typing import Any

from tocsin.core.kernel.errors import (
    BadInput,
    Busy,
    Fault,
    NotAllowed,
    NotFound,
    Outdated,
    Refused,
    TocsinError,
    TooLarge,
    Unavailable,
)
from tocsin.core.kernel.sentences import Language

MEDIA_TYPE = "application/problem+json"
_AWAY_RETRY_S = 5
_MAX_FAULTS = 100  # more faults would help nobody
_DETAILED = 3

# The first class that fits: a class stands before its base classes.
_STATUS: tuple[tuple[type[TocsinError], int], ...] = (
    (TooLarge, 413),
    (BadInput, 422),
    (NotAllowed, 403),
    (NotFound, 404),
    (Outdated, 412),
    (Refused, 409),
    (Busy, 429),
    (Unavailable, 503),
)


class HttpProblem(TocsinError):
    """A refusal that only HTTP knows (401, 405, 408, 415), with the headers that belong to it."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None, **facts: Any) -> None:
        self.status, self.headers = status, headers or {}
        super().__init__(code, **facts)


def status_of(error: TocsinError, *, conditional: bool = True) -> int:
    """The status. Not ``conditional``: the caller gave no If-Match, so Outdated is a conflict (409)."""
    if isinstance(error, HttpProblem):
        return error.status
    if isinstance(error, Outdated) and not conditional:
        return 409
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def headers_of(error: TocsinError) -> dict[str, str]:
    """The headers that go with the status, by their names in lower case."""
    match error:
        case HttpProblem():
            return error.headers
        case Busy():
            return {"retry-after": str(error.retry_after_s)}
        case Unavailable():
            return {"retry-after": str(_AWAY_RETRY_S)}
    return {}


def problem_of(error: TocsinError, language: Language) -> dict[str, Any]:
    """The members of the problem, in the caller's language; ``errors`` are the faults by field."""
    members: dict[str, Any] = {
        "type": f"urn:tocsin:problem:{error.why.code}",
        "title": error.sentence(language),
        "status": status_of(error),
        "code": error.why.code,
    }
    if isinstance(error, BadInput):
        members["detail"] = "; ".join(fault.sentence(language) for fault in error.faults[:_DETAILED])
        members["errors"] = [_fault(fault, language) for fault in error.faults[:_MAX_FAULTS]]
    return members


def _fault(found: Fault, language: Language) -> dict[str, str]:
    members = {"field": found.field, "message": found.message(language), "remedy": found.remedy(language)}
    return {name: value for name, value in members.items() if value or name == "field"}
