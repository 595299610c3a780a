"""A small company without a fault, to be spoilt one mistake at a time."""

from copy import deepcopy
from typing import Any

from tocsin.core.organisation.objects import Object

_ALWAYS = {day: ["00:00-24:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}

_SPECS: dict[str, dict[str, Any]] = {
    "settings/group": {"name": "Petit", "zone": "Europe/Paris"},
    "calendar/fr": {"zone": "Europe/Paris", "week": {"monday": ["09:00-12:30", "13:30-18:00"]}},
    "calendar/24x7": {"zone": "UTC", "week": _ALWAYS, "holidays": {"country": "FR"}},
    "region/fr": {"name": "France", "country": "FR", "calendar": "fr", "manager": "anne"},
    "team/systems": {"name": "Systèmes", "scope": "group", "notices": ["s@petit.example"]},
    "person/anne": {"name": "Anne", "email": "anne@petit.example", "role": "CIO", "team": "systems"},
    "person/bob": {
        "name": "Bob",
        "email": "b@petit.example",
        "role": "x",
        "team": "systems",
        "manager": "anne",
    },
    "supplier/host": {"name": "Host", "calendar": "24x7"},
    "kind/power.lost": {"label": {"fr": "Coupure", "en": "Cut"}, "domain": "power", "effect": "down"},
    "priority/down": {"low": "P4", "medium": "P3", "high": "P2", "critical": "P1"},
    "priority/degraded": {"low": "P5", "medium": "P4", "high": "P3", "critical": "P2"},
    "priority/redundancy_lost": {"low": "P5", "medium": "P4", "high": "P3", "critical": "P3"},
    "routing/last": {"order": 99, "team": "systems"},
    "commitment/all": {"party": "ours", "target_s": 3600, "calendar": "24x7"},
    "format/mail": {"anything": "goes"},
    "source/mail": {"label": "Mail", "channel": "smtp", "formats": ["mail"], "senders": ["@host.example"]},
    "item/dc": {"type": "site", "supplier": "host"},
    "item/dc.s1": {"type": "room", "parent": "dc"},
    "item/dc.s1.feed-a": {"type": "feed", "parent": "dc.s1"},
    "item/dc.s1.feed-b": {"type": "feed", "parent": "dc.s1"},
    "item/dc.s1.r01": {"type": "rack", "parent": "dc.s1"},
    "item/dc.s1.r01.pdu-a": {
        "type": "pdu",
        "parent": "dc.s1.r01",
        "outlets": 4,
        "feed": "dc.s1.feed-a",
    },
    "item/dc.s1.r01.pdu-b": {
        "type": "pdu",
        "parent": "dc.s1.r01",
        "outlets": 4,
        "feed": "dc.s1.feed-b",
    },
    "item/srv-01": {
        "type": "device",
        "parent": "dc.s1.r01",
        "cords": ["dc.s1.r01.pdu-a.o01", "dc.s1.r01.pdu-b.o01"],
        "attributes": {"u": 10, "height": 2},
    },
    "item/srv-02": {
        "type": "device",
        "parent": "dc.s1.r01",
        "cords": ["dc.s1.r01.pdu-a.o02", "dc.s1.r01.pdu-b.o02"],
        "attributes": {"u": 12},
    },
    "application/crm": {"name": "CRM", "criticality": "critical", "needs": [{"any": ["srv-01", "srv-02"]}]},
    "application/web": {"name": "Web", "criticality": "low", "needs": [{"all": ["crm"]}]},
    "alias/1": {"text": "La cage", "item": "dc.s1", "source": "mail"},
    "correspondence/1": {"format": "mail", "table": "kind", "word": "COUPURE", "ours": "power.lost"},
    "requirement/net": {"items": ["srv-01"], "need": {"label": "network", "any": ["srv-02"]}},
}


def specs() -> dict[str, dict[str, Any]]:
    """The company, ``section/key`` -> spec, free to be changed."""
    return deepcopy(_SPECS)


def objects(declared: dict[str, dict[str, Any]]) -> tuple[Object, ...]:
    """Its objects, each on a line of its own of a file of its section."""
    return tuple(
        Object(section=section, key=key, spec=spec, file=f"{section}.yaml", line=number)
        for number, (name, spec) in enumerate(declared.items(), 1)
        for section, key in [name.split("/", 1)]
    )
