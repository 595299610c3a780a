"""A real installation for the measures: a data folder of its own, the embedded database, web and worker processes."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "cachemire"
TOKEN = "demo-http-it"


class Installation:
    """Tocsin, running: its address, its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._parts: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, *, web: bool = True, workers: int = 1) -> None:
        """Start the processes and wait until they answer."""
        if web:
            self._run("web", "--port", str(self.port))
            wait_for_port(self.port)
        for _ in range(workers):
            self._run("worker")

    def stop(self) -> None:
        """Stop the processes; the database stays."""
        for _, part in self._parts:
            part.terminate()
        for _, part in self._parts:
            part.wait(30)
        self._parts.clear()

    def settled(self, timeout_s: float = 300) -> None:
        """Return once no message waits for a worker."""
        from django.db import connection

        def empty() -> bool:
            with connection.cursor() as cursor:
                cursor.execute("select not exists (select 1 from message where status = 'new')")
                return bool(cursor.fetchone()[0])

        _wait(empty, "the queue to be empty", timeout_s, every_s=0.005)

    def cpu_s(self, name: str) -> float:
        """The processor time that the processes of this name have taken so far, in seconds."""
        stats = [
            Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split() for number in self._pids(name)
        ]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self, name: str) -> float:
        """The most memory that one of the processes of this name has held, in MB."""
        lines = [Path(f"/proc/{number}/status").read_text().splitlines() for number in self._pids(name)]
        peaks = [int(line.split()[1]) for status in lines for line in status if line.startswith("VmHWM")]
        return max(peaks) / 1024

    def _pids(self, name: str) -> list[int]:
        """The processes of this name, and those that they have started."""
        found = [part.pid for called, part in self._parts if called == name]
        parents = _parents()
        for number in found:
            found += [child for child, parent in parents.items() if parent == number]
        return found

    def _run(self, *arguments: str) -> None:
        log = (self.folder / f"{arguments[0]}.log").open("ab")
        command = [sys.executable, "-m", "tocsin", *arguments]
        part = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
        self._parts.append((arguments[0], part))


@contextmanager
def installation() -> Iterator[Installation]:
    """A fresh installation of the example company, thrown away at the end. This process may use its database."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-", dir=os.environ.get("TOCSIN_BENCH_FOLDER")))
    os.environ["TOCSIN_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    from tocsin.cli import ready
    from tocsin.cli.database import apply_migrations
    from tocsin.connectors.files import read_directory

    ready.database(migrated=False)
    from tocsin.flow import organisation

    apply_migrations()
    objects, _ = read_directory(EXAMPLE)
    organisation.apply(objects, by="bench")
    here = Installation(folder)
    try:
        yield here
    finally:
        here.stop()
        _close_database()
        shutil.rmtree(folder, ignore_errors=True)


def _close_database() -> None:
    from django.db import connection

    from tocsin.store.embedded import Embedded

    connection.close()
    Embedded().stop()


def _parents() -> dict[int, int]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return once somebody listens there."""
    _wait(lambda: _answers(port), f"port {port}")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(ready, what: str, timeout_s: float = 60, every_s: float = 0.05) -> None:  # type: ignore[no-untyped-def]
    limit = time.monotonic() + timeout_s
    while not ready():
        if time.monotonic() > limit:
            raise TimeoutError(what)
        time.sleep(every_s)
