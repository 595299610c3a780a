"""A week in which a provider cuts off whoever exceeds its limits: two workers, restarts, clock jumps, and a long silence.

The counterpart is a process of its own; it counts by the instant that each request carries. The budget is the database's.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.connectors.rest.conftest import INCREMENTAL, Remote
from tocsin.connectors.kit.connector import Line, Position
from tocsin.connectors.rest.connector import Watcher
from tocsin.connectors.rest.settings import RestSettings
from tocsin.core.event.message import Message
from tocsin.flow.calls import AccountCalls
from tocsin.store import calls as rows

START = datetime(2026, 10, 22, tzinfo=UTC)  # the week in which clocks go back in Paris
CONTRACT = [
    {"limit": 2, "interval": "PT1S"},
    {"limit": 30, "interval": "PT1M"},
    {"limit": 3000, "interval": "P1D", "zone": "Europe/Paris"},
]


class World:
    """Time, which passes when somebody waits, and what was kept."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.true_now = START
        self.skew = timedelta()  # what our clock says beyond the true time
        self.kept: dict[str, Message] = {}
        self.position: dict[str, Any] = {}

    def now(self) -> datetime:
        return self.true_now + self.skew

    def is_set(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        self.true_now += timedelta(seconds=max(seconds, 0.05))
        return False

    def deposit(self, messages: Sequence[Message], position: Position) -> int:
        new = {message.key: message for message in messages if message.key not in self.kept}
        self.kept |= new
        self.position = dict(position)
        return len(new)

    def answered(self) -> None:
        """A heartbeat."""

    def reachable(self) -> None:
        """It answers."""

    def unreachable(self, reason: str) -> None:
        self.reasons = reason

    def worker(self, url: str) -> Watcher:
        """A worker that starts now, with what the database and the counterpart know."""
        settings = msgspec.convert(
            {
                "every": "PT20M",
                "client": {
                    "base_url": f"{url}/api/",
                    "account": "week",
                    "api_budget": {"rates": CONTRACT, "margin": 0.8},
                    "auth": {
                        "type": "session_token",
                        "login_requester": {
                            "path": "login",
                            "json": {"user": "tocsin", "password": "secret"},
                        },
                        "session_token_path": "$.token",
                        "expiration_duration": "PT20M",
                        "request_authentication": {"type": "api_key", "name": "X-Session"},
                    },
                },
                "resources": [
                    {
                        "name": "alarms",
                        "primary_key": "id",
                        "endpoint": {
                            "path": "alarms",
                            "data_selector": "$.items",
                            "paginator": {"type": "offset", "limit": 10},
                            "incremental": INCREMENTAL,
                        },
                    }
                ],
            },
            RestSettings,
        )
        line = Line(
            source="week", settings=settings, position=self.position, deposit=self.deposit, now=self.now, status=self,
            calls=AccountCalls, urgent=lambda: False,
        )  # fmt: skip
        watcher = Watcher(line, self)  # type: ignore[arg-type]
        transport, send = watcher._api._transport, watcher._api._transport.send

        def stamped(request: Any) -> Any:
            headers = {**request.headers, "X-Now": self.true_now.isoformat()}
            return send(request._replace(headers=headers))

        transport.send = stamped  # type: ignore[method-assign]
        return watcher


@pytest.fixture
def world(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(remote)
    monkeypatch.setattr(rows, "database_now", made.now)
    remote.behave(auth="session", paging="offset", contract=[[2, 1], [30, 60], [3000, 86_400]])
    return made


@pytest.mark.django_db(transaction=True)
def test_in_a_week_nobody_cuts_us_off_and_nothing_is_lost(world: World, remote: Remote) -> None:
    workers = [world.worker(remote.url), world.worker(remote.url)]
    raised = 0
    try:
        for hour in range(7 * 24):
            worker = workers[hour % 2]
            raised = _hour(world, hour, raised)
            until = world.true_now + timedelta(hours=1)
            while world.true_now < until:
                world.wait(worker._look())
            if hour % 40 == 39:  # restarts: the budget and the session are in the database
                workers[0]._api.close()
                workers[0] = world.worker(remote.url)
    finally:
        for worker in workers:
            worker._api.close()
    seen, allowed = remote.seen, int(0.8 * 3000 * 7)
    print(
        f"calls in the week: {len(seen['calls'])} of {allowed} that the budget allows, {seen['logins']} of them logins"
    )
    assert seen["cuts"] == 0
    assert len(seen["calls"]) < allowed / 4
    assert {msgspec.json.decode(message.body)["id"] for message in world.kept.values()} == set(
        range(1, raised + 1)
    )
    assert seen["logins"] < 7 * 24 * 3 + 20  # one each twenty minutes, whoever works


def _hour(world: World, hour: int, raised: int) -> int:
    """What happens in this hour: alarms, eight hours without an answer, and clocks that jump."""
    if hour == 60:
        world.remote.behave(answer="unavailable")
    if hour == 68:
        world.remote.behave(answer="")
    if hour == 90:
        world.skew = timedelta(hours=1)
    if hour == 100:
        world.skew = timedelta(minutes=-10)
    if hour == 110:
        world.skew = timedelta()
    count = 60 if 60 <= hour < 68 else 2
    return _raise(world, raised, count)


def _raise(world: World, raised: int, count: int) -> int:
    stamps: Iterator[datetime] = (world.true_now + timedelta(seconds=number) for number in range(count))
    new = [{"id": raised + at, "updated": stamp.isoformat()} for at, stamp in enumerate(stamps, start=1)]
    world.remote.behave(more=new)
    return raised + count
