"""Events over HTTP, through to committed alerts and incidents; single posts; a storm. Beside the yardstick."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from bench import group_commit, http_client, yardstick
from bench.events import samples
from bench.installation import TOKEN, Installation, installation

EVENTS = 20_000


def run() -> dict[str, Any]:
    """The figures, each in events a second unless its name says otherwise."""
    with installation() as here:
        from tocsin.settings.database import database_url

        figures: dict[str, Any] = {"yardstick": yardstick.run(database_url(), EVENTS)}
        here.start()
        _warm(here)
        figures |= _batches(here)
        for connections in (8, 64):
            figures |= _singles(here, connections)
            figures |= _group_commits(database_url(), connections)
        figures |= _storm(here)
    return figures | _ratios(figures)


def _ratios(figures: dict[str, Any]) -> dict[str, float]:
    """Ours to the yardsticks of the same run: what can be compared between machines."""
    ratios = {"batches / yardstick": figures["batches of 100, to incidents"] / figures["yardstick"]}
    for connections in (8, 64):
        single = figures[f"single posts over {connections}, to incidents"]
        ratios[f"single posts over {connections} / group commit"] = (
            single / figures[f"group commit over {connections}"]
        )
    return ratios


def _warm(here: Installation) -> None:
    """The first message of all makes the processes read and compile the organisation: that is measured by none."""
    first = samples(1, fingerprints=1, items=_hosts())
    bodies = http_client.bodies([msgspec.json.encode(event) for event in first], 1)
    http_client.run(f"{here.url}/api/v1/events", TOKEN, bodies, 1)
    here.settled()


def _bodies(batch: int) -> list[tuple[bytes, int]]:
    events = [msgspec.json.encode(event) for event in samples(EVENTS, items=_hosts())]
    return http_client.bodies(events, batch)


def _batches(here: Installation) -> dict[str, float]:
    bodies, before = _bodies(100), (here.cpu_s("web"), here.cpu_s("worker"))
    started = time.perf_counter()
    accepted = http_client.run(f"{here.url}/api/v1/events", TOKEN, bodies, 8)
    here.settled()
    taken = time.perf_counter() - started
    assert accepted.accepted == EVENTS, accepted
    return {
        "batches of 100, accepted": accepted.accepted_per_s,
        "batches of 100, to incidents": EVENTS / taken,
        "batches of 100, accepted p99 ms": accepted.p99_ms,
        "batches of 100, web CPU us an event": (here.cpu_s("web") - before[0]) / EVENTS * 1e6,
        "batches of 100, worker CPU us an event": (here.cpu_s("worker") - before[1]) / EVENTS * 1e6,
    }


def _singles(here: Installation, connections: int) -> dict[str, float]:
    bodies = _bodies(1)
    started = time.perf_counter()
    accepted = http_client.run(f"{here.url}/api/v1/events", TOKEN, bodies, connections)
    here.settled()
    taken = time.perf_counter() - started
    assert accepted.accepted == EVENTS, accepted
    return {
        f"single posts over {connections}, accepted": accepted.accepted_per_s,
        f"single posts over {connections}, to incidents": EVENTS / taken,
        f"single posts over {connections}, p99 ms": accepted.p99_ms,
    }


def _group_commits(database: str, connections: int) -> dict[str, float]:
    """The same posts to a server that commits them in groups and does nothing else."""
    bodies = _bodies(1)
    with group_commit.served(database) as url:
        http_client.run(url, TOKEN, bodies[:100], 1)
        kept = http_client.run(url, TOKEN, bodies, connections)
    assert kept.accepted == EVENTS, kept
    return {f"group commit over {connections}": kept.accepted_per_s}


def _storm(here: Installation) -> dict[str, float]:
    from django.db import connection

    here.settled()
    with connection.cursor() as cursor:
        cursor.execute("truncate alert, delivery, incident, incident_hit, notice, timeline_entry")
        cursor.execute("select nextval('standing_version')")
    bodies = http_client.bodies(list(_room(10_000)), 100)
    started = time.perf_counter()
    http_client.run(f"{here.url}/api/v1/events", TOKEN, bodies, 8)
    here.settled()
    taken = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from incident where folded_into is null")
        incidents = cursor.fetchone()[0]
        cursor.execute("select coalesce(max(n), 0) from (select count(*) n from notice group by recipient) t")
        notices = cursor.fetchone()[0]
        cursor.execute(
            "select extract(epoch from min(n.created_at) - (select min(m.received_at) from message m join event e"
            " on e.message_id = m.id and e.received_at = m.received_at where e.kind = 'device.down')) from notice n"
        )
        first = cursor.fetchone()[0]
    return {
        "storm, to incidents": 10_000 / taken,
        "storm, incidents": incidents,
        "storm, most notices a recipient": notices,
        "storm, first notice after s": float(first or -1),
    }


def _room(count: int) -> Iterator[bytes]:
    """Distinct alarms of the devices of one room, as one room without power makes them."""
    from tocsin.flow.organisation import snapshot

    organisation = snapshot()
    hosts = [key for key in _hosts() if any(item.key == "par1.s2" for item in organisation.path(key))]
    for number in range(count):
        host = hosts[number % len(hosts)]
        yield msgspec.json.encode(
            {
                "kind": "device.down", "state": "firing", "criticality": "high",
                "place": {"text": host, "parts": {"host": host}}, "identity": f"{host}/{number}",
                "summary": f"{host} does not answer check {number}", "details": {"output": "x" * 380},
            }
        )  # fmt: skip


def _hosts() -> list[str]:
    from tocsin.core.inventory.values import ItemType
    from tocsin.flow.organisation import snapshot

    return [item.key for item in snapshot().items.values() if item.type is ItemType.DEVICE]


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:40} {value:>12,.2f}")
