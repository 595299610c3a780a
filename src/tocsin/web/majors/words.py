"""Our words for major incidents, with icon and tone. Knows no page."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from tocsin.web.words import Word

STATES = {
    "declared": Word(_("Under way"), "megaphone", "down"),
    "stood_down": Word(_("Stood down, review due"), "check-check", "info"),
    "reviewed": Word(_("Reviewed"), "circle-check", "ok"),
}
PHASES = {
    "investigating": Word(_("Investigating"), "search", "degraded"),
    "identified": Word(_("Cause identified"), "search-check", "info"),
    "watching": Word(_("Being watched"), "eye", "info"),
    "restored": Word(_("Restored"), "circle-check", "ok"),
}


class ServiceWord(NamedTuple):
    """A service's state as users read it; ``lead`` says it of the whole page."""

    text: Any
    lead: Any
    drawn: str
    tone: str


SERVICES = {
    "operational": ServiceWord(_("Operational"), _("Everything works"), "circle-check", "ok"),
    "works": ServiceWord(_("Planned works"), _("Planned works are on"), "traffic-cone", "info"),
    "degraded": ServiceWord(_("Degraded"), _("Something works badly"), "triangle-alert", "degraded"),
    "interrupted": ServiceWord(_("Interrupted"), _("A service is interrupted"), "octagon-x", "down"),
}
AUDIENCES = {"internal": _("Internal"), "public": _("Public")}
