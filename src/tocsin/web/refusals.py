"""Errors as pages: a sentence in the reader's language, a link to go on, and the right status."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tocsin.api.problem import status_of
from tocsin.api.v1.problems import problem, wrong_method
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.flow.accounts.audit import Action, record_at_most
from tocsin.web.context import theme
from tocsin.web.request import Request, language

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def shown(view: View[P]) -> View[P]:
    """The view, whose TocsinErrors become a page."""

    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TocsinError as error:
            return _page(
                request, _("Not done"), error.sentence(language(request)), status_of(error, conditional=False)
            )

    update_wrapper(guarded, view)
    return guarded


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address (for the API, a problem)."""
    if request.path.startswith("/api/"):
        return problem(request, NotFound())
    text = _("There is nothing at this address: it was mistyped, or what it showed is no longer kept.")
    return _page(request, _("Not found"), text, 404)


class Noted:
    """Writes down who was refused a right, or came with a token that is none (OWASP ASVS 5, 16.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a stranger who is only sent to the login is not written down."""
        answer = self.get_response(request)
        if answer.status_code in (401, 403) and (
            request.user.is_authenticated or "authorization" in request.headers
        ):
            record_at_most(
                Action.REFUSED, actor=request.user.get_username(), subject=f"{request.method} {request.path}"
            )
        return answer


class WrongMethod:
    """Gives a 405 the page, or the problem, that Django has no handler for: a form's address typed or reloaded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        answer = self.get_response(request)
        if answer.status_code != 405 or request.path.startswith(
            "/tmf-api/"
        ):  # it has said so in its own form
            return answer
        refusal = _wrong_method(request)
        refusal["allow"] = answer["allow"]
        return refusal


def _wrong_method(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return wrong_method(request)
    text = _("This address takes a form that was filled in; there is nothing to see at it.")
    return _page(request, _("Not done"), text, 405)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The caller may not see this."""
    return _page(request, _("Not allowed"), _("You may not see this page or do this here."), 403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its secret: the page was opened before a login or a restart, or comes from elsewhere."""
    text = _(
        "This form is no longer valid: the page is too old, or cookies are off. Reload it and try again."
    )
    return _page(request, _("Not done"), text, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """An error of ours. The page uses neither the database nor the session, because these may be broken."""
    context = {"language": language(request), "theme": theme(request)}
    return HttpResponse(render_to_string("broken.html", context), status=500)


def _page(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    context = {"title": title, "text": text, "back": request.headers.get("referer", "")}
    return render(request, "refused.html", context, status=status)
