"""What every template knows: the sections of the bar, the theme, the two languages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tocsin.flow import announcement
from tocsin.web.request import language

THEMES = ("auto", "light", "dark")
_SECTIONS = (
    ("board", _("Board"), "layout-dashboard", "b"),
    ("incidents", _("Incidents"), "list", "i"),
    ("rooms", _("Rooms"), "server", "r"),
    ("messages", _("Messages"), "inbox", "m"),
)


def theme(request: HttpRequest) -> str:
    """The theme that this browser chose; ``auto`` follows the system."""
    chosen = request.COOKIES.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    return {
        "sections": _SECTIONS,
        "theme": theme(request),
        "language": language(request),
        "announcement": announcement.current(),
    }
