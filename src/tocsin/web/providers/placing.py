"""Which incident a ticket is about that the provider opened at ours: a person says so on the provider's page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.api.problem import status_of
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError, fault
from tocsin.core.kernel.subject import SubjectKind, subject_in
from tocsin.core.organisation.rendering import render_named
from tocsin.flow.tmf import placing
from tocsin.web.mistakes import by_label
from tocsin.web.providers.views import shown
from tocsin.web.request import Request, language


@require_POST
def place(request: Request, key: str, name: str) -> HttpResponse:
    """The ticket belongs to this incident; what is refused is explained where it was asked for."""
    number = str(request.POST.get("incident", "")).strip()
    try:
        bond = placing.place(request.user, name, _incident(number))
    except NotFound as unknown:
        if unknown.why.code != "error.no_incident":
            raise Http404 from unknown
        return _refused(request, key, name, unknown)
    except TocsinError as refused:
        return _refused(request, key, name, refused)
    messages.success(request, _("The ticket belongs to this incident now."))
    return redirect("incident", bond.incident)


def _incident(text: str) -> int:
    subject = subject_in(text)
    if subject is None or subject.kind is not SubjectKind.INCIDENT:
        raise BadInput([fault("tmf.fault.incident", field="incident")])
    return subject.id


def _refused(request: Request, key: str, name: str, error: TocsinError) -> HttpResponse:
    faults = error.faults if isinstance(error, BadInput) else ()
    why = by_label(faults, {"incident": _("It is about incident")}, language(request)) or [
        render_named(error.why, request.organisation, language(request))
    ]
    context = shown(request, key) | {"refused_ticket": name, "refused_why": " ".join(why)}
    return render(request, "providers/provider.html", context, status=status_of(error, conditional=False))
