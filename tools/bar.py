"""Runs a command under a bar that moves: ``bar.py TITLE [--files PATTERN TOTAL] -- COMMAND ...``. Python alone, any 3.11.

Its output is shown if it fails. ``--files``: how many files match the pattern, of so many, says how far it is.
"""

import glob
import subprocess
import sys
import tempfile
import time
from contextlib import suppress

_WIDTH, _FRAME_S, _LINE_S = 30, 0.2, 5.0


def main(arguments: list[str]) -> int:
    """Run it; its exit code."""
    title, *options = arguments[: arguments.index("--")]
    command = arguments[arguments.index("--") + 1 :]
    pattern, total = (options[1], int(options[2])) if options else ("", 0)
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _watch(running, title, pattern, total)
        if running.returncode:
            output.seek(0)
            sys.stderr.buffer.write(output.read())
    return running.returncode


def _watch(running: "subprocess.Popen[bytes]", title: str, pattern: str, total: int) -> None:
    begun, frame, seen = time.monotonic(), 0, sys.stdout.isatty()
    if not seen:
        _show(f"{title} ...\n")
    while not _over(running):
        done = min(len(glob.glob(pattern)) / total, 1.0) if total else None
        if seen:
            _draw(title, done, frame, time.monotonic() - begun)
        elif frame and frame % round(_LINE_S / _FRAME_S) == 0:
            _show(f"{title} ... {time.monotonic() - begun:.0f} s\n")
        frame += 1
    if seen:
        _draw(title, 1.0, frame, time.monotonic() - begun)
        _show("\n")


def _over(running: "subprocess.Popen[bytes]") -> bool:
    with suppress(subprocess.TimeoutExpired):
        running.wait(_FRAME_S)
        return True
    return False


def _draw(title: str, done: float | None, frame: int, elapsed_s: float) -> None:
    """A bar that fills, or a piece of one that wanders where nobody knows how much there is."""
    if done is None:
        at = frame % (_WIDTH - 5)
        bar = " " * at + "#" * 6
    else:
        bar = "#" * round(done * _WIDTH)
    _show(f"\r{title:<44} [{bar:<{_WIDTH}.{_WIDTH}}] {elapsed_s:4.0f} s")


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
