"""Tokens for the API: made and revoked by their owners; an administrator sees and revokes everybody's."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.flow import access, clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.store.models import Account, ApiToken
from tocsin.web.accounts import oneself
from tocsin.web.accounts.forms import TokenForm
from tocsin.web.request import Request


@require_GET
def every(request: Request) -> HttpResponse:
    """Everybody's tokens, the last used first."""
    access.require_administrator(request.user)
    tokens = ApiToken.objects.select_related("account").order_by("account__username", "-created_at")
    context = {"section": "accounts", "tokens": tokens, "now": clock.now()}
    return render(request, "accounts/tokens.html", context)


@require_POST
def make(request: Request) -> HttpResponse:
    """Make a token and show it once."""
    form = TokenForm(request.POST, request=request)
    if not form.is_valid():
        return oneself.page(request, form)
    token, now = "tocsin_" + secrets.token_urlsafe(32), clock.now()
    ApiToken.objects.create(
        account=request.user,
        label=form.cleaned_data["label"],
        scope=form.cleaned_data["scope"],
        hash=sha256(token.encode()).hexdigest(),
        created_at=now,
        expires_at=now + timedelta(days=form.cleaned_data["days"]),
    )
    _audit(request, Action.TOKEN_MADE, form.cleaned_data["label"], scope=form.cleaned_data["scope"])
    return oneself.page(request, token=token)


@require_POST
def revoke(request: Request, id: int) -> HttpResponse:
    """Revoke an own token; an administrator may revoke anybody's."""
    administrates = request.user.role == Account.Role.ADMINISTRATOR
    mine = ApiToken.objects.all() if administrates else request.user.tokens.all()
    token = get_object_or_404(mine, pk=id)
    token.delete()
    _audit(request, Action.TOKEN_REVOKED, token.label, owner=token.account.username)
    toasts.success(request, _("Token revoked."))
    return redirect("me" if token.account == request.user else "tokens")


def _audit(request: Request, action: Action, label: str, **facts: str) -> None:
    record(action, actor=request.user.username, subject=label, **facts)
