"""What every template gets: the sections of the bar, the theme, the two languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tocsin.flow import announcement
from tocsin.web.request import language

THEMES = ("auto", "light", "dark")
_SECTIONS = (
    ("work", _("My work"), "list-checks", "w"),
    ("board", _("Board"), "layout-dashboard", "b"),
    ("incidents", _("Incidents"), "list", "i"),
    ("rooms", _("Rooms"), "server", "r"),
    ("messages", _("Messages"), "inbox", "m"),
)


def theme(request: HttpRequest) -> str:
    """The theme that this browser chose; ``auto`` follows the system."""
    chosen = request.COOKIES.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def here(request: HttpRequest) -> str:
    """The address at which a browser gets this page; for an answer to a form, that of the page with the form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("referer", "")
    return (
        referer
        if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
        else "/"
    )


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    return {
        "sections": _SECTIONS,
        "here": here(request),
        "theme": theme(request),
        "language": language(request),
        "announcement": announcement.current(),
        "idle_s": settings.IDLE_S,
    }
