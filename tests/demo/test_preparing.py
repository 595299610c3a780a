"""Something moves in the terminal from the first second: while the dependencies come, and while the past is laid down."""

import subprocess
import sys
from pathlib import Path

from tocsin.demo.preparing import Preparing

BAR = Path("tools/bar.py")


def bar(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, str(BAR), *arguments], capture_output=True, text=True, check=False)


def test_a_command_is_run_and_what_it_printed_is_shown_only_if_it_fails() -> None:
    done = bar("Fetching", "--", sys.executable, "-c", "print('chatter')")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Fetching ...\n", "")
    failed = bar("Fetching", "--", sys.executable, "-c", "print('no network'); raise SystemExit(3)")
    assert (failed.returncode, failed.stderr) == (3, "no network\n")


def test_the_bar_fills_with_the_files_that_are_there(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.dist-info").touch()
    done = bar("Installing", "--files", f"{tmp_path}/*.dist-info", "4", "--", sys.executable, "-c", "")
    assert done.returncode == 0


def test_everything_that_make_waits_for_before_the_demo_is_under_a_bar() -> None:
    rules = Path("Makefile").read_text().split("\n.tools/ready:")[1]
    waiting = (" -m venv .tools", "/pip -q", "$(UV) sync")
    slow = [line for line in rules.splitlines() if any(step in line for step in waiting)]
    assert len(slow) == 3
    assert rules.count("$(BAR)") == 3


def test_each_step_of_the_preparation_ends_as_done() -> None:
    with Preparing() as progress:
        with progress.step("Database"):
            pass
        with progress.step("Sixty days", 10) as advance:
            advance(4)
            assert progress._progress.tasks[1].completed == 4
    assert all(task.finished for task in progress._progress.tasks)
