"""The lines of a timeline that are about a major incident. Knows no form."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tocsin.core.incident.values import Verb
from tocsin.web.names import Names

_REVIEWED: Mapping[str, Callable[[], str]] = {
    "drafted": lambda: _("The review was drafted from the timeline"),
    "action": lambda: _("An action of the review"),
    "done": lambda: _("An action of the review is done"),
    "followed": lambda: _("The actions of the review are followed by a problem"),
    "held": lambda: _("The review was held"),
}


def sentence(verb: Verb, data: Mapping[str, Any], names: Names) -> str:
    """What was done to a major incident, or to an incident as part of one (``number``)."""
    shown = {"number": data.get("number", ""), "person": names.person(data.get("to", ""))}
    match verb:
        case Verb.MAJOR_DECLARED if data.get("number"):
            return _("Part of the major incident %(number)s, commanded by %(person)s") % shown
        case Verb.MAJOR_DECLARED:
            return _("Major incident declared, commanded by %(person)s") % shown
        case Verb.COMMANDED:
            return _("%(person)s commands") % shown
        case Verb.STOOD_DOWN:
            return _("Major incident stood down")
        case Verb.MAJOR_UPDATE if data.get("audience") == "public":
            return _("Public update")
        case Verb.MAJOR_UPDATE:
            return _("Internal update")
    return _REVIEWED.get(data.get("what", ""), lambda: _("The review was changed"))()
