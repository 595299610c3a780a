"""Provider mails from an mbox through to incidents, with one worker: how many a second, its CPU time and its memory."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation, installation
from bench.letters import mbox

MAILS, AIM_PER_S = 10_000, 1_000
SOURCE = "valmont"


def run() -> dict[str, Any]:
    """The figures: mails a second from the start of ``tocsin feed`` until every one is worked and committed."""
    with installation() as here:
        _write(here, MAILS)
        here.start(web=False)
        _feed(
            here, _write(here, 1)
        )  # the worker reads and compiles the organisation: that is measured by none
        here.settled()
        before, started = here.cpu_s("worker"), time.perf_counter()
        _feed(here, here.folder / f"{MAILS}.mbox")
        fed = time.perf_counter() - started
        here.settled()
        taken = time.perf_counter() - started
        return {
            "aim_per_s": AIM_PER_S,
            "accepted": MAILS / fed,
            "to incidents": MAILS / taken,
            "worker, CPU us a mail": (here.cpu_s("worker") - before) / MAILS * 1e6,
            "worker, peak MB": here.peak_mb("worker"),
            **_outcome(),
        }


def _write(here: Installation, count: int) -> Path:
    from tocsin.flow import clock
    from tocsin.flow.organisation import snapshot

    path = here.folder / f"{count}.mbox"
    mbox(path, count, snapshot(), clock.now())
    return path


def _feed(here: Installation, path: Path) -> None:
    command = [sys.executable, "-m", "tocsin", "feed", "-o", "json", "--source", SOURCE, str(path)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def _outcome() -> dict[str, int]:
    """What became of them: all must have been understood, or the figure says nothing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) filter (where status <> 'translated'), sum(event_count) from message")
        strange, events = cursor.fetchone()
        cursor.execute("select count(*) from incident where folded_into is null")
        incidents = cursor.fetchone()[0]
    return {"not understood": strange, "events": events, "incidents": incidents}


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:40} {value:>12,.2f}")
