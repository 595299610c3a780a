"""The pages of the accounts, for administrators: who may log in, with which role."""

from typing import Any

from django.contrib import messages as toasts
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import tocsin.web.accounts.sentences  # noqa: F401  declares what is refused here
from tocsin.core.kernel.errors import Refused
from tocsin.flow import access
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.accounts.ending import end_access
from tocsin.store.models import Account
from tocsin.web.accounts.forms import ROLES, AccountForm, NewAccountForm, ResetForm
from tocsin.web.names import Names
from tocsin.web.request import Request


@require_GET
def accounts(request: Request) -> HttpResponse:
    """Everybody who may log in."""
    access.require_administrator(request.user)
    names, regions = Names(request.organisation), request.organisation.regions
    roles = dict(ROLES)
    shown = [
        (account, roles.get(account.role, account.role),
         regions[account.region].name if account.region in regions else account.region,
         names.person(account.person) if account.person else "")
        for account in Account.objects.order_by("-is_active", "username")
    ]  # fmt: skip
    return render(request, "accounts/accounts.html", {"section": "accounts", "accounts": shown})


def create(request: Request) -> HttpResponse:
    """Make an account."""
    access.require_administrator(request.user)
    form = NewAccountForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        account = form.save()
        _audit(request, Action.ACCOUNT_MADE, account, role=account.role, region=account.region)
        toasts.success(request, _("Account made: %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=_("New account"))


def change(request: Request, id: int) -> HttpResponse:
    """Change an account, or lock it out."""
    access.require_administrator(request.user)
    account = get_object_or_404(Account, pk=id)
    form = AccountForm(request.POST or None, instance=account, request=request)
    if request.method == "POST" and form.is_valid():
        _keep_an_administrator(account)
        if not form.save().is_active:
            end_access(account)
            _leave(request, account)
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "own_password"}
        _audit(request, Action.ACCOUNT_CHANGED, account, **changed)
        toasts.success(request, _("Account changed: %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=account.username, account=account)


def reset(request: Request, id: int) -> HttpResponse:
    """Give an account a new password."""
    access.require_administrator(request.user)
    account = get_object_or_404(Account, pk=id)
    form = ResetForm(account, request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        form.save()
        _audit(request, Action.PASSWORD_SET, account)
        _leave(request, account)
        toasts.success(request, _("New password set for %(name)s.") % {"name": account.username})
        return redirect("accounts")
    return _form(request, form, title=_("New password for %(name)s") % {"name": account.username})


def _leave(request: Request, account: Account) -> None:
    """Whoever ended their own access is a stranger from now on: nothing more is written into their session."""
    if account == request.user:
        logout(request)


def _keep_an_administrator(account: Account) -> None:
    """Refuse to lock out or change the last administrator."""
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


def _audit(request: Request, action: Action, account: Account, **facts: Any) -> None:
    record(action, actor=request.user.username, subject=account.username, **facts)
