"""What a person asks of an exchange on the page of an incident: each form, and the files that were sent."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.api.problem import status_of
from tocsin.core.exchange.asking import asked_of
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access
from tocsin.flow.exchange import asking
from tocsin.store import bonds
from tocsin.web.incident import page
from tocsin.web.mistakes import by_label
from tocsin.web.request import Request, language


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out what is asked of an exchange; what is refused is explained where it was asked for."""
    upload = request.FILES.get("file")
    try:
        asked = asked_of(verb, {name: str(text).replace("\r\n", "\n") for name, text in request.POST.items()})
        file = (
            (str(upload.name), upload.content_type or "application/octet-stream", upload.read())
            if upload
            else None
        )
        asking.ask(request.user, number, asked, file)
    except NotFound as unknown:
        raise Http404 from unknown
    except TocsinError as refused:
        shown = page.context(request, number)
        shown["exchange_refused"] = _refusal(refused, verb, request.organisation, language(request))
        template = "incident/live.html" if request.htmx else "incident/page.html"
        return render(request, template, shown, status=status_of(refused, conditional=False))
    messages.success(request, _("Noted: the exchange goes on by itself."))
    if request.htmx:
        return render(request, "incident/live.html", page.context(request, number) | {"swapped": True})
    return redirect("incident", number)


def _refusal(error: TocsinError, verb: str, organisation: Organisation, reader: Language) -> str:
    faults = error.faults if isinstance(error, BadInput) else ()
    return " ".join([render_named(error.why, organisation, reader), *by_label(faults, _labels(verb), reader)])


def _labels(verb: str) -> dict[str, str]:
    """The fields of a form of an exchange, as it shows them."""
    texts = {
        "comment": _("Write to the provider"),
        "note": _("Stays here: the provider never reads it"),
        "move": _("Why (some desks require it)"),
    }
    return {
        "minutes": _("How many minutes it took"),
        "reference": _("Their number for it (optional)"),
        "to": _("The ticket should be"),
        "file": _("With a file (optional)"),
        "text": texts.get(verb, _("Who answered, and what was said")),
    }


@require_GET
def file(request: Request, number: int, bond: int, entry: int) -> HttpResponse:
    """A file of the exchange, ours or theirs, to be saved: what it holds is nobody's page."""
    if not access.visible(request.user):
        raise Http404
    known = bonds.load(bond)
    found = known.entry(entry) if known and known.incident == number else None
    content = bonds.file(found.file.digest) if found and found.file and found.file.digest else None
    if content is None or found is None or found.file is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=found.file.name) or "attachment"
    answer.headers["Content-Disposition"] = name
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
