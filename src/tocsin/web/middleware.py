"""What a page needs before it runs: a person logged in, the organisation in force, the group's zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from tocsin.flow.accounts.audit import coming_from
from tocsin.flow.organisation import snapshot
from tocsin.web.context import here
from tocsin.web.peer import address_of

_WITHOUT_OWN_PASSWORD = frozenset({"/me/password", "/logout", "/login", "/preferences"})
_OTHER_DOORS = (
    "/api/",
    "/tmf-api/",
    "/metrics",
    "/livez",
    "/readyz",
    "/status/",
)  # these check their callers themselves


class LoginRequired(LoginRequiredMiddleware):
    """Every page asks for a login unless its view says ``login_not_required``."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Send a stranger to the login page; a part of a page (htmx asks for it) is answered 401: it can't be that page."""
        if request.path.startswith(_OTHER_DOORS):
            return None
        refused = super().process_view(request, view, args, kwargs)
        return HttpResponse(status=401) if refused and "HX-Request" in request.headers else refused

    def handle_no_permission(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponseRedirect:
        """After the login the browser goes to the page with the form, because a form's own address shows nothing."""
        return redirect_to_login(here(request), self.get_login_url(view), self.get_redirect_field_name(view))


class FromWhere:
    """Audit entries made during a request get the caller's address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        with coming_from(address_of(request)):
            return self.get_response(request)


class OwnPassword:
    """Sends users whose password was chosen by somebody else to the page where they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; leaving is always possible."""
        if request.path.startswith(_OTHER_DOORS) or request.path in _WITHOUT_OWN_PASSWORD:
            return self.get_response(request)
        if getattr(request.user, "must_change_password", False):
            return redirect("password")
        return self.get_response(request)


class NotKept:
    """Forbids browsers and proxies to store pages: the content is for the person who is logged in (ASVS 14.3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; an answer with its own Cache-Control keeps it."""
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


class Storable:
    """Refuses (400) text that PostgreSQL cannot keep: a NUL in an address or in a form. Files may hold any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the API refuses in its own words."""
        if not request.path.startswith(_OTHER_DOORS):
            for part in (request.GET, request.POST):
                if any("\x00" in value for _, values in part.lists() for value in values):
                    raise BadRequest("a NUL in a form")
        return self.get_response(request)


class InForce:
    """Gives the request its ``organisation`` (one query: its version) and shows times in the group's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; API and inlet read the organisation themselves."""
        if request.path.startswith(_OTHER_DOORS):
            return self.get_response(request)
        known = snapshot()
        request.organisation = known  # type: ignore[attr-defined]  # see web/request.py
        with timezone.override(ZoneInfo(known.settings.zone)):
            return self.get_response(request)
