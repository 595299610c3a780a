"""The pages of the statements: the list with its form, one held against our incidents, and what people settle of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.connectors.spreadsheet import read_content
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import BadInput, NotFound
from tocsin.core.kernel.sentences import render_why
from tocsin.core.statement.check import left_out
from tocsin.core.statement.decisions import Verdict
from tocsin.core.statement.headings import ASIDE, FIELDS, is_field
from tocsin.core.statement.reasons import clock_of, unread_name
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.statements import dispute_files, settling
from tocsin.store import incidents
from tocsin.store import statements as rows
from tocsin.web.mistakes import by_label
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.statements.shown import Shown, figures
from tocsin.web.statements.words import HEADINGS

_SHOWN_UNREAD = 100


@require_http_methods(["GET", "POST"])
def statements(request: Request) -> HttpResponse:
    """The statements that are kept, newest first, and the form that keeps another one."""
    asked = {name: str(text).strip() for name, text in request.POST.items()}
    faults: list[str] = []
    if request.method == "POST":
        access.require_permission(request.user, Permission.SETTLE)
        upload = request.FILES.get("file")
        try:
            return redirect("statement", _kept(request, asked, upload))
        except BadInput as wrong:
            labels = {"supplier": _("Supplier"), "month": _("Month"), "file": _("File")}
            faults = by_label(wrong.faults, labels, language(request)) or [wrong.sentence(language(request))]
        except NotFound as wrong:
            faults = [wrong.sentence(language(request))]
    context = _list_context(request, asked) | {"faults": faults}
    return render(request, "statements/statements.html", context, status=422 if faults else 200)


def _kept(request: Request, asked: dict[str, str], upload: Any) -> int:
    name = (upload.name or "") if upload else ""
    content = upload.read() if upload else b""
    sheets = read_content(content, name)
    supplier, month = asked.get("supplier", ""), asked.get("month", "")
    adds_to = rows.last(supplier, month) if asked.get("adds") else None
    return settling.keep(request.user, sheets, supplier, month, name[:200], content, {}, adds_to=adds_to)


def _list_context(request: Request, asked: dict[str, str]) -> dict[str, Any]:
    names = Names(request.organisation)
    return {
        "section": "statements",
        "statements": [(row, names.supplier(row.supplier), names.person(row.by)) for row in rows.kept()],
        "suppliers": sorted((known.name, key) for key, known in request.organisation.suppliers.items()),
        "asked": {"month": f"{last_month()}"} | asked,
        "may_settle": access.may(request.user, Permission.SETTLE),
    }


def last_month() -> str:
    """The month before this one: ``2026-10``."""
    today = clock.now().date()
    year, month = (today.year - 1, 12) if today.month == 1 else (today.year, today.month - 1)
    return f"{year}-{month:02}"


@require_GET
def statement(request: Request, number: int) -> HttpResponse:
    """One statement beside our incidents as they are now."""
    return _page(request, number)


def _page(request: Request, number: int, *, status: int = 200, faults: tuple[str, ...] = ()) -> HttpResponse:
    found = settling.opened(number)
    reader, names = language(request), Names(request.organisation)
    shown = Shown(found.checked, _named(found), reader)
    unread = left_out(found.statement, found.checked)
    context = {
        "section": "statements",
        "kept": found.kept,
        "supplier": names.supplier(found.kept.supplier),
        "by": names.person(found.kept.by),
        "adds_to": found.statement.adds_to,
        "clock": render_why(clock_of(found.checked.shift, reader), reader),
        "rows": shown.rows(),
        "counts": shown.counts(),
        "disputed": len(found.checked.disputed),
        "figures": figures(found, request.organisation, reader),
        "headings": found.statement.headings,
        "fields": [(field, HEADINGS[field]) for field in (*FIELDS, ASIDE)],
        "unread": [(row, unread_name(row.why, reader)) for row in unread[:_SHOWN_UNREAD]],
        "unread_count": len(unread),
        "unreadable": sum(row.may_matter for row in unread),
        "decisions": [(decision, names.person(decision.by)) for decision in reversed(found.decisions)],
        "may_settle": access.may(request.user, Permission.SETTLE),
        "faults": faults,
    }
    return render(request, "statements/statement.html", context, status=status)


def _named(found: settling.Opened) -> Mapping[int, Incident]:
    return incidents.load(
        {
            incident
            for entry in found.checked.entries
            for incident in (*entry.match.incidents, *(rival.incident for rival in entry.match.rivals))
        }
    )


@require_POST
def settle(request: Request, number: int) -> HttpResponse:
    """Settle what a line means, accept what the supplier says, or undo that."""
    asked = request.POST
    verdict = next((known for known in Verdict if known == asked.get("verdict")), Verdict.MEANS)
    settling.settle(
        request.user, number, verdict, line=_number(asked.get("line", "")), incident=_number(asked.get("incident", "")),
        means=[chosen for text in asked.getlist("means") if (chosen := _number(text)) is not None],
        note=asked.get("note", "")[:500],
    )  # fmt: skip
    messages.success(request, _("Undone.") if verdict is Verdict.UNDONE else _("Settled."))
    return redirect("statement", number)


def _number(text: str) -> int | None:
    """``42`` or ``INC-42``."""
    digits = text.strip().upper().removeprefix("INC-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 18 else None


@require_POST
def columns(request: Request, number: int) -> HttpResponse:
    """Say what the columns are: the same file read again, as a statement of its own."""
    access.require_permission(request.user, Permission.SETTLE)
    found, kept = settling.opened(number), rows.content(number)
    if kept is None:
        raise Http404
    said = {
        heading.name: field
        for at, heading in enumerate(found.statement.headings)
        if is_field(field := request.POST.get(f"heading-{at}", ""))
    }
    try:
        sheets = read_content(kept[1], kept[0])
        new = settling.keep(
            request.user, sheets, found.kept.supplier, found.kept.month, kept[0], kept[1], said,
            adds_to=found.statement.adds_to,
        )  # fmt: skip
    except BadInput as wrong:
        reader = language(request)
        return _page(request, number, status=422, faults=tuple(by_label(wrong.faults, {}, reader)))
    return redirect("statement", new)


@require_GET
def dispute(request: Request, number: int, form: str) -> HttpResponse:
    """What we dispute, as a file to send: PDF or XLSX."""
    if form not in dispute_files.FORMS:
        raise Http404
    made = dispute_files.made(settling.opened(number), request.organisation, language(request), form)
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


@require_GET
def file(request: Request, number: int) -> HttpResponse:
    """The file as the supplier sent it; never shown by the browser."""
    kept = rows.content(number)
    if kept is None:
        raise Http404
    answer = HttpResponse(kept[1], content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{number}{_suffix(kept[0])}"'
    return answer


def _suffix(name: str) -> str:
    _base, dot, end = name.rpartition(".")
    return f".{end.lower()}" if dot and end.isascii() and end.isalnum() and len(end) <= 5 else ""
