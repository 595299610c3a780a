"""The command palette in a page: rendered once for a language and a role, since no page changes it."""

from functools import cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.flow.access import RIGHTS, Permission
from tocsin.store.models import Account

register = template.Library()


class PaletteAction(NamedTuple):
    """A page that the palette goes to. ``key``: the letters that go there too; ``needs``: what the role must be allowed."""

    label: str | Promise
    address_name: str
    drawn: str
    key: str = ""
    needs: Permission = Permission.SEE

    @property
    def address(self) -> str:
        """Its address."""
        return reverse(self.address_name)


_ACTIONS = (
    PaletteAction(_("Report a trouble"), "report", "siren", "n", Permission.REPORT),
    PaletteAction(_("My work"), "work", "list-checks", "g w"),
    PaletteAction(_("Board"), "board", "layout-dashboard", "g b"),
    PaletteAction(_("Incidents"), "incidents", "list", "g i"),
    PaletteAction(_("Rooms"), "rooms", "server", "g r"),
    PaletteAction(_("Messages"), "messages", "inbox", "g m"),
    PaletteAction(_("Search"), "search", "search"),
    PaletteAction(_("Teams' work"), "figures", "chart-column"),
    PaletteAction(_("Hand-overs"), "handovers", "arrow-right-left"),
    PaletteAction(_("Duty and absences"), "duty", "calendar"),
    PaletteAction(_("People"), "people", "users"),
    PaletteAction(_("Escalation process"), "escalation", "bell-ring"),
    PaletteAction(_("Problems"), "problems", "bug"),
    PaletteAction(_("Major incidents"), "majors", "megaphone"),
    PaletteAction(_("What recurs"), "recurrences", "repeat"),
    PaletteAction(_("Interventions"), "interventions", "traffic-cone"),
    PaletteAction(_("Access"), "authorisations", "door-open"),
    PaletteAction(_("Recovery"), "recovery", "life-buoy"),
    PaletteAction(_("Providers"), "providers", "handshake"),
    PaletteAction(_("Commitments"), "commitments", "scale"),
    PaletteAction(_("Statements"), "statements", "file-search"),
    PaletteAction(_("Sources"), "sources", "radio-tower"),
    PaletteAction(_("My account and tokens"), "me", "circle-user"),
    PaletteAction(_("Accounts"), "accounts", "users", "", Permission.ADMINISTER),
    PaletteAction(_("Imported histories"), "histories", "history", "", Permission.ADMINISTER),
)


@register.simple_tag(takes_context=True)
def palette(context: dict[str, Any]) -> SafeString:
    """The closed palette, for whoever is logged in."""
    user = context.get("user")
    return _rendered(get_language() or "fr", user.role) if isinstance(user, Account) else mark_safe("")


@cache
def _rendered(language: str, role: str) -> SafeString:
    allowed = [action for action in _ACTIONS if Account.Role(role) in RIGHTS[action.needs]]
    return mark_safe(render_to_string("components/palette.html", {"palette_actions": allowed}))
