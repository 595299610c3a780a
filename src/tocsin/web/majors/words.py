"""Our words for major incidents, with icon and tone. Knows no page."""

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
AUDIENCES = {"internal": _("Internal"), "public": _("Public")}
SECTIONS = {
    "summary": _("Summary"),
    "course": _("Course of events"),
    "informed": _("Who was informed when"),
    "commitments": _("Commitments, ours and the provider’s"),
    "provider": _("Exchanges with the provider"),
    "questions": _("Open questions"),
    "helped": _("What helped"),
    "hindered": _("What hindered"),
}
