"""The timeline rendered: a sentence, an icon and a tone for each entry. Knows verbs and names, no rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import asked_name, render_named
from tocsin.core.sla.durations import span
from tocsin.web.incident import major, problem
from tocsin.web.names import Names
from tocsin.web.templatetags.tocsin import label
from tocsin.web.words import EFFECTS, HOLDERS, LINES, PAUSES

# What people do has its look and its words in one table.
_ACTIONS = {row.entry: row for row in ACTIONS.values()}
_LOOKS = {
    **{verb: (row.icon, row.tone) for verb, row in _ACTIONS.items()},
    Verb.OPENED: ("siren", "down"),
    Verb.ROUTED: ("route", "neutral"),
    Verb.COMMITTED: ("handshake", "neutral"),
    Verb.JOINED: ("layers", "neutral"),
    Verb.GAVE: ("layers", "neutral"),
    Verb.ENDED: ("layers", "ok"),
    Verb.WORSENED: ("trending-up", "down"),
    Verb.EASED: ("trending-down", "ok"),
    Verb.EXPLAINED: ("search-check", "info"),
    Verb.MERGED_IN: ("git-merge", "neutral"),
    Verb.FOLDED: ("git-merge", "neutral"),
    Verb.ABSORBED: ("git-merge", "neutral"),
    Verb.RECOVERED: ("heart-pulse", "ok"),
    Verb.AT_RISK: ("triangle-alert", "degraded"),
    Verb.BREACHED: ("octagon-x", "down"),
    Verb.UNTAKEN: ("hand", "down"),
    Verb.LAPSED: ("clock-alert", "degraded"),
    Verb.EXCHANGED: ("handshake", "info"),
    Verb.FLAPPING: ("activity", "degraded"),
    Verb.SETTLED: ("activity", "ok"),
    Verb.DECLARED: ("calendar", "info"),
    Verb.CHANGED: ("calendar", "neutral"),
    Verb.CANCELLED: ("calendar-off", "neutral"),
    Verb.MUTED: ("bell-off", "neutral"),
    Verb.RAISED: ("siren", "down"),
    Verb.OVER: ("check-check", "ok"),
    Verb.DRAFTED: ("calendar", "neutral"),
    Verb.REQUESTED: ("send", "info"),
    Verb.CONFIRMED: ("check-check", "ok"),
    Verb.REFUSED: ("octagon-x", "down"),
    Verb.ANSWERED: ("mail", "info"),
    Verb.CALLED: ("phone", "info"),
    Verb.REMINDED: ("send", "degraded"),
    Verb.WARNED: ("bell-ring", "degraded"),
    Verb.COLLIDING: ("triangle-alert", "down"),
    Verb.TESTED: ("check-check", "info"),
    Verb.SPARED: ("circle-pause", "neutral"),
    Verb.IDENTIFIED: ("search-check", "info"),
    Verb.ANALYSED: ("microscope", "info"),
    Verb.PLANNED: ("calendar-clock", "info"),
    Verb.DONE: ("check-check", "ok"),
    Verb.LINKED: ("link", "neutral"),
    Verb.UNLINKED: ("unlink", "neutral"),
    Verb.OFFERED: ("lightbulb", "info"),
    Verb.HELPED: ("circle-check", "ok"),
    Verb.REJECTED: ("circle-minus", "neutral"),
    Verb.USER_REPORTED: ("users", "info"),
    Verb.USER_LINKED: ("link", "info"),
    Verb.USER_REPLIED: ("mail", "info"),
    Verb.USER_INFORMED: ("send", "neutral"),
    Verb.IMPORTED: ("archive", "info"),
    Verb.MAJOR_PROPOSED: ("megaphone", "degraded"),
    Verb.MAJOR_DECLARED: ("megaphone", "down"),
    Verb.MAJOR_UPDATE: ("megaphone", "info"),
    Verb.COMMANDED: ("arrow-right-left", "info"),
    Verb.STOOD_DOWN: ("check-check", "ok"),
    Verb.REVIEWED: ("pencil", "info"),
}

# Entries that count alerts; ``number`` is the other incident.
_COUNTS: Mapping[Verb, Callable[[], str]] = {
    Verb.JOINED: lambda: _("More alerts of the same trouble: %(count)s"),
    Verb.ENDED: lambda: _("Alerts that are over: %(count)s"),
    Verb.GAVE: lambda: _("Alerts that are part of INC-%(number)s: %(count)s"),
    Verb.SPLIT: lambda: _("Alerts taken out, which INC-%(number)s goes on for: %(count)s"),
    Verb.FLAPPING: lambda: _("Alerts that come and go, and change nothing meanwhile: %(count)s"),
    Verb.SETTLED: lambda: _("Alerts that are stable again: %(count)s"),
    Verb.MUTED: lambda: _("Alerts muted, which the works explain: %(count)s"),
    Verb.RAISED: lambda: _("Alerts that still fire after the works: %(count)s"),
}


class EntryView(NamedTuple):
    """One entry as the timeline component shows it."""

    at: datetime
    by: str
    text: str
    why: list[str]
    note: str
    icon: str
    tone: str


def entry_view(entry: TimelineEntry, organisation: Organisation, language: Language) -> EntryView:
    """The entry in the reader's language."""
    icon, tone = _LOOKS.get(entry.verb, ("circle-dot", "neutral"))
    return EntryView(
        at=entry.at,
        by=Names(organisation).person(entry.actor),
        text=_opened(entry, language) or _sentence(entry.verb, entry.data, Names(organisation)),
        why=[*([render_named(entry.why, organisation, language)] if entry.why else []), *_bounded(entry)],
        note=str(entry.data.get("note", "")),
        icon=icon,
        tone=tone,
    )


def last_answer(entries: Sequence[TimelineEntry]) -> dict[str, str] | None:
    """The supplier's last answer about what nobody has settled since: ``message`` (the id of its mail; empty: its ticket has
    changed) and ``note`` (its subject, or what has changed)."""
    for entry in entries:  # newest first
        if entry.verb is Verb.ANSWERED:
            return {"message": str(entry.data.get("message", "")), "note": str(entry.data.get("note", ""))}
        if entry.verb in (Verb.CONFIRMED, Verb.REFUSED, Verb.REQUESTED):
            return None
    return None


def _opened(entry: TimelineEntry, language: Language) -> str:
    """Opened how long after the trouble began, where that was not at once."""
    if entry.verb is not Verb.OPENED or "since" not in entry.data:
        return ""
    late = (entry.at - datetime.fromisoformat(entry.data["since"])).total_seconds()
    return _("Incident opened, %(late)s after the trouble began") % {"late": span(late, language)}


def _bounded(entry: TimelineEntry) -> list[str]:
    """A beginning that was replaced, because it lies too far in the past or in the future."""
    if entry.verb is not Verb.OPENED or "said" not in entry.data:
        return []
    instants = {"said": entry.data["said"][:10], "since": entry.data["since"][:10]}
    return [_("Its source says since %(said)s, which is too long ago: counted from %(since)s") % instants]


def _sentence(verb: Verb, data: dict[str, Any], names: Names) -> str:
    if verb in _COUNTS:
        return _COUNTS[verb]() % {"count": data.get("count", 1), "number": data.get("target", "")}
    found = _of_people(verb, data, names) or _of_incidents(verb, data) or _of_values(verb, data, names)
    return found or (label(_ACTIONS[verb].timeline_label) if verb in _ACTIONS else str(_PLAIN[verb]()))


def _of_people(verb: Verb, data: dict[str, Any], names: Names) -> str:
    """What passes from a person or a team to another; empty: it is none of that."""
    match verb:
        case Verb.TAKEN if data.get("from"):
            return _("Taken over from %(person)s") % {"person": names.person(data["from"])}
        case Verb.HANDED_OVER if data.get("team"):
            return _("Handed over to the team %(team)s") % {"team": names.team(data["team"])}
        case Verb.HANDED_OVER:
            return _("Handed over to %(person)s") % {"person": names.person(data.get("to", ""))}
        case Verb.SENT_BACK if data.get("to"):
            return _("Sent back to %(person)s") % {"person": names.person(data["to"])}
        case Verb.PASSED if data.get("to") in HOLDERS:
            return str(HOLDERS[data["to"]].text)
        case Verb.UNTAKEN | Verb.ESCALATED if "asked" in data:
            return _asked(verb, data, names)
        case Verb.ESCALATED if data.get("line"):
            return _("Asks for the escalation: %(line)s") % {"line": LINES[data["line"]]}
        case Verb.ON_IT if data.get("until"):
            return _("On it until %(at)s") % {"at": _local(data["until"])}
        case Verb.UNTAKEN if data.get("person"):
            return _("Nobody has taken it: %(person)s is notified") % {"person": names.person(data["person"])}
    return ""


def _of_incidents(verb: Verb, data: dict[str, Any]) -> str:
    """What an incident has to do with another one; empty: it is none of that."""
    match verb:
        case Verb.MERGED:
            return _("Merged into INC-%(number)s, which goes on for it") % {"number": data.get("parent", "")}
        case Verb.MERGED_IN:
            return _("INC-%(number)s merged into this one") % {"number": data.get("child", "")}
        case Verb.PLACE_CORRECTED if data.get("to"):
            return _("The same trouble as INC-%(number)s: the place was wrong") % {"number": data["to"]}
        case Verb.PLACE_CORRECTED if data.get("of"):
            return _("INC-%(number)s is this trouble, reported at a wrong place") % {"number": data["of"]}
        case Verb.FOLDED if data.get("corrected"):
            return _("Its place was wrong: it goes on as INC-%(number)s") % {"number": data["parent"]}
        case Verb.ABSORBED if data.get("corrected"):
            return _("INC-%(number)s reported this trouble at a wrong place") % {"number": data["child"]}
        case Verb.FOLDED:
            return _("A symptom of INC-%(number)s, which goes on for it") % {"number": data.get("parent", "")}
        case Verb.ABSORBED:
            return _("INC-%(number)s was a symptom of this one") % {"number": data.get("child", "")}
    return ""


def _of_values(verb: Verb, data: dict[str, Any], names: Names) -> str:
    """What was changed, reported or answered, with the value; empty: it is none of that."""
    match verb:
        case Verb.PAUSED if data.get("reason"):
            return _("Paused: %(reason)s") % {"reason": PAUSES.get(data.get("reason", ""), "")}
        case Verb.REPORTED:
            return _reported(data, names)
        case Verb.REFERENCED:
            return _("The provider's number: %(reference)s") % {"reference": _references(data)}
        case Verb.WORSENED | Verb.EASED if data.get("to"):
            return _changed(verb, data)
        case Verb.PRIORITISED if data.get("to"):
            priorities = {"before": data["from"][0], "after": data["to"][0]}
            return _("Priority changed from %(before)s to %(after)s") % priorities
        case Verb.ANSWERED if data.get("message"):
            return _("The supplier has answered, by message %(number)s") % {"number": data["message"]}
        case Verb.REQUESTED if data.get("what") in _SENT:
            return str(_SENT[data["what"]]())
        case Verb.ANALYSED | Verb.PLANNED | Verb.DONE | Verb.LINKED | Verb.UNLINKED:
            return problem.sentence(verb, data, names)
        case Verb.OFFERED | Verb.HELPED | Verb.REJECTED:
            return problem.of_incident(verb, data)
        case Verb.USER_LINKED:
            return _user_linked(data)
        case Verb.USER_INFORMED if data.get("news") in _NEWS:
            return str(_NEWS[data["news"]]())
        case Verb.MAJOR_DECLARED | Verb.MAJOR_UPDATE | Verb.COMMANDED | Verb.STOOD_DOWN | Verb.REVIEWED:
            return major.sentence(verb, data, names)
    return ""


_NEWS = {
    "recorded": lambda: _("Mailed to the user: the report is recorded"),
    "opened": lambda: _("Mailed to the user: the incident is under way"),
    "corrected": lambda: _("Mailed to the user: the correction"),
    "workaround": lambda: _("Mailed to the user: what to do meanwhile"),
    "answered": lambda: _("Mailed to the user: an answer"),
    "resolved": lambda: _("Mailed to the user: it is over"),
    "reopened": lambda: _("Mailed to the user: it is not over after all"),
}


def _user_linked(data: dict[str, Any]) -> str:
    """Which report is about which incident; ``to`` is empty where a person says that it is about none."""
    shown = {"report": data.get("report", ""), "reporter": data.get("reporter", ""), "to": data.get("to", "")}
    if not data.get("to"):
        return _("%(report)s of %(reporter)s is about no incident") % shown
    return _("%(report)s of %(reporter)s is about %(to)s") % shown


def _reported(data: dict[str, Any], names: Names) -> str:
    supplier = names.supplier(data.get("supplier", ""))
    if data.get("reference"):
        return _("Reported to %(supplier)s: %(reference)s") % {
            "supplier": supplier,
            "reference": data["reference"],
        }
    return _("Reported to %(supplier)s") % {"supplier": supplier}


def _references(data: dict[str, Any]) -> str:
    """The number that a person noted, or the first of those that messages gave."""
    given = data.get("references") or [data.get("reference", "")]
    return ", ".join(given[:3]) + (" …" if len(given) > 3 else "")


def _changed(verb: Verb, data: dict[str, Any]) -> str:
    effect, priority = data["to"]
    now = {"effect": EFFECTS[effect].text, "priority": priority}
    if verb is Verb.WORSENED:
        return _("Worse: %(effect)s, %(priority)s") % now
    return _("Better: %(effect)s, %(priority)s") % now


def _asked(verb: Verb, data: dict[str, Any], names: Names) -> str:
    who = ", ".join(asked_name(key, names.organisation) for key in data["asked"])
    if not who:
        return _("Nobody can be reached for this step")
    called = {"who": who, "call": data.get("call", "")}
    if data.get("call"):
        return _("%(who)s is asked to call %(call)s") % called
    if verb is Verb.UNTAKEN:
        return _("Not acknowledged: notified %(who)s") % called
    return _("Escalated: notified %(who)s") % called


def _local(instant: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(instant)):%d/%m %H:%M}"


_PLAIN = {
    Verb.LAPSED: lambda: _("The acknowledgement has expired"),
    Verb.OPENED: lambda: _("Incident opened"),
    Verb.ROUTED: lambda: _("Owner chosen"),
    Verb.COMMITTED: lambda: _("Commitment chosen"),
    Verb.WORSENED: lambda: _("Worse"),
    Verb.EASED: lambda: _("Better"),
    Verb.EXPLAINED: lambda: _("The cause is named"),
    Verb.RECOVERED: lambda: _("Recovered by itself"),
    Verb.AT_RISK: lambda: _("Commitment at risk"),
    Verb.BREACHED: lambda: _("Commitment overdue"),
    Verb.EXCHANGED: lambda: _("Exchange with the provider"),
    Verb.UNTAKEN: lambda: _("Nobody has taken it: the team is notified again"),
    Verb.DECLARED: lambda: _("Works declared"),
    Verb.CHANGED: lambda: _("Works changed"),
    Verb.CANCELLED: lambda: _("Works cancelled"),
    Verb.OVER: lambda: _("Works over"),
    Verb.DRAFTED: lambda: _("Planned, not sent yet"),
    Verb.REQUESTED: lambda: _("The supplier is asked"),
    Verb.CONFIRMED: lambda: _("The supplier has confirmed"),
    Verb.REFUSED: lambda: _("The supplier has refused"),
    Verb.ANSWERED: lambda: _("The supplier has answered"),
    Verb.CALLED: lambda: _("The supplier was called"),
    Verb.REMINDED: lambda: _("Not answered: sent again"),
    Verb.WARNED: lambda: _("Our team was reminded"),
    Verb.COLLIDING: lambda: _("Looked at with everything else"),
    Verb.SPARED: lambda: _("The supplier’s time is not counted during our intervention"),
    Verb.TESTED: lambda: _("A test was recorded"),
    Verb.IDENTIFIED: lambda: _("Problem identified"),
    Verb.USER_REPORTED: lambda: _("A user reports"),
    Verb.USER_REPLIED: lambda: _("The user replied"),
    Verb.USER_INFORMED: lambda: _("The user is informed by mail"),
    Verb.IMPORTED: lambda: _("From an imported history"),
    Verb.MAJOR_PROPOSED: lambda: _("A major incident is proposed"),
}
_SENT = {
    "authorise": lambda: _("Asked to let them in"),
    "extend": lambda: _("Asked to extend the access"),
    "remove": lambda: _("Asked to remove the access"),
    "declare": lambda: _("Declared to the supplier"),
    "prolong": lambda: _("The supplier was informed that it lasts longer"),
    "end": lambda: _("The supplier was informed that it is done"),
    "cancel": lambda: _("The supplier was informed that it is cancelled"),
}
