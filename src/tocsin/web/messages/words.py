"""Our words for the outcomes of messages and of their events. Knows no page."""

from django.utils.translation import gettext_lazy as _

from tocsin.web.words import Word

MESSAGE_STATES = {
    "new": Word(_("Waiting"), "hourglass", "neutral"),
    "translated": Word(_("Translated"), "circle-check", "ok"),
    "partial": Word(_("Partly translated"), "circle-dashed", "degraded"),
    "untranslated": Word(_("Not translated"), "circle-question-mark", "down"),
    "ignored": Word(_("Ignored"), "circle-minus", "neutral"),
    "set_aside": Word(_("Set aside"), "archive", "neutral"),
    "quarantined": Word(_("Quarantined"), "shield-alert", "redundancy"),
}
OUTCOMES = {
    "firing": _("began or continued an alert"),
    "resolved": _("ended an alert"),
    "repeated": _("repeats what was known"),
    "muted": _("muted by a declared intervention"),
    "flapping": _("flapping: it keeps changing"),
    "outdated": _("older than what was known"),
    "info": _("kept for information"),
    "planned": _("declared an intervention"),
}
