"""Our words for problems, with icon and tone. Knows no page."""

from django.utils.translation import gettext_lazy as _

from tocsin.web.words import Word

STATES = {
    "identified": Word(_("Identified"), "circle-dot", "info"),
    "in_analysis": Word(_("In analysis"), "microscope", "info"),
    "known_error": Word(_("Known error"), "lightbulb", "degraded"),
    "resolved": Word(_("Resolved, watched"), "circle-check", "ok"),
    "closed": Word(_("Closed"), "check-check", "neutral"),
}
