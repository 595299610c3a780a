"""The page that imports absences from a calendar or a table, and undoes an import."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.connectors.spreadsheet.reading import read_content
from tocsin.core.kernel.errors import BadInput, TooLarge
from tocsin.flow import absences, access, clock
from tocsin.flow.access import Permission
from tocsin.store import absences as stored
from tocsin.web.mistakes import by_label
from tocsin.web.names import Names
from tocsin.web.request import Request, language

_SHOWN = timedelta(days=60)  # imports that can still be undone


@require_http_methods(["GET", "POST"])
def importing(request: Request) -> HttpResponse:
    """The form; with a file, its absences are written, or every mistake in it is shown and nothing is written."""
    faults: list[str] = []
    if request.method == "POST":
        access.require_permission(request.user, Permission.ROSTER)
        try:
            _import(request)
            return redirect("duty")
        except BadInput as wrong:
            faults = [wrong.sentence(language(request))]
            faults += by_label(wrong.faults, {}, language(request))
    names = Names(request.organisation)
    people = sorted(request.organisation.persons.values(), key=lambda person: person.name.casefold())
    context = {
        "section": "duty",
        "faults": faults,
        "people": [(person.key, person.name) for person in people],
        "chosen": request.POST.get("person", ""),
        "may_declare": access.may(request.user, Permission.ROSTER),
        "imports": [(row, names.person(row.by)) for row in stored.imports(clock.now() - _SHOWN)],
    }
    return render(request, "duty/import.html", context, status=422 if faults else 200)


@require_POST
def undo(request: Request, number: int) -> HttpResponse:
    """All absences of an import are taken back."""
    access.require_permission(request.user, Permission.ROSTER)
    count = absences.undo(request.user, number)
    text = ngettext("%(n)s absence is taken back.", "%(n)s absences are taken back.", count) % {"n": count}
    messages.success(request, text)
    return redirect("duty-import")


def _import(request: Request) -> None:
    upload = request.FILES.get("file")
    content = upload.read(absences.MOST_BYTES + 1) if upload else b""
    name = (upload.name or "") if upload else ""
    if len(content) > absences.MOST_BYTES:
        raise TooLarge(code="error.file.too_large", file=name, limit=absences.MOST_BYTES // 2**20)
    found = absences.read(content, name, read_content, request.POST.get("person", ""))
    done = absences.ask(request.user, found, name)
    text = _(
        "Absences: %(new)s new, %(changed)s changed, %(known)s known already, %(aside)s entries left aside."
    )
    messages.success(request, text % done._asdict())
