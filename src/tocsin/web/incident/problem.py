"""The lines of a timeline that are about problems, and an incident's part of them: known errors, problems. Knows no form."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tocsin.core.incident.values import Verb
from tocsin.flow.wording import day
from tocsin.web.names import Names
from tocsin.web.request import current_language

_WORKED: Mapping[str, Callable[[], str]] = {
    "title": lambda: _("Title changed"),
    "hypothesis": lambda: _("Hypothesis"),
    "cause": lambda: _("A cause"),
    "struck": lambda: _("A cause was struck out"),
    "workaround": lambda: _("Workaround"),
    "known_error": lambda: _("Known error: offered on incidents that resemble it"),
    "change": lambda: _("Change planned"),
    "postponed": lambda: _("Action postponed"),
}


def sentence(verb: Verb, data: Mapping[str, Any], names: Names) -> str:
    """What was done to a problem."""
    numbers = {"incidents": ", ".join(data.get("incidents", []))}
    if verb is Verb.LINKED:
        return _("Linked: %(incidents)s") % numbers
    if verb is Verb.UNLINKED:
        return _("Not of this problem: %(incidents)s") % numbers
    if data.get("what") == "change" and data.get("supplier"):
        return _("Change planned at %(supplier)s") % {"supplier": names.supplier(data["supplier"])}
    if verb is Verb.PLANNED and data.get("what") == "action":
        return _("Action of %(person)s, due %(due)s") % {
            "person": names.person(data.get("to", "")),
            "due": _due(data),
        }
    done = {Verb.DONE: _("Action done"), Verb.PLANNED: _("Planned")}
    return _WORKED[data["what"]]() if data.get("what") in _WORKED else done.get(verb, _("Analysis"))


def _due(data: Mapping[str, Any]) -> str:
    """The day of an action, as people write it; empty where there is none."""
    if not data.get("due"):
        return ""
    return day(date.fromisoformat(data["due"]), current_language())


def of_incident(verb: Verb, data: Mapping[str, Any]) -> str:
    """What a known error was to an incident."""
    number = {"number": data.get("problem", "")}
    if verb is Verb.OFFERED:
        return _("Known error offered: %(number)s") % number
    return (
        _("The workaround of %(number)s helped") if verb is Verb.HELPED else _("No case of %(number)s")
    ) % number
