"""a reason as a sentence for people: names instead of keys, words instead of values, instants in the group's zone."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import target_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person, Supplier, Team

_WORDS: dict[str, tuple[str, str]] = {
    "down": ("en panne", "down"),
    "degraded": ("dégradé", "degraded"),
    "redundancy_lost": ("sans redondance", "without redundancy"),
    "none": ("sans effet", "without effect"),
    "low": ("faible", "low"),
    "medium": ("moyenne", "medium"),
    "high": ("haute", "high"),
    "critical": ("critique", "critical"),
    "working": ("heures ouvrées", "working time"),
    "non_working": ("hors des heures ouvrées", "non-working time"),
    "firing": ("active", "firing"),
    "resolved": ("rétablie", "recovered"),
    "bytes": ("octets", "bytes"),
    "bytes of text": ("octets de texte", "bytes of text"),
    "calendar lines": ("lignes de calendrier", "calendar lines"),
    "characters of HTML": ("caractères de HTML", "characters of HTML"),
    "characters of text": ("caractères de texte", "characters of text"),
    "depth of HTML": ("niveaux de HTML", "levels of HTML"),
    "depth of JSON": ("niveaux de JSON", "levels of JSON"),
    "documents": ("documents", "documents"),
    "lines": ("lignes", "lines"),
    "lists and objects of JSON": ("listes et objets de JSON", "lists and objects of JSON"),
    "nested mails": ("courriels emboîtés", "nested mails"),
    "nested parts": ("parties emboîtées", "nested parts"),
    "parts": ("parties", "parts"),
    "tags of HTML": ("balises HTML", "tags of HTML"),
}
_SLOTS: dict[str, tuple[str, str]] = {
    "kind": ("nature", "kind"),
    "state": ("état", "state"),
    "criticality": ("criticité", "criticality"),
    "status": ("statut", "status"),
    "place": ("lieu", "place"),
}  # what a format fills, and the names that its tables usually bear
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)")
_DAY: dict[Language, str] = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_AS_WRITTEN = ("word", "ours", "text", "found", "subject", "sender", "application", "reference", "reason")


def render_named(why: Why, organisation: Organisation, language: Language) -> str:
    """The reason as a sentence; an instant (ISO 8601 with its offset) is written in the organisation's zone.

    What a message says (``_AS_WRITTEN``) stays as it is.
    """
    facts = {
        name: fact if name in _AS_WRITTEN else _spoken(name, fact, organisation, language)
        for name, fact in why.facts.items()
    }
    return render_why(replace(why, facts=facts), language)


def slot(name: str, language: Language) -> str:
    """What a format fills (``kind``, ``state``), or a table of it, in our words; other names are the format's own."""
    return _SLOTS[name][language == "en"] if name in _SLOTS else name


def _spoken(name: str, fact: Any, organisation: Organisation, language: Language) -> Any:
    if isinstance(fact, list | tuple):
        return [_spoken(name, item, organisation, language) for item in fact]
    if not isinstance(fact, str):
        return fact
    if name in ("asked", "silent"):
        return asked_name(fact, organisation)
    if name == "targets":
        return target_name(fact, organisation, language)
    if name == "source":
        return organisation.sources[fact].label if fact in organisation.sources else fact
    if name == "policy":
        return policy_name(fact, organisation, language)
    if name == "rotation":
        return _rotation(fact, organisation, language)
    if name == "rule":
        return _rule(fact, organisation, language)
    if name == "hours":
        return render_hours(fact, organisation, language)
    if name in ("table", "field"):
        return slot(fact, language)
    if fact in (people := _people(name, organisation)):
        return people[fact].name
    if fact in organisation.items:
        return organisation.display_name(fact)
    if fact in organisation.kinds:
        return getattr(organisation.kinds[fact].label, language)
    if fact in _WORDS:
        return _WORDS[fact][language == "en"]
    return _local(fact, organisation, language) if _INSTANT.fullmatch(fact) else fact


def _people(name: str, organisation: Organisation) -> Mapping[str, Person | Supplier | Team]:
    """Whom a fact of this name may be a key of."""
    if name in ("person", "absent", "by"):
        return organisation.persons
    if name == "team":
        return organisation.teams
    return organisation.suppliers if name == "supplier" else {}


def asked_name(key: str, organisation: Organisation) -> str:
    """The name of a person (key) or of a team (``team:KEY``)."""
    team = organisation.teams.get(key.removeprefix("team:")) if key.startswith("team:") else None
    person = organisation.persons.get(key)
    return team.name if team else person.name if person else key


def policy_name(key: str, organisation: Organisation, language: Language) -> str:
    """What people read of an escalation policy (key)."""
    label = next((policy.label for policy in organisation.escalation if policy.key == key), None)
    return getattr(label, language) if label else key


def target_name(text: str, organisation: Organisation, language: Language) -> str:
    """Whom a step of an escalation means, in our words."""
    target = target_of(text)
    if target is None:
        return text
    code = f"target.{target.kind}.key" if target.key else f"target.{target.kind}"
    known = asked_name(target.key if target.kind == "person" else f"team:{target.key}", organisation)
    return render_why(Why(code=code, facts={"name": known, "rung": target.rung}), language)


def _rule(key: str, organisation: Organisation, language: Language) -> str:
    label = next((rule.label for rule in organisation.routing if rule.key == key), None)
    return getattr(label, language) if label else key


def _rotation(key: str, organisation: Organisation, language: Language) -> str:
    rotation = organisation.rotations.get(key)
    return getattr(rotation.label, language) if rotation and rotation.label else key


def render_hours(key: str, organisation: Organisation, language: Language) -> str:
    """The name of a calendar (key)."""
    calendar = organisation.calendars.get(key)
    return getattr(calendar.label, language) if calendar and calendar.label else key


def _local(fact: str, organisation: Organisation, language: Language) -> str:
    at = datetime.fromisoformat(fact).astimezone(ZoneInfo(organisation.settings.zone))
    time = "%H:%M:%S" if at.second else "%H:%M"  # what was planned is planned to the minute
    return f"{at:{_DAY[language]} {time} %Z}"
