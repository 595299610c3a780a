"""The pages of one's own account: name and role, tokens, password (language and theme: ``preferences``)."""

from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.flow import clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.web.accounts.forms import ROLES, OwnPasswordForm, TokenForm
from tocsin.web.names import Names
from tocsin.web.request import Request


@require_GET
def me(request: Request) -> HttpResponse:
    """One's own account."""
    return page(request)


@require_POST
def present(request: Request) -> HttpResponse:
    """Somebody is at the browser, though nothing is asked: they type, or read."""
    return HttpResponse(status=204)


def password(request: Request) -> HttpResponse:
    """Change one's own password; the other sessions end."""
    form = OwnPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        request.user.must_change_password = False
        update_session_auth_hash(request, form.save())
        name = request.user.username
        record(Action.PASSWORD_SET, actor=name, subject=name)
        toasts.success(request, _("Your password is changed."))
        return redirect("me")
    context = {"section": "me", "form": form, "first": request.user.must_change_password}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)


def page(request: Request, form: TokenForm | None = None, token: str = "") -> HttpResponse:
    """The page of one's own account, with a token that was just made, or the faults of a form."""
    regions = request.organisation.regions
    context: dict[str, Any] = {
        "section": "me",
        "form": form or TokenForm(request=request),
        "token": token,
        "tokens": request.user.tokens.order_by("-created_at"),
        "now": clock.now(),
        "role": dict(ROLES).get(request.user.role, request.user.role),
        "region": regions[request.user.region].name if request.user.region in regions else "",
        "person": Names(request.organisation).person(request.user.person),
    }
    return render(request, "accounts/me.html", context, status=422 if form and form.errors else 200)
