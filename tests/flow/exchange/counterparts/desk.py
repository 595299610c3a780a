"""What the tests ask of a real desk: its declared file, and what its people do there. Knows no system."""

import fcntl
import json
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from os import getuid
from pathlib import Path
from typing import Any, Protocol
from urllib.request import Request, urlopen

import pytest
import yaml

from tests.connectors.servers import listens, until

EXAMPLES = Path("examples/desks")


class RealDesk(Protocol):
    """A desk that runs, and N. Morvan, who works there."""

    solved: str
    """The state, in their words, in which their people leave what they have solved."""
    reopened: str
    """The state that a ticket is in when it was opened again."""
    ended: tuple[str, ...]
    """The states that a ticket may end in once our trouble is over."""

    def declared(self) -> dict[str, Any]:
        """Its ``desk:``, as it is shipped, at the address where it listens."""

    def tickets(self) -> list[str]:
        """The numbers of all tickets that are there."""

    def comments(self, ticket: str) -> list[str]:
        """What stands under a ticket, whoever wrote it."""

    def files(self, ticket: str) -> dict[str, bytes]:
        """The files under a ticket."""

    def state(self, ticket: str) -> str:
        """Its state, in their words."""

    def answers(self, ticket: str, text: str) -> None:
        """Morvan writes to the client."""

    def notes(self, ticket: str, text: str) -> None:
        """Morvan writes for colleagues only, where the desk has such notes."""

    def puts(self, ticket: str, state: str) -> None:
        """Morvan brings it into another state."""

    def attaches(self, ticket: str, name: str, content: bytes) -> None:
        """Morvan puts a file under it."""


class Person:
    """Somebody who signs in (``signed`` is the header for that) and speaks JSON."""

    def __init__(self, base: str, signed: str, **headers: str) -> None:
        self._base = base
        self._headers = {"Authorization": signed, "Content-Type": "application/json", **headers}

    def ask(self, path: str, content: Any = None, method: str = "", **headers: str) -> Any:
        """The answer; bytes as they are where it is no JSON."""
        body = (
            content
            if isinstance(content, bytes)
            else None
            if content is None
            else json.dumps(content).encode()
        )
        asked = Request(self._base + path, data=body, headers=self._headers | headers, method=method or None)
        with urlopen(asked) as answer:
            raw = answer.read()
        try:
            return json.loads(raw)
        except ValueError:
            return raw


def basic(name: str, password: str) -> str:
    """The header of who signs in with a password."""
    return f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"


def shipped(name: str, port: int, base: str) -> dict[str, Any]:
    """The desk that ``examples/desks`` ships, at this port, without waiting for its budget."""
    declared: dict[str, Any] = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text())
    client = declared["settings"]["client"]
    client["base_url"] = f"http://127.0.0.1:{port}{base}"
    client["api_budget"] = {"rates": [{"limit": 100000, "interval": "PT1S"}]}
    return declared


def installed(path: str, packages: str) -> Path:
    """A file of a package; the test is skipped, loudly, where it is not installed."""
    if not Path(path).exists():
        pytest.skip(
            f"NOT TESTED: {path} is missing (Debian: apt-get install --no-install-recommends {packages})"
        )
    return Path(path)


def prepared(name: str, version: bytes, build: Callable[[Path], None]) -> Path:
    """A folder that was built once on this machine, and again whenever what it is built from has changed."""
    root = Path(tempfile.gettempdir()) / f"tocsin-test-desks-{getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    home = root / f"{name}-{sha256(version).hexdigest()[:12]}"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            build(home)
            (home / "ready").touch()
    return home


@contextmanager
def running(command: list[str], port: int, folder: Path, env: dict[str, str]) -> Iterator[None]:
    """A server in a process of its own, until the block ends."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
    try:
        until(lambda: listens(port) or process.poll() is not None, 60)
        assert process.poll() is None, (folder / "server.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait()
