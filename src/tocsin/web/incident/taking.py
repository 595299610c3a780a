"""The page of a notice's link: one incident, one button, for one person who is not logged in. Looking does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from tocsin.core.kernel.sentences import Language
from tocsin.flow.incidents import taking
from tocsin.web.request import Request


@login_not_required
@require_http_methods(["GET", "POST"])
def take(request: Request, token: str) -> HttpResponse:
    """The incident in two lines and the button; mail scanners look, so that only the button acts."""
    done = request.method == "POST"
    offer = taking.take(token) if done else taking.offered(token)
    reader: Language = offer.reader.language
    with translation.override(reader):
        return render(
            request,
            "incident/take.html",
            {
                "incident": offer.incident,
                "title": getattr(offer.incident.title, reader),
                "person": offer.reader.name,
                "taken": offer.taken,
            },
        )
