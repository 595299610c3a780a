"""Views of the TMF APIs: who calls, whether the request has its form, and what is done with it. One for every version."""

from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tocsin.api.inlet.answer import language_of
from tocsin.api.inlet.caller import source_of
from tocsin.api.inlet.post import too_large
from tocsin.api.inlet.shape import check_depth, fault_of
from tocsin.api.problem import HttpProblem
from tocsin.api.tmf.answers import LIMITS, MERGE, answer, error
from tocsin.api.tmf.filtering import fitting
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError, fault
from tocsin.core.organisation.values import Source
from tocsin.core.tmf import dialects
from tocsin.core.tmf.alarms import KEPT_BY_US as KEPT_OF_ALARMS
from tocsin.core.tmf.apis import APIS, Api
from tocsin.core.tmf.checking import check
from tocsin.core.tmf.listing import only, query_of
from tocsin.core.tmf.tickets import KEPT_BY_US as KEPT_OF_TICKETS
from tocsin.flow.tmf import alarms, callers, hub, tickets
from tocsin.flow.tmf.listed import listed
from tocsin.flow.tmf.showing import address, shown
from tocsin.store import tmf as rows

log = structlog.get_logger()

_JSON = "application/json"
_Handler = Callable[["Call"], HttpResponse]


class Call:
    """One request of a known caller to one API. Raises as what it asks for does."""

    def __init__(self, request: HttpRequest, api: Api, source: Source) -> None:
        self.request, self.api, self.source = request, api, source

    def body(self, *accepted: str) -> Any:
        """The body as JSON. HttpProblem 415 for another media type, BadInput for what can't be read."""
        media_type = (self.request.content_type or "").lower()
        if media_type and media_type not in accepted:
            headers = {"accept-patch": ", ".join(accepted)} if self.request.method == "PATCH" else {}
            raise HttpProblem(
                415, "tmf.media_type", headers, media_type=media_type, accepted=", ".join(accepted)
            )
        body = self.request.read(LIMITS.body_bytes + 1)  # Django's own bound is for forms
        if len(body) > LIMITS.body_bytes:
            raise too_large(LIMITS)
        check_depth(body, LIMITS)
        try:
            return msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as wrong:
            raise BadInput((fault_of(wrong, dict),)) from None

    def given(self, kind: str, *, new: bool) -> dict[str, Any]:
        """What was sent of a resource, checked by its shape."""
        accepted = (_JSON,) if new else (MERGE, _JSON)
        return check(self.body(*accepted), self.api.kinds[kind], self.api.shapes, new=new)

    def answer(self, value: Any, status: int = 200, **headers: str) -> HttpResponse:
        """An answer under the API's media type."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return answer(value, self.api.form, status, named)

    def row(self, row: rows.Row, status: int = 200, **headers: str) -> HttpResponse:
        """A resource, or those of its attributes that are asked for."""
        query = [(name, value) for name, value in _pairs(self.request) if name == "fields"]
        fields = query_of(query, self.api.kinds[row.kind], self.api.shapes).fields
        return self.answer(only(shown(row, self.api), fields), status, **headers)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.GET.lists() for value in values]


@csrf_exempt
@login_not_required
def every(request: HttpRequest, path: str) -> HttpResponse:
    """Answer any address under ``/tmf-api/``."""
    api = APIS.get("/".join(path.split("/")[:2]))
    form = api.form if api else _JSON
    language = language_of({b"accept-language": request.headers.get("accept-language", "").encode()})
    try:
        source = source_of(request.headers.get("authorization", "").encode(), callers.tokens)
        if api is None:
            raise NotFound("tmf.no_resource")
        return _dispatched(Call(request, api, callers.source(source)), path.split("/")[2:])
    except TocsinError as refused:
        return error(refused, language, form)
    except Exception as crashed:  # the outermost edge: the caller must learn that nothing was kept
        log.exception("tmf.crashed", path=request.path, error=repr(crashed))
        return error(TocsinError("tmf.crashed"), language, form)


def _dispatched(call: Call, parts: list[str]) -> HttpResponse:
    match parts:
        case ["hub"]:
            return _by_method(call, POST=_register)
        case ["hub", name] if name:
            shows = {"GET": lambda call: _listener(call, name)} if call.api.shows_listener else {}
            return _by_method(call, **shows, DELETE=lambda call: _unregister(call, name))
        case [kind] if kind in call.api.kinds:
            return _by_method(call, GET=lambda call: _list(call, kind), POST=lambda call: _create(call, kind))
        case [kind, name] if kind in call.api.kinds:
            changes = {"PATCH": lambda call: _patch(call, kind, name)} if kind in _PATCHES else {}
            return _by_method(call, GET=lambda call: _get(call, kind, name), **changes)
        case [rows.TICKET, name, "attachment", number]:
            return _by_method(call, GET=lambda call: _file(call, name, number))
    raise NotFound("tmf.no_resource")


def _by_method(call: Call, **handlers: _Handler) -> HttpResponse:
    method = call.request.method or ""
    handler = handlers.get("GET" if method == "HEAD" else method)
    if handler is None:
        raise HttpProblem(405, "tmf.not_acceptable_method", {"allow": ", ".join(handlers)}, method=method)
    return handler(call)


def _list(call: Call, kind: str) -> HttpResponse:
    asked = _pairs(call.request)
    if call.api.version == "v5" and (cursor := [name for name, _ in asked if name in ("before", "after")]):
        raise HttpProblem(501, "tmf.not_implemented", name=cursor[0], instead="offset, limit")
    query = query_of(asked, call.api.kinds[kind], call.api.shapes)
    page = listed(call.source.supplier, call.api, kind, query, fitting(query.filter))
    return call.answer(page.resources, X_Total_Count=str(page.total), X_Result_Count=str(len(page.resources)))


def _get(call: Call, kind: str, name: str) -> HttpResponse:
    row = rows.load(call.source.supplier, kind, name) if _is_name(name) else None
    if row is None:
        raise NotFound("tmf.no_resource")
    return call.row(row)


def _is_name(text: str) -> bool:
    return "\x00" not in text and len(text) < 200


def _create(call: Call, kind: str) -> HttpResponse:
    given = call.given(kind, new=True)
    if kind == rows.TICKET:
        row = tickets.create(call.source, dialects.read(given, call.api.version))
    elif kind == rows.ALARM:
        row = alarms.create(call.source, given)
    else:
        row = alarms.perform(call.source, kind, given)
    return call.row(row, 201, Location=address(call.api, kind, row.name))


def _patch(call: Call, kind: str, name: str) -> HttpResponse:
    given = call.given(kind, new=False)
    known = rows.load(call.source.supplier, kind, name) if _is_name(name) else None
    if known is None:
        raise NotFound("tmf.no_resource")
    return call.row(_PATCHES[kind](call, name, _without_ours(given, kind, shown(known, call.api))))


def _without_ours(given: dict[str, Any], kind: str, now: dict[str, Any]) -> dict[str, Any]:
    """What changes. Who sends a whole resource back sends what is ours too: changed, it is refused."""
    ours = {*(KEPT_OF_ALARMS if kind == rows.ALARM else KEPT_OF_TICKETS), "statusChange"} & given.keys()
    wrong = [fault("tmf.fault.ours", field=name) for name in sorted(ours) if given[name] != now.get(name)]
    if wrong:
        raise BadInput(wrong)
    return {name: value for name, value in given.items() if name not in now or value != now[name]}


def _patch_ticket(call: Call, name: str, given: dict[str, Any]) -> rows.Row:
    return tickets.patch(call.source, name, dialects.read(given, call.api.version))


def _patch_alarm(call: Call, name: str, given: dict[str, Any]) -> rows.Row:
    return alarms.patch(call.source, name, given)


_PATCHES = {rows.TICKET: _patch_ticket, rows.ALARM: _patch_alarm}


def _file(call: Call, name: str, number: str) -> HttpResponse:
    found = tickets.file_of(call.source, name, number) if _is_name(name) else None
    if found is None:
        raise NotFound("tmf.no_resource")
    content, _ = found
    headers = {"Content-Disposition": "attachment"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _register(call: Call) -> HttpResponse:
    shapes = {
        "Hub": {
            "@type": "text!" if call.api.version == "v5" else "text",
            "callback": "text!",
            "query": "text",
        }
    }
    given = check(call.body(_JSON), "Hub", shapes, new=True)
    registered = hub.register(call.source, call.api, given["callback"], given.get("query") or "")
    return call.answer(registered, 201, Location=address(call.api, "hub", registered["id"]))


def _listener(call: Call, name: str) -> HttpResponse:
    return call.answer(hub.found(call.source, call.api, name))


def _unregister(call: Call, name: str) -> HttpResponse:
    if not _is_name(name):
        raise NotFound("tmf.no_resource")
    hub.unregister(call.source, call.api, name)
    return HttpResponse(status=204)
