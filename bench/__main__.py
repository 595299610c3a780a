"""make bench: every published figure in one run, as a table and as build/bench.json."""

import json
import os
import platform
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench import (
    board,
    clocks,
    correlation,
    histories,
    impact,
    incidents,
    intake,
    mails,
    recurrence,
    search,
    user_reports,
)

MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "clocks": clocks.run,
    "impact": impact.run,
    "correlation": correlation.run,
    "intake": intake.run,
    "mails": mails.run,
    "board": board.run,
    "incidents": incidents.run,
    "search": search.run,
    "recurrence": recurrence.run,
    "histories": histories.run,
    "user_reports": user_reports.run,
}


def main(chosen: list[str]) -> None:
    """Run the measures named, or all; the figures are ratios' raw material, of this machine and this moment."""
    figures: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "python": platform.python_version()}}
    for name in chosen or MEASURES:
        figures[name] = _alone(MEASURES[name])
        _print(name, figures[name])
    target = Path("build/bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures, indent=2, default=str) + "\n", "utf-8")
    print(f"\nWritten to {target}.")


def _alone(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """In a process of its own: what one left in memory slows no other, and each has its own database."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(measure).result()


def _print(name: str, figures: dict[str, Any], indent: str = "") -> None:
    print(f"\n{indent}{name}")
    for label, value in figures.items():
        if isinstance(value, dict):
            _print(label, value, indent + "  ")
        else:
            shown = (
                f"{value:,.2f}"
                if isinstance(value, float)
                else f"{value:,}"
                if isinstance(value, int)
                else value
            )
            print(f"{indent}  {label:<44} {shown:>16}")


if __name__ == "__main__":
    main(sys.argv[1:])
