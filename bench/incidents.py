"""The page of all incidents with a hundred thousand of them: how long each filter, order and search takes."""

import itertools
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench.board import columns, open_incident
from bench.browser import Browser
from bench.installation import installation

INCIDENTS, OPEN, HITS = 100_000, 2_000, 6
ROUNDS = 5
_FILTERS = {
    "state": "closed", "region": "es", "priority": "P2", "supplier": "valmont", "application": "crm", "team": "network",
    "owner": "karim.haddad", "overrun": "any", "opened_from": "2026-01-01", "item": "par1.s1.r05",
}  # fmt: skip
_SEARCHES = (
    "panne", "courant baie", "srv-erp-02", "VAL-2026-4711", "INC-4711", "haddad", "baie 05", "injoignable réseau", "a",
    "nowhere-at-all", "crm", "salle 1",
)  # fmt: skip
_SORTS = ("newest", "oldest", "priority", "longest", "due")
_PHRASES = (
    ("injoignable", "unreachable"), ("sans courant", "without power"), ("en panne", "down"), ("lent", "slow"),
    ("température élevée", "high temperature"), ("réseau coupé", "network cut"), ("volume plein à 97 %", "volume 97 % full"),
)  # fmt: skip


def run() -> dict[str, Any]:
    """Milliseconds of a page as a browser waits for it; the slowest by the median of what it asked."""
    with installation() as here:
        fill()
        here.start(workers=0)
        browser = Browser(here)
        browser.log_in()
        addresses = [f"/incidents?{urlencode(query)}" for query in _asked()]
        for address in addresses:
            browser.milliseconds(address)
        taken = {
            address: sorted(browser.milliseconds(address) for _ in range(ROUNDS)) for address in addresses
        }
        every = sorted(itertools.chain.from_iterable(taken.values()))
        slowest = max(taken, key=lambda address: taken[address][ROUNDS // 2])
        return {
            "page, median ms": every[len(every) // 2],
            "page, p95 ms": every[len(every) * 95 // 100],
            "page, slowest ms": taken[slowest][ROUNDS // 2],
            "page, slowest asks": slowest,
            "addresses asked": len(addresses),
            "incidents": INCIDENTS,
        }


def _asked() -> Iterator[dict[str, Any]]:
    yield {}
    yield {"page": 40}
    yield {"state": "open", "sort": "due"}
    for sort in _SORTS:
        yield {"sort": sort}
    for text in _SEARCHES:
        yield {"text": text}
        yield {"text": text, "sort": "longest"}
        yield {"text": text, "state": "closed", "overrun": "ours"}
    for name, value in _FILTERS.items():
        yield {name: value}
    for (name, value), (other, another) in itertools.combinations(_FILTERS.items(), 2):
        yield {name: value, other: another, "sort": "priority"}
    yield _FILTERS


def fill() -> None:
    """A past of all kinds, copied in: names of the example company, one in three at a provider, one in nine overrun."""
    from django.db import connection

    from tocsin.flow.organisation import snapshot

    open_incident()
    template, known, chance = _template(), snapshot(), random.Random(7)
    with connection.cursor() as cursor:
        with cursor.copy(f"copy incident ({', '.join(template)}) from stdin") as copy:
            for number in range(10, INCIDENTS + 10):
                copy.write_row(list(_row(template, known, number, chance).values()))
        with cursor.copy(
            "copy incident_hit (incident_id, item, type, effect, via, label) from stdin"
        ) as copy:
            items = list(known.items.values())
            for number in range(10, INCIDENTS + 10):
                for item in chance.sample(items, HITS):
                    copy.write_row((number, item.key, item.type.value, "down", [], ""))
        cursor.execute("select setval('incident_id_seq', %s)", [INCIDENTS + 10])
        cursor.execute("analyze")


def _template() -> dict[str, Any]:
    """The columns of the one incident, by name."""
    from django.db import connection

    from tocsin.store import rows

    with connection.cursor() as cursor:
        names = columns(cursor)
    return rows.select(f"select {', '.join(names)} from incident")[0]


def _row(template: dict[str, Any], known: Any, number: int, chance: random.Random) -> dict[str, Any]:
    item, (fr, en) = chance.choice(list(known.items.values())), chance.choice(_PHRASES)
    supplier = chance.choice(list(known.suppliers)) if number % 3 == 0 else ""
    opened = template["opened_at"] - timedelta(minutes=5 * (INCIDENTS - number))
    lasted = timedelta(minutes=chance.randrange(5, 20_000))
    state = "in_progress" if number > INCIDENTS - OPEN else "closed"
    clocks = [
        template["clocks"][0] | {"side": side, "state": "missed" if number % often == 0 else "met"}
        for side, often in (("ours", 9), ("supplier", 11))
    ]
    value = template["value"] | {
        "id": number, "cause": item.key, "supplier": supplier, "since": opened.isoformat(),
        "reference": f"VAL-2026-{number}" if supplier else "",
    }  # fmt: skip
    return template | {
        "id": number, "state": state, "priority": f"P{chance.randrange(1, 6)}", "cause": item.key, "opened_at": opened,
        "title": json.dumps({"fr": f"{item.name} {fr} ({number})", "en": f"{item.name} {en} ({number})"}),
        "owner": chance.choice([*known.persons, ""]), "owner_team": chance.choice(list(known.teams)),
        "regions": [chance.choice([*known.regions, ""])], "applications": chance.sample(list(known.applications), 2),
        "value": json.dumps(value), "clocks": json.dumps(clocks), "standing": "{}", "stands": False,
        "resolved_at": opened + lasted if state == "closed" else None, "ours_due_at": opened + timedelta(hours=4),
        "closed_at": opened + lasted if state == "closed" else None, "next_deadline_at": None,
    }  # fmt: skip


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:40} {value:>12,.2f}" if isinstance(value, float) else f"{name:40} {value!s:>12}")
