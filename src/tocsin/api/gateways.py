"""What gateways call: receipts, and people's answers. Checks the token and the size; the gateway's connector reads it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tocsin.core.kernel.errors import NotFound
from tocsin.flow.notices import gateways
from tocsin.flow.notices.gateways import CallOutcome

_MOST_BYTES = 64_000
_MOST_FIELDS = 50
_STATUS = {
    CallOutcome.TAKEN: 204,
    CallOutcome.UNREAD: 422,
    CallOutcome.UNKNOWN: 503,
}  # after a 503 gateways report again


@csrf_exempt  # the caller is a machine with a token of its own, and no session
@login_not_required
@require_http_methods(["GET", "POST"])  # Kannel reports by GET; the token shows that it is no browser
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Take a receipt or an answer, from the query, a form or a JSON object.

    The token comes as ``Bearer``, or as ``token`` in the query. A wrong token is answered 401, as an unknown gateway
    is: nobody learns which there are.
    """
    if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
        return HttpResponse(status=413)
    try:
        outcome = gateways.receive(key, _token(request), dict(_parameters(request)))
    except NotFound:
        return HttpResponse(status=401)
    return HttpResponse(status=_STATUS[outcome])


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.GET.get("token", "")


def _parameters(request: HttpRequest) -> Iterator[tuple[str, str]]:
    yield from _texts(request.GET)
    if request.content_type == "application/json":
        yield from _texts(_json(request.body))
    elif request.method == "POST":
        yield from _texts(request.POST)


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _texts(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in list(fields)[:_MOST_FIELDS]:
        value = fields[name]
        if isinstance(value, str | int) and name != "token":
            yield name, str(value).replace("\x00", "")
