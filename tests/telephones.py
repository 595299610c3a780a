"""The demo's SMS gateway as a process of its own, and what a test asks of it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.connectors.servers import Server, free_port

KEY = "s3cret-key"


class Telephones(Server):
    """The gateway in a process."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = [sys.executable, "-m", "tocsin.demo.telephones", "--port", str(port), "--key", KEY]
        super().__init__(command, port, folder / "telephones.log")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def behaves(self, mode: str) -> None:
        urlopen(f"{self.url}/mode?is={mode}", timeout=5).close()

    def texts(self) -> list[dict[str, str]]:
        with urlopen(f"{self.url}/texts", timeout=5) as answer:
            return list(json.load(answer))


@contextmanager
def telephones(folder: Path) -> Iterator[Telephones]:
    server = Telephones(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
