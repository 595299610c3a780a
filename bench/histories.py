"""The import of an incident history: rows of another program's export until they are incidents, by processor time.

Beside it, the least that anybody does with such a file: read its cells and COPY them into one table without an index.
"""

import csv
import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bench.installation import ROOT, installation

ROWS = 50_000
_HEADINGS = (
    "Number", "Short description", "State", "Priority", "Configuration item", "Assignment group", "Assigned to", "Opened",
    "Resolved", "Closed", "Reopen count", "Made SLA", "Vendor", "Vendor due",
)  # fmt: skip
_TITLES = (
    "Imprimante en panne",
    "Application lente",
    "Serveur injoignable",
    "Printer offline",
    "Database refused",
    "VPN coupé",
)
_PRIORITIES = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
_FIRST = datetime(2021, 1, 4)  # noqa: DTZ001  as an export writes it


def run(rows: int = ROWS) -> dict[str, Any]:
    """Seconds of processor time of Python and of PostgreSQL, rows a second by both, and the peak memory."""
    with installation(), TemporaryDirectory() as folder:
        file = Path(folder) / "history.csv"
        write(file, rows)
        plain = _measured(lambda: _copy(file))
        ours = _measured(lambda: _import(file))
        return {
            "Python, s of CPU": ours[0],
            "PostgreSQL, s of CPU": ours[1],
            "rows/s by CPU": round(rows / sum(ours)),
            "cells into one table, rows/s by CPU": round(rows / sum(plain)),
            "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def write(file: Path, rows: int) -> None:
    """An export of so many incidents: titles that are nearly all different, which is the costliest to make findable."""
    dice = random.Random(7)
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((_HEADINGS, *_rows(rows, dice)))


def _rows(count: int, dice: random.Random) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        opened = _FIRST + timedelta(seconds=dice.random() * 5 * 365 * 86_400)
        resolved = opened + timedelta(minutes=1 + dice.expovariate(1 / 400))
        times = [f"{at:%Y-%m-%d %H:%M:%S}" for at in (opened, resolved, resolved + timedelta(days=5))]
        yield (
            f"INC{number:07d}", f"{dice.choice(_TITLES)} - site {dice.randrange(60)} poste {dice.randrange(4000)}", "Closed",
            dice.choice(_PRIORITIES), f"printer-{dice.randrange(3000)}", "systems", f"agent {dice.randrange(200)}", *times,
            dice.choice((0, 0, 0, 1)), dice.choice(("true", "false")), dice.choice(("", "DataHaus")), "",
        )  # fmt: skip


def _measured(work: Any) -> tuple[float, float]:
    before = time.process_time(), _backend_s()
    work()
    return time.process_time() - before[0], _backend_s() - before[1]


def _backend_s() -> float:
    """The processor time of this connection's PostgreSQL process, in seconds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (number,) = cursor.fetchone()
    stat = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _import(file: Path) -> None:
    from tocsin.connectors.histories.rows import digest_of, rows_of
    from tocsin.core.history.mapping import compiled_mapping
    from tocsin.flow.histories.importing import Import

    mapping = compiled_mapping(
        yaml.safe_load((ROOT / "examples/histories/servicenow.yaml").read_text("utf-8"))
    )
    asked = Import(mapping, "bench", file.name, digest_of(file))
    asked.run(rows_of(file, mapping.file), lambda progress: True)


def _copy(file: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor, file.open(encoding="utf-8", newline="") as source:
        cursor.execute(
            f"create temp table cells ({', '.join(f'c{place} text' for place in range(len(_HEADINGS)))})"
        )
        with cursor.copy("copy cells from stdin") as copy:
            for row in csv.reader(source):
                copy.write_row(row)
