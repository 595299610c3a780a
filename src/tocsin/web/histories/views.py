"""The pages of imported histories: the list with its form, one import before it starts, under way, and done."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.core.history.values import Made
from tocsin.core.kernel.errors import BadInput, TooLarge, fault
from tocsin.core.kernel.sentences import render_why
from tocsin.flow import access
from tocsin.flow.histories import prepared
from tocsin.flow.histories.refused import report
from tocsin.store import histories as stored
from tocsin.store.histories import DONE, FAILED, PREPARED, READING, WAITING, WRITING
from tocsin.store.models import HistoryImport
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import STATES

_SHOWN = 10
_WORDS_SHOWN = 20
_MOST_MAPPING = 200_000  # characters
_COUNTS = ("new", "changed", "unchanged", "refused", "left_aside", "repeats")


@require_http_methods(["GET", "POST"])
def histories(request: Request) -> HttpResponse:
    """The imports, newest first, and the form that prepares another one."""
    access.require_administrator(request.user)
    faults: list[str] = []
    if request.method == "POST":
        try:
            return redirect("history", _prepared(request))
        except BadInput as wrong:
            faults = [f"{found.message(language(request))}" for found in wrong.faults] or [
                wrong.sentence(language(request))
            ]
    context = {
        "section": "histories",
        "imports": [(row, _state(row["state"]), _counts(row["counts"])[:4]) for row in stored.imports()],
        "known": [origin for origin, _mapping in stored.mappings()],
        "origin": request.POST.get("origin", ""),
        "limit": prepared.MOST_BYTES // 2**20,
        "faults": faults,
    }
    return render(request, "histories/histories.html", context, status=422 if faults else 200)


def _prepared(request: Request) -> int:
    upload = request.FILES.get("file")
    if upload is None:
        raise BadInput([fault("fault.history.empty")])
    if (upload.size or 0) > prepared.MOST_BYTES:
        limit = prepared.MOST_BYTES // 2**20
        raise TooLarge(code="error.file.too_large", file=upload.name, limit=limit)
    known = dict(stored.mappings())
    chosen = request.POST.get("mapping", "")
    origin = request.POST.get("origin", "").strip() or (chosen if chosen in known else "")
    name = (upload.name or "history")[:200]
    return prepared.prepare(request.user, name, upload.read(), origin, known.get(chosen, ""))


@require_http_methods(["GET", "POST"])
def history(request: Request, number: int) -> HttpResponse:
    """One import: what its first rows would become; how far it is; what came of it. POST corrects its mapping."""
    access.require_administrator(request.user)
    if request.method == "POST":
        mapping = request.POST.get("mapping", "")[:_MOST_MAPPING].replace("\r\n", "\n")
        prepared.change_mapping(request.user, number, mapping)
        return redirect("history", number)
    found = prepared.opened(number)
    context = {
        "section": "histories",
        "import": found,
        "state": _state(found.state),
        "failed": [mistake[language(request)] for mistake in found.faults],
    }
    context |= _before(request, found) if found.state in (PREPARED, FAILED) else _after(request, found)
    return render(request, "histories/history.html", context)


def _before(request: Request, found: HistoryImport) -> dict[str, Any]:
    """What the first rows would become by the mapping."""
    looked = prepared.look(found.id)
    known = looked.tried
    context: dict[str, Any] = {
        "before": True,
        "faults": [mistake.sentence(language(request)) for mistake in looked.faults],
        "unused": looked.unused,
        "sheets": looked.sheets,
        "tried": known,
    }
    if known:
        words = dict.fromkeys((remark.field, remark.text) for remark in known.remarks)
        context |= {
            "rows": [_row(made, Names(request.organisation)) for made in known.made[:_SHOWN]],
            "refusals": [_refusal(each, request) for each in known.refusals[:_SHOWN]],
            "words": list(words)[:_WORDS_SHOWN],
        }
    return context


def _row(made: Made, names: Names) -> dict[str, Any]:
    incident = made.incident
    assert incident.imported is not None
    late = [side for side, is_late in incident.imported.overruns.items() if is_late]
    return {
        "made": made,
        "incident": incident,
        "state": STATES[incident.state],
        "item": names.item(incident.cause),
        "late": [_("ours") if side == "ours" else _("the supplier's") for side in late],
        "reopened": incident.imported.reopened,
    }


def _refusal(refusal: Any, request: Request) -> dict[str, Any]:
    return {
        "line": refusal.line,
        "reference": refusal.reference,
        "field": refusal.field,
        "text": refusal.text,
        "reason": render_why(refusal.why, language(request)),
    }


def _after(request: Request, found: HistoryImport) -> dict[str, Any]:
    """How far it is, or what came of it."""
    written = sum(found.counts.get(what, 0) for what in ("new", "changed", "unchanged"))
    return {
        "running": found.state in (WAITING, READING, WRITING),
        "written": written,
        "percent": min(99, 100 * written // found.position)
        if found.state == WRITING and found.position
        else None,
        "counts": _counts(found.counts),
        "refusals": [_refusal(each, request) for each in islice(stored.refusals(found.id, _SHOWN), _SHOWN)],
    }


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    labels = {
        "new": _("new incidents"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "refused": _("rows refused"),
        "left_aside": _("rows left aside"),
        "repeats": _("repeated rows"),
    }
    return [(labels[name], counts[name]) for name in _COUNTS if counts.get(name)]


def _state(state: str) -> dict[str, str]:
    """The words, the colour and the icon of an import's state."""
    known = {
        PREPARED: (_("to be looked at"), "neutral", "eye"),
        WAITING: (_("waits for a worker"), "info", "clock"),
        READING: (_("reading"), "info", "loader"),
        WRITING: (_("writing"), "info", "loader"),
        DONE: (_("done"), "ok", "circle-check"),
        FAILED: (_("failed"), "down", "octagon-x"),
    }
    label, tone, drawn = known[state]
    return {"label": label, "tone": tone, "drawn": drawn}


@require_POST
def start(request: Request, number: int) -> HttpResponse:
    """A worker carries it out."""
    prepared.start(request.user, number)
    return redirect("history", number)


@require_POST
def remove(request: Request, number: int) -> HttpResponse:
    """It is forgotten, with its file."""
    prepared.remove(request.user, number)
    messages.success(request, _("The import is forgotten. Nothing was imported."))
    return redirect("histories")


@require_GET
def refused(request: Request, number: int) -> StreamingHttpResponse:
    """Every refused row with its reason, as CSV."""
    access.require_administrator(request.user)
    prepared.opened(number)
    name = f"history-{number}.refused.csv"
    return StreamingHttpResponse(
        report(number, language(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
