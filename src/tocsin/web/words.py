"""Our words for the core's values, with the icon and the tone that go with each. Knows no page."""

from typing import NamedTuple

from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext_lazy as _

from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import Step
from tocsin.web.request import current_language


class Word(NamedTuple):
    """A value as a person reads it: text, icon and tone together, so that nothing is shown by colour alone."""

    text: str | Promise
    drawn: str
    tone: str


class _Sentence:
    """A sentence of the core without facts, rendered when it is read."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __str__(self) -> str:
        return render_why(Why(code=self._code), current_language())


def sentence(code: str) -> Promise:
    """A sentence of the core in the reader's language, where it is shown by more than pages."""
    return lazystr(_Sentence(code))


KINDS = {
    "outage": Word(_("Outage"), "octagon-x", "down"),
    "degradation": Word(_("Degraded"), "triangle-alert", "degraded"),
    "redundancy": Word(_("Redundancy lost"), "shield-off", "redundancy"),
    "information": Word(_("Information"), "info", "neutral"),
}
EFFECTS = {
    "down": Word(_("Down"), "octagon-x", "down"),
    "degraded": Word(_("Degraded"), "triangle-alert", "degraded"),
    "redundancy_lost": Word(_("Redundancy lost"), "shield-off", "redundancy"),
    "none": Word(_("No effect"), "circle-check", "neutral"),
}
STATES = {
    "new": Word(_("New"), "circle-dot", "info"),
    "in_progress": Word(_("In progress"), "activity", "info"),
    "pending": Word(_("Pending"), "circle-pause", "neutral"),
    "resolved": Word(_("Resolved"), "circle-check", "ok"),
    "closed": Word(_("Closed"), "check-check", "neutral"),
}
HOLDERS = {
    "us": Word(_("Our move"), "users", "info"),
    "supplier": Word(_("The provider's move"), "building-2", "redundancy"),
    "user": Word(_("Waiting for a user"), "user-round", "neutral"),
}
CRITICALITIES = {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "critical": _("Critical")}
ROLES = {
    "server": _("server"),
    "hypervisor": _("hypervisor"),
    "storage": _("storage"),
    "switch": _("switch"),
    "router": _("router"),
    "firewall": _("firewall"),
    "load-balancer": _("load balancer"),
}
SOURCE_STATES = {
    "awaited": Word(_("No message yet"), "circle-dashed", "neutral"),
    "ok": Word(_("Heard"), "circle-check", "ok"),
    "silent": Word(_("Silent"), "volume-x", "degraded"),
    "unreachable": Word(_("Unreachable"), "wifi-off", "down"),
}
CLOCK_STATES = {
    "waiting": Word(_("Not started"), "hourglass", "neutral"),
    "running": Word(_("Running"), "timer", "ok"),
    "paused": Word(_("Paused"), "circle-pause", "neutral"),
    "at_risk": Word(_("At risk"), "triangle-alert", "degraded"),
    "breached": Word(_("Overdue"), "octagon-x", "down"),
    "met": Word(_("Kept"), "circle-check", "ok"),
    "missed": Word(_("Missed"), "octagon-x", "down"),
}
PAUSES = {
    "waiting_user": _("waiting for a user"),
    "waiting_supplier": _("waiting for the provider"),
    "planned_works": _("planned works"),
    "waiting_us": _("waiting for us"),
}
LINES = {"functional": _("to the experts"), "hierarchical": _("to the management")}
LANE_WORDS = {
    "regional": _("Regional team"),
    "group": _("Group team"),
    "provider": _("Provider"),
    "management": _("Management"),
}
TRIGGERS = {
    "unacknowledged": _("if nobody acknowledges it"),
    "opened": _("if it is still open"),
    "worsened": _("because it got worse"),
}
SHARES = {
    "ours": _("when %(share)s %% of our commitment has run"),
    "supplier": _("when %(share)s %% of the provider’s commitment has run"),
}
PARTIES = {
    "us": Word(_("Us"), "users", "info"),
    "supplier": Word(_("Provider"), "building-2", "redundancy"),
    "user": Word(_("User"), "user-round", "neutral"),
    "works": Word(_("Planned works"), "traffic-cone", "degraded"),
}
ITEM_TYPES = {
    "site": (_("Sites"), "building-2"),
    "circuit": (_("Circuits"), "cable"),
    "room": (_("Rooms"), "door-open"),
    "cooling_unit": (_("Cooling units"), "air-vent"),
    "ups": (_("UPS"), "battery-charging"),
    "rack": (_("Racks"), "server"),
    "feed": (_("Feeds"), "zap"),
    "pdu": (_("PDUs"), "plug-zap"),
    "outlet": (_("Outlets"), "plug"),
    "device": (_("Devices"), "hard-drive"),
    "cluster": (_("Clusters"), "boxes"),
    "virtual_machine": (_("Virtual machines"), "box"),
    "application": (_("Applications"), "app-window"),
}
NOTICE_KINDS = {
    "opened": _("Opened"),
    "worsened": _("Worse"),
    "reopened": _("Opened again"),
    "handed_over": _("Handed over"),
    "at_risk": _("At risk"),
    "breached": _("Overdue"),
    "untaken": _("Taken by nobody"),
    "escalated": _("Escalated"),
    "deescalated": _("De-escalated"),
    "lapsed": _("Acknowledgement expired"),
    "answered": _("The provider answered"),
    "major": _("Major incident"),
    "recovered": _("Recovered"),
}
NOTICE_STATES = {
    "pending": Word(_("To be sent"), "clock", "neutral"),
    "ready": Word(_("To be sent"), "clock", "neutral"),
    "skipped": Word(_("Not sent"), "circle-minus", "neutral"),
    "sending": Word(_("Being sent"), "send", "neutral"),
    "sent": Word(_("Sent"), "circle-check", "ok"),
    "failed": Word(_("Not delivered"), "octagon-x", "down"),
    "bundled": Word(_("Sent with another"), "layers", "neutral"),
    "unconfirmed": Word(_("Unconfirmed"), "triangle-alert", "degraded"),
}
EVENT_STATES = {
    "firing": Word(_("Active"), "octagon-x", "down"),
    "resolved": Word(_("Recovered"), "circle-check", "ok"),
    "info": Word(_("Information"), "info", "neutral"),
    "planned": Word(_("Planned works"), "traffic-cone", "info"),
}
TICKET_STATES = {
    "new": _("new"),
    "acknowledged": _("acknowledged"),
    "in_progress": _("in progress"),
    "pending": _("waits for us"),
    "held": _("on hold"),
    "resolved": _("resolved"),
    "closed": _("closed"),
    "rejected": _("rejected"),
    "cancelled": _("cancelled"),
}
HEALTHS = {
    "fine": Word(_("Exchange in order"), "circle-check", "ok"),
    "cut": Word(_("Out of reach"), "wifi-off", "degraded"),
    "unknown": Word(_("Being checked"), "hourglass", "degraded"),
    "refused": Word(_("Refused"), "octagon-x", "down"),
    "strange_word": Word(_("Unknown state"), "triangle-alert", "degraded"),
    "contested": Word(_("Contested"), "triangle-alert", "down"),
    "moved": Word(_("Moved or merged"), "git-merge", "info"),
    "gone": Word(_("Gone"), "octagon-x", "down"),
    "reused": Word(_("Another ticket now"), "octagon-x", "down"),
}
SENDINGS = {
    "waiting": Word(_("To be sent"), "hourglass", "neutral"),
    "leaving": Word(_("Being sent"), "send", "neutral"),
    "unknown": Word(_("Perhaps sent: being checked"), "triangle-alert", "degraded"),
    "taken": Word(_("Accepted"), "check", "info"),
    "confirmed": Word(_("Read back there"), "check-check", "ok"),
    "refused": Word(_("Refused"), "octagon-x", "down"),
    "dropped": Word(_("Given up"), "circle-dashed", "neutral"),
}
ENTRY_KINDS = {
    "open": _("Ticket"),
    "comment": _("Message"),
    "move": _("State"),
    "attachment": _("File"),
    "call": _("Call"),
    "note": _("Private note"),
}
WAYS = {"out": _("to the provider"), "in": _("from the provider"), "private": _("stays here")}


def trigger_of(step: Step) -> str:
    """Why somebody is asked by the step of an escalation policy."""
    if step.on == "commitment":
        return str(SHARES[step.party]) % {"share": step.share}
    return str(TRIGGERS[step.on])


def in_both_words(theirs: str, ours: str) -> str:
    """A ticket's state in their word and in ours; once where that is the same word."""
    if not theirs or not ours or theirs.casefold() == ours.casefold():
        return theirs or ours
    return f"{theirs} ({ours})"
