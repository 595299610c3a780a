"""Answers: what TMF clients read: resources under their media type, errors in TMF's ``Error`` with the right status."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpResponse

from tocsin.api import problem
from tocsin.api.inlet.answer import Answer
from tocsin.api.inlet.limits import Limits
from tocsin.core.kernel.errors import BadInput, TocsinError, TooLarge
from tocsin.core.kernel.sentences import Language

LIMITS = Limits(body_bytes=8 * 2**20, body_timeout_s=60.0)  # an attachment of 5 MiB, and what is around it
MERGE = "application/merge-patch+json"
_MOST = 5  # mistakes in one answer


def answer(
    value: Any, form: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A resource, or a list of them."""
    return HttpResponse(
        msgspec.json.encode(value), content_type=form, status=status, headers=dict(headers or {})
    )


def error(wrong: TocsinError, language: Language, form: str) -> HttpResponse:
    """The error in TMF's words. What can't be read is 400 here, as the specifications have it."""
    status = problem.status_of(wrong, conditional=False)
    if isinstance(wrong, BadInput) and not isinstance(wrong, TooLarge):
        status = 400
    body = {
        "@type": "Error",
        "code": wrong.why.code,
        "reason": wrong.sentence(language),
        "status": str(status),
    }
    if isinstance(wrong, BadInput) and wrong.faults:
        body["message"] = "; ".join(fault.sentence(language) for fault in wrong.faults[:_MOST])
    return answer(body, form, status, problem.headers_of(wrong))


def refused(wrong: TocsinError, language: Language) -> Answer:
    """The same, before Django has seen the request."""
    response = error(wrong, language, "application/json")
    headers = tuple((name.lower().encode(), value.encode()) for name, value in response.items())
    return Answer(status=response.status_code, headers=headers, body=response.content)
