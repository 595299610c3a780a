"""The counterpart process, and a source that is read from it into memory."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import msgspec
import pytest

from tests.connectors.servers import free_port, listens, until
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.parents import Item
from tocsin.connectors.rest.settings import RestSettings
from tocsin.connectors.rest.tree import Tree
from tocsin.core.calls.breaker import Cause

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
START = datetime(2026, 11, 28, 8, tzinfo=UTC)


class Remote:
    """The counterpart, with its behaviour set."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def behave(self, **how: Any) -> None:
        with urlopen(Request(f"{self.url}/_control", data=json.dumps(how).encode(), method="POST")) as answer:
            answer.read()

    @property
    def seen(self) -> dict[str, Any]:
        with urlopen(f"{self.url}/_seen") as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def asked(self) -> list[str]:
        return [call["path"] for call in self.seen["calls"]]


@pytest.fixture
def remote() -> Iterator[Remote]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.connectors.rest.counterpart", str(port)])
    try:
        until(lambda: listens(port))
        yield Remote(port)
    finally:
        process.kill()
        process.wait()


class Counted:
    """Calls that are always allowed, and counted in memory."""

    def __init__(self) -> None:
        self.made = 0
        self.failures: list[tuple[Cause, str, float | None]] = []
        self.token = ""

    @contextmanager
    def one_call(self, *, urgent: bool = False) -> Iterator[None]:
        self.made += 1
        yield

    def answered(self) -> None:
        pass

    def failed(self, cause: Cause, reason: str, retry_after_s: float | None = None) -> None:
        self.failures.append((cause, reason, retry_after_s))

    def session(self) -> str:
        return self.token

    @contextmanager
    def renew(self, stale: str) -> Iterator[str]:
        yield "" if self.token == stale else self.token

    def keep(self, token: str, expires_s: float | None) -> None:
        self.token = token


class Reader:
    """A source that is read: what came, and how far."""

    def __init__(self, settings: RestSettings) -> None:
        self.settings = settings
        self.calls = Counted()
        self.api = Api(settings.client, self.calls, lambda: NOW)
        self.kept: dict[str, dict[str, Any]] = {}
        self.position: dict[str, Any] = {}

    def look(self) -> int:
        """Read all; how many items were new."""
        take, keep = self._take, lambda: None
        return Tree(self.settings.resources, self.position, self.api, take, keep).read()

    @property
    def ids(self) -> set[int]:
        return {item["id"] for item in self.kept.values()}

    def _take(self, items: Sequence[Item]) -> int:
        new = {item.key: msgspec.json.decode(item.body) for item in items if item.key not in self.kept}
        self.kept |= new
        return len(new)


@pytest.fixture
def reader(remote: Remote) -> Iterator[Callable[..., Reader]]:
    """A reader with these settings of the endpoint and the client."""
    readers: list[Reader] = []

    def made(auth: Any = None, client: Any = (), **endpoint: Any) -> Reader:
        settings = {
            "client": {
                "base_url": f"{remote.url}/api/",
                "api_budget": {"rates": [{"limit": 1000, "interval": "PT1S"}]},
                "deadline_s": 2,
                "max_bytes": 200_000,
                **dict(client),
                **({"auth": auth} if auth else {}),
            },
            "resources": [
                {
                    "name": "alarms",
                    "primary_key": "id",
                    "endpoint": {"path": "alarms", "data_selector": "$.items", **endpoint},
                }
            ],
        }
        readers.append(Reader(msgspec.convert(settings, RestSettings)))
        return readers[-1]

    yield made
    for opened in readers:
        opened.api.close()


def alarms(count: int, first: int = 1) -> list[dict[str, Any]]:
    """So many alarms, one a minute."""
    return [
        {"id": number, "updated": (START + timedelta(minutes=number)).isoformat(), "state": "raised"}
        for number in range(first, first + count)
    ]


INCREMENTAL = {"cursor_path": "$.updated", "start_param": "since", "lag": "PT10M"}
