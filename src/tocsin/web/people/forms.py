"""The forms of ways: add one, ask for a code, answer with it, remove it; a link of a mail acts by its button only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.flow import ways
from tocsin.store import ways as stored
from tocsin.web.request import Request


@require_POST
def add(request: Request, key: str) -> HttpResponse:
    """A further way; where we can send by it, its code is sent at once."""
    kind = _text(request, "kind")
    number = ways.add(request.user, key, kind, _text(request, "address"))
    messages.success(request, _("Added. It counts once it is verified."))
    if kind == "mail" or kind in request.organisation.gateways:
        ways.ask_code(request.user, number)
    return redirect("person", key)


@require_GET
def way(request: Request, number: int) -> HttpResponse:
    """The page of its person."""
    found = stored.load(number)
    if found is None:
        raise Http404
    return redirect("person", found.person)


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Ask for a code, answer with it, or remove the way."""
    found = stored.load(number)
    if found is None or verb not in ("code", "answer", "remove"):
        raise Http404
    if verb == "code":
        code = ways.ask_code(request.user, number)
        shown = _("Call, and read out: %(code)s") % {"code": code} if code else _("The code is on its way.")
        messages.success(request, shown)
    elif verb == "answer":
        ways.answer(request.user, number, _text(request, "code"))
        messages.success(request, _("Verified."))
    else:
        ways.remove(request.user, number)
        messages.success(request, _("Removed."))
    return redirect("person", found.person)


@login_not_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: looking does nothing, for mail scanners look; the button verifies."""
    done = request.method == "POST"
    found = ways.answer_link(token) if done else ways.linked(token)
    return render(request, "people/confirm.html", {"way": found, "done": done})


def _text(request: Request, name: str) -> str:
    return request.POST.get(name, "").strip()[:200]
