"""The pages of the accounts (for administrators) and of oneself."""

import secrets
from hashlib import sha256
from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

import tocsin.web.accounts.sentences  # noqa: F401  declares what is refused here
from tocsin.core.kernel.errors import Refused
from tocsin.flow import access, clock
from tocsin.store.models import Account, ApiToken
from tocsin.web.accounts.forms import ROLES, AccountForm, NewAccountForm, ResetForm
from tocsin.web.names import Names
from tocsin.web.request import Request

_LABEL_CHARACTERS = 80


@require_GET
def accounts(request: Request) -> HttpResponse:
    """Everybody who may log in."""
    access.require_administrator(request.user)
    names, regions = Names(request.organisation), request.organisation.regions
    roles = dict(ROLES)
    shown = [
        (one, roles.get(one.role, one.role), regions[one.region].name if one.region in regions else one.region,
         names.person(one.person) if one.person else "")
        for one in Account.objects.order_by("-is_active", "username")
    ]  # fmt: skip
    return render(request, "accounts/accounts.html", {"section": "accounts", "accounts": shown})


def create(request: Request) -> HttpResponse:
    """Make an account."""
    access.require_administrator(request.user)
    form = NewAccountForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        account = form.save()
        toasts.success(request, _("Account made: %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=_("New account"))


def change(request: Request, id: int) -> HttpResponse:
    """Change an account, or let it in no more."""
    access.require_administrator(request.user)
    account = get_object_or_404(Account, pk=id)
    form = AccountForm(request.POST or None, instance=account, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        _keep_an_administrator(account)
        form.save()
        toasts.success(request, _("Account changed: %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=account.username, account=account)


def reset(request: Request, id: int) -> HttpResponse:
    """Give an account a new password."""
    access.require_administrator(request.user)
    account = get_object_or_404(Account, pk=id)
    form = ResetForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        toasts.success(request, _("New password set for %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=_("New password for %(name)s") % {"name": account.username})


def me(request: Request) -> HttpResponse:
    """Oneself: password and tokens (language and theme are posted to ``preferences``)."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        toasts.success(request, _("Your password is changed."))
        return redirect("me")
    return _me(request, form, status=422 if form.errors else 200)


@require_POST
def make_token(request: Request) -> HttpResponse:
    """Make a token for the API and show it, this once."""
    token = "tocsin_" + secrets.token_urlsafe(32)
    label = request.POST.get("label", "").strip()[:_LABEL_CHARACTERS] or "API"
    ApiToken.objects.create(
        account=request.user, label=label, hash=sha256(token.encode()).hexdigest(), created_at=clock.now()
    )
    return _me(request, PasswordChangeForm(request.user), token=token)


@require_POST
def revoke_token(request: Request, id: int) -> HttpResponse:
    """Forget one of one's own tokens."""
    get_object_or_404(ApiToken, pk=id, account=request.user).delete()
    toasts.success(request, _("Token revoked."))
    return redirect("me")


def _keep_an_administrator(account: Account) -> None:
    """Somebody must be left who can let people in."""
    if account.role == Account.Role.ADMINISTRATOR and account.is_active:
        return
    others = Account.objects.filter(role=Account.Role.ADMINISTRATOR, is_active=True).exclude(pk=account.pk)
    if not others.exists():
        raise Refused("accounts.last_administrator")


def _form(request: Request, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(
        request, "accounts/form.html", {"section": "accounts", "form": form, **context}, status=status
    )


def _me(request: Request, form: Any, token: str = "", status: int = 200) -> HttpResponse:
    regions = request.organisation.regions
    form.fields["old_password"].widget.attrs.pop("autofocus", None)
    context = {
        "section": "me",
        "form": form,
        "token": token,
        "tokens": request.user.tokens.order_by("-created_at"),
        "role": dict(ROLES).get(request.user.role, request.user.role),
        "region": regions[request.user.region].name if request.user.region in regions else "",
        "person": Names(request.organisation).person(request.user.person),
    }
    response = render(request, "accounts/me.html", context, status=status)
    if token:
        response["cache-control"] = "no-store"
    return response
