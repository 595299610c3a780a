"""Our words for what is agreed about suppliers' sites, with icon and tone. Knows no page."""

from django.utils.translation import gettext_lazy as _

from tocsin.web.words import Word

STATES = {
    "requested": Word(_("Not confirmed yet"), "hourglass", "degraded"),
    "confirmed": Word(_("Authorised"), "circle-check", "ok"),
    "refused": Word(_("Refused by the supplier"), "octagon-x", "down"),
    "removal_requested": Word(_("Removal not confirmed"), "octagon-x", "down"),
    "removed": Word(_("Removed"), "circle-minus", "neutral"),
    "expired": Word(_("Expired"), "calendar-off", "neutral"),
}
PLAN_STATES = {
    "draft": Word(_("Draft, not sent"), "pencil", "neutral"),
    "declared": Word(_("Sent, not acknowledged"), "hourglass", "degraded"),
    "acknowledged": Word(_("Acknowledged"), "circle-check", "ok"),
    "refused": Word(_("Refused by the supplier"), "octagon-x", "down"),
    "ended": Word(_("Over"), "check-check", "neutral"),
    "cancelled": Word(_("Cancelled"), "calendar-off", "neutral"),
}
SEVERITIES = {
    "stop": Word(_("Forbids it"), "octagon-x", "down"),
    "risk": Word(_("Risk"), "triangle-alert", "degraded"),
    "fine": Word(_("Fine"), "circle-check", "ok"),
}
COUNTS = {
    "spared": Word(_("Not counted"), "circle-pause", "info"),
    "counted": Word(_("Counted"), "timer", "ok"),
    "contestable": Word(_("May be contested"), "triangle-alert", "degraded"),
}
RESULTS = {
    "passed": Word(_("Passed"), "circle-check", "ok"),
    "partly": Word(_("Passed in part"), "triangle-alert", "degraded"),
    "failed": Word(_("Failed"), "octagon-x", "down"),
    "none": Word(_("Never tested"), "circle-dashed", "degraded"),
    "due": Word(_("Test due"), "calendar-clock", "degraded"),
}
