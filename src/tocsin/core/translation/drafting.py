"""Drafting: a first format out of one mail, by the mail's own labels or table. A beginning for a person to correct."""

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from tocsin.core.kernel.value import Value
from tocsin.core.translation.language.labels import label_word
from tocsin.core.translation.reading.document import Document
from tocsin.core.translation.text import word

_LABEL = re.compile(r"\W{0,4}([^\W\d][^:=|\t]{0,39}?)\s*(?::|=|\t|\||\.{2,}:?)\s*(\S.*)")
_ROLES: dict[str, str] = {  # our slot: the labels that stand for it, in French and English, the surest first
    "kind": "alarm type|alert type|type d'alarme|type d'alerte|type d'incident|incident type|alarme|alarm|alerte|alert"
    "|evenement|event|nature|probleme|problem|type|intitule|objet|incident|titre|title|libelle|description",
    "state": "statut|status|etat|state|etat de l'alarme|alarm state|alert state|phase",
    "criticality": "criticite|severity|severite|priorite|priority|gravite|niveau|urgence|urgency|criticality|level|impact",
    "site": "site|datacenter|data center|centre",
    "room": "salle|room|local",
    "rack": "baie|rack|armoire|cabinet",
    "outlet": "prise|outlet|socket",
    "pdu": "pdu|bandeau",
    "feed": "voie|feed|alimentation",
    "host": "hote|host|hostname|equipement|equipment|device|serveur|server|machine|nom de l'equipement|ci|element",
    "where": "localisation|location|emplacement|lieu|where|place|position|adresse|perimetre",
    "when": "date et heure|date/heure|horodatage|timestamp|date de debut|start time|date de l'alarme|date|debut|began|start"
    "|heure|time|le|depuis|since",
    "reference": "reference|ref|ticket|n° de ticket|numero de ticket|ticket number|n° ticket|n°|numero|incident id|id"
    "|numero d'incident|case|dossier",
}
_PLACES = ("site", "room", "rack", "outlet", "pdu", "feed", "host")
_ROLE_OF = {label_word(label): role for role, labels in _ROLES.items() for label in labels.split("|")}
_RANK = {
    label_word(label): rank for labels in _ROLES.values() for rank, label in enumerate(labels.split("|"))
}
_KINDS = (
    (
        "power.outlet.lost",
        re.compile(
            r"(prise|outlet|socket).*(courant|tension|perte|perdu|power|lost|down)|(perte|lost).*(prise|outlet)"
        ),
    ),
    (
        "power.pdu.lost",
        re.compile(
            r"(perte|lost|down|hors tension).*(pdu|bandeau)|(pdu|bandeau).*(perdu|hors tension|lost|down)"
        ),
    ),
    (
        "power.feed.lost",
        re.compile(r"(voie|feed).*(perte|perdu|lost|down|coupure)|(perte|lost|coupure).*(voie|feed)"),
    ),
    ("power.overload", re.compile(r"surcharge|overload")),
    ("power.lost", re.compile(r"courant|alimentation|electri|power|tension")),
    ("cooling.lost", re.compile(r"climatis|cooling|crac|hvac")),
    ("temperature.high", re.compile(r"temperature|chaleur|overheat|humidit")),
    ("disk.failed", re.compile(r"disque|disk|raid")),
    ("storage.full", re.compile(r"espace|filesystem|storage|volume|plein")),
    (
        "network.down",
        re.compile(
            r"(lien|link|reseau|network|wan|bgp).*(coup|down|perdu|perte|lost)|(perte|coupure).*(lien|reseau)"
        ),
    ),
    ("network.degraded", re.compile(r"latence|latency|packet loss|reseau|network")),
    ("backup.failed", re.compile(r"sauvegarde|backup")),
    ("load.high", re.compile(r"charge|cpu|load|memoire|memory")),
    ("door.open", re.compile(r"porte|door")),
    ("security.intrusion", re.compile(r"intrusion|badge")),
    ("device.degraded", re.compile(r"degrad")),
    ("device.down", re.compile(r"injoignable|unreachable|down|hors service|panne|ping|arret|offline")),
)
_STATES = {
    "resolved": (
        "retabli",
        "retour",
        "fin",
        "clos",
        "resolu",
        "termin",
        "ok",
        "up",
        "recover",
        "resolv",
        "clear",
        "closed",
        "normal",
    ),
    "info": ("information", "info", "acquitt", "acknowledg"),
}
_STATE_WORDS = {
    "firing": ("Alarm", "Alarme", "Active", "En cours", "Open", "Ouvert", "New", "Nouveau", "Down", "Firing"),
    "resolved": (
        "Recovered", "Rétabli", "Rétablie", "Resolved", "Résolu", "Closed", "Clos", "Terminé", "OK", "Up", "Cleared",
        "Retour à la normale", "Fin d'alarme",
    ),
}  # fmt: skip
_LEVELS = {
    "critical": ("Critical", "Critique", "P1", "Bloquant", "Très élevée"),
    "high": ("Major", "Majeur", "Majeure", "High", "Haute", "Élevée", "P2"),
    "medium": ("Minor", "Mineur", "Mineure", "Medium", "Moyenne", "Warning", "Avertissement", "P3"),
    "low": ("Low", "Basse", "Faible", "Information", "Info", "P4", "P5"),
}


class Draft(Value):
    """The format's data, and the labels of the mail that it leaves unread."""

    spec: dict[str, Any]
    unread: tuple[str, ...]


def draft(document: Document, kinds: Collection[str], *, zone: str) -> Draft:
    """A format that reads this mail. ``kinds``: the organisation's; ``zone``: of its written times."""
    found = _labels(document)
    rows = None if _is_enough(found) else _table(document)
    values = rows[1] if rows else found
    roles = _roles(values)
    spec = _head(document, zone)
    if rows:
        spec["each"] = [{"rows": [name for name in values if name in roles.values()]}]
    spec["fields"] = {role: {"column" if rows else "label": label} for role, label in roles.items()}
    by_role = {role: values[label] for role, label in roles.items()}
    spec["tables"] = _tables(by_role, document, kinds)
    spec["event"] = _event(roles, by_role, document, spec["tables"])
    return Draft(spec=spec, unread=tuple(label for label in values if label not in roles.values()))


def _head(document: Document, zone: str) -> dict[str, Any]:
    domain = document.sender.rpartition("@")[2]
    return {
        "recognise": {"from": f"@{domain}"} if domain else {"media_type": document.media_type},
        "times": {"zone": zone},
    }


def _labels(document: Document) -> dict[str, str]:
    """The lines ``label: value`` of the text, the first of each label."""
    found: dict[str, str] = {}
    for line in document.text.split("\n")[:500]:
        matched = _LABEL.fullmatch(line.strip()[:600])
        if matched and len(matched[1].split()) <= 5 and not matched[2].startswith("//"):
            found.setdefault(matched[1].strip(), matched[2].strip())
    return found


def _is_enough(found: Mapping[str, str]) -> bool:
    roles = _roles(found)
    return len(roles) >= 2 and bool(roles.keys() & {"kind", "where", *_PLACES})


def _table(document: Document) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The header and the first row of the first table with a header of which two columns are known."""
    for table in document.tables:
        for header, first in pairwise(table):
            values = dict(zip(header, first, strict=False))
            if len(header) > 2 and len(header) == len(first) and _is_enough(values):
                return tuple(header), values
    return None


def _roles(values: Mapping[str, str]) -> dict[str, str]:
    """Our slots, and the label that says each: the surest."""
    known = sorted((_RANK[label_word(label)], label) for label in values if label_word(label) in _ROLE_OF)
    roles: dict[str, str] = {}
    for _, label in known:
        roles.setdefault(_ROLE_OF[label_word(label)], label)
    return {role: roles[role] for role in _ROLES if role in roles}


def _tables(
    by_role: Mapping[str, str], document: Document, kinds: Collection[str]
) -> dict[str, dict[str, str]]:
    kind_words = by_role.get("kind") or document.subject
    tables = {"kind": {kind_words: guessed_kind(kind_words, kinds)}} if kind_words else {}
    if "state" in by_role:
        tables["state"] = _with(_words(_STATE_WORDS), by_role["state"], guessed_state(by_role["state"]))
    if "criticality" in by_role:
        tables["criticality"] = _with(_words(_LEVELS), by_role["criticality"], _level(by_role["criticality"]))
    return tables


def _with(usual: dict[str, str], text_found: str, ours: str) -> dict[str, str]:
    """The usual words, preceded by the word that the mail uses."""
    return {text_found: ours} | {
        text: meaning for text, meaning in usual.items() if word(text) != word(text_found)
    }


def _words(by_meaning: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {text: meaning for meaning, texts in by_meaning.items() for text in texts}


def _level(text: str) -> str:
    return next((level for level, texts in _LEVELS.items() if word(text) in map(word, texts)), "medium")


def guessed_kind(text: str, kinds: Collection[str]) -> str:
    """The kind that the words point to, if the organisation has it; else ``unknown``."""
    plain = word(text[:300])
    return next(
        (kind for kind, pattern in _KINDS if pattern.search(plain) and (not kinds or kind in kinds)),
        "unknown",
    )


def guessed_state(text: str) -> str:
    """Resolved if a word means an end; else firing."""
    plain = word(text)
    return next(
        (
            state
            for state, starts in _STATES.items()
            if any(part.startswith(starts) for part in plain.split())
        ),
        "firing",
    )


def _event(
    roles: Mapping[str, str], by_role: Mapping[str, str], document: Document, tables: Mapping[str, Any]
) -> dict[str, Any]:
    whole = guessed_state(document.subject)
    event: dict[str, Any] = {
        "kind": ("{kind}" if "kind" in roles else "{subject}") if tables.get("kind") else "unknown",
        "state": "{state}" if "state" in roles else whole,
    }
    if "criticality" in roles:
        event["criticality"] = {"value": "{criticality}", "default": "medium"}
    places = [role for role in (*_PLACES, "where") if role in roles]
    text = ", ".join(f"{{{role}}}" for role in places) or "{subject}"
    event["place"] = {"text": text} | {role: f"{{{role}}}" for role in places if role != "where"}
    event["summary"] = "{subject}"
    if "when" in roles:
        event["occurred_at"] = "{when}"
    if "reference" in roles:
        event["reference"] = "{reference}"
    return event
