"""Beginnings: from when to when a request asks, put where it is declared: a parameter, the body, or blanks anywhere."""

import re
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from tocsin.connectors.kit.filling import blanks, piece, replaced
from tocsin.connectors.rest import increments
from tocsin.connectors.rest.settings import Endpoint, Incremental, Offset
from tocsin.connectors.rest.transport import Request, in_body

START = "{incremental.start_value}"
BLANKS = (START, "{incremental.end_value}")
_BLANK = re.compile(r"\{incremental\.(start|end)_value\}")
_LIKE = re.compile(r"\{incremental\.[^{}]{0,60}\}")
_FILLED = ("params", "headers", "json", "data")


def request_since(endpoint: Endpoint, since: Any, now: datetime) -> Request:
    """The request for what came since an increment, until now. ``endpoint``: with its blanks filled."""
    request = Request(
        url=endpoint.path,
        method=endpoint.method,
        params=endpoint.params,
        headers=endpoint.headers,
        json=endpoint.json,
        data=endpoint.data,
        decoder=endpoint.decoder,
    )
    declared = endpoint.incremental
    if declared is None:
        return request
    begun = _with(request, declared.start_param, declared.start_body_path, increments.start(declared, since))
    until = increments.end(declared, since, now)
    return _with(begun, declared.end_param, declared.end_body_path, until)


def begun(endpoint: Endpoint, since: Any, now: datetime) -> Endpoint:
    """The endpoint with its blanks filled. A path that is one blank alone is an address that an answer gave."""
    if endpoint.incremental is None or not blanks_of(msgspec.to_builtins(endpoint)):
        return endpoint
    ends = _ends(endpoint.incremental, since, now)
    changes = {name: replaced(getattr(endpoint, name), _BLANK, lambda at: ends[at[1]]) for name in _FILLED}
    paginator = endpoint.paginator
    if isinstance(paginator, Offset):
        written = _BLANK.sub(lambda at: str(ends[at[1]]), paginator.offset_format)
        changes["paginator"] = replace(paginator, offset_format=written)
    return replace(endpoint, path=_path(endpoint.path, ends), **changes)


def blanks_of(endpoint: Any) -> set[str]:
    """What looks like a blank for an end of the increment, anywhere in an endpoint as it is declared."""
    return blanks(endpoint, _LIKE)


def _ends(incremental: Incremental, since: Any, now: datetime) -> dict[str, Any]:
    return {"start": increments.start(incremental, since), "end": increments.end(incremental, since, now)}


def _path(declared: str, ends: dict[str, Any]) -> str:
    if _BLANK.fullmatch(declared):
        return str(ends["start"])
    return _BLANK.sub(lambda at: piece(ends[at[1]]), declared)


def _with(request: Request, param: str, body_path: str, value: Any) -> Request:
    if value is None:
        return request
    if body_path:
        return in_body(request, body_path, value)
    return request._replace(params={**request.params, param: value}) if param else request
