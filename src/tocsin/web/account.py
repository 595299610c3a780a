"""Logging in and out, and what a reader chooses for themselves: language and theme."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tocsin.flow import access, work
from tocsin.flow.accounts.audit import Action, record
from tocsin.store.models import Account
from tocsin.web.context import THEMES
from tocsin.web.login import YEAR_S, LoginForm, remember_browser

_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class Login(LoginView):
    """The login page; the language of the account becomes that of the browser."""

    template_name = "login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Whoever has work begins there, everybody else at the board."""
        user = self.request.user
        has_work = isinstance(user, Account) and work.has_work(access.actor(user))
        return reverse("work" if has_work else "board")

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in."""
        response = super().form_valid(form)
        account = form.get_user()
        assert isinstance(account, Account)
        _remember(response, settings.LANGUAGE_COOKIE_NAME, account.language)
        remember_browser(response, account.username, secure=settings.SESSION_COOKIE_SECURE)
        record(Action.SIGNED_IN, actor=account.username)
        return response


class Logout(LogoutView):
    """The logout: the session ends, and so does the stream of changes to the browser."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out."""
        if isinstance(request.user, Account):
            record(Action.SIGNED_OUT, actor=request.user.username)
        return super().post(request, *args, **kwargs)


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language (also for the account) or the theme, and go back."""
    response = HttpResponseRedirect(_back(request))
    if (language := request.POST.get("language", "")) in _LANGUAGES:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        if isinstance(request.user, Account):
            Account.objects.filter(pk=request.user.pk).update(language=language)
    if (theme := request.POST.get("theme", "")) in THEMES:
        _remember(response, "theme", theme)
    return response


def _back(request: HttpRequest) -> str:
    where = request.POST.get("next", "/")
    return where if url_has_allowed_host_and_scheme(where, {request.get_host()}, request.is_secure()) else "/"


def _remember(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=YEAR_S, samesite="Lax", httponly=True, secure=secure)
