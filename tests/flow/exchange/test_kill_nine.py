"""Kill -9 in the middle of an exchange: real processes that work it, each killed at a point of chance, double nothing."""

import os
import random
import signal
import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from tests.connectors.servers import until
from tests.flow.exchange.conftest import Exchanging
from tests.flow.exchange.test_desk import anna
from tocsin.core.exchange import asking as a
from tocsin.core.exchange.bond import Sending, Way
from tocsin.demo.provider.exchange import Answer, Request
from tocsin.demo.provider.server import Server
from tocsin.flow.exchange import asking, working

KILLS = int(os.environ.get("KILLS", "12"))
_INCIDENTS = 0x70C52  # the lock of all decisions on incidents
POINTS = ("before it is taken", "before its answer", "before its commit")
COMMENTS = ["un", "deux", "trois"]


class Plug:
    """Stands before the desk, and kills the worker ``child`` at a point of its ``call``-th request (0: at none)."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self._answer = answer
        self.child = self.call = self.pulled = 0
        self.point = ""

    def __call__(self, request: Request) -> Answer:
        self.call -= 1
        if self.call:
            return self._answer(request)
        if self.point == "before it is taken":
            self._pull()
        answer = self._answer(request)
        if self.point == "before its answer":
            self._pull()
        if self.point == "before its commit":
            self._lock_and_pull()
        return answer

    def _lock_and_pull(self) -> None:
        """The worker gets its answer, and waits for the lock under which it would write that down."""
        known = connection.settings_dict
        ours = psycopg.connect(
            host=known["HOST"],
            port=known["PORT"],
            user=known["USER"],
            password=known["PASSWORD"],
            dbname=known["NAME"],
            autocommit=True,
        )
        ours.execute("select pg_advisory_lock(%s, 0)", [_INCIDENTS])
        threading.Thread(target=self._when_it_waits, args=(ours,)).start()

    def _when_it_waits(self, ours: "psycopg.Connection[tuple[int]]") -> None:
        waiting = "select count(*) from pg_locks where classid = %s and not granted"
        with ours:
            until(lambda: ours.execute(waiting, [_INCIDENTS]).fetchone() != (0,))
            self._pull()

    def _pull(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        self.pulled += 1


def works_until_killed(plug: Plug, call: int, point: str) -> None:
    """A process of its own works what is due, until the plug is pulled or nothing is due."""
    connection.close()
    connection.close_pool()  # each process opens its own
    plug.call, plug.point = 0, point
    ready, go = os.pipe()
    child = os.fork()
    if not child:
        os.read(ready, 1)
        while working.work_due():
            pass
        os._exit(0)
    plug.child, plug.call = child, call
    os.write(go, b"!")
    os.waitpid(child, 0)
    os.close(ready)
    os.close(go)


def test_processes_killed_at_any_point_double_nothing(
    exchanging: Exchanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug = Plug(exchanging.valmont.server.answer)
    monkeypatch.setattr(Server, "answer", lambda _, request: plug(request))
    exchanging.valmont.server.stop()
    exchanging.valmont.server.start("127.0.0.1", exchanging.valmont.port)
    incident = exchanging.incident.id
    asking.ask(anna(), incident, a.OpenTicket())
    for text in COMMENTS:
        asking.ask(anna(), incident, a.Write(bond=exchanging.bond.id, text=text))
    asking.ask(anna(), incident, a.Write(bond=exchanging.bond.id), ("m.csv", "text/csv", b"1;2\n" * 99))
    chance = random.Random(9)
    for number in range(KILLS):
        works_until_killed(plug, chance.randint(1, 3), POINTS[number % len(POINTS)])
        exchanging.house.waits(seconds=31)
    plug.call = 0
    exchanging.works(minutes=3)
    assert plug.pulled >= KILLS / 2
    (ticket,) = exchanging.valmont.tickets
    assert [comment.text.partition("\n")[0] for comment in ticket.comments] == COMMENTS
    assert [file.name for file in ticket.attachments] == ["m.csv"]
    ours = [entry.sending for entry in exchanging.bond.entries if entry.way is Way.OUT]
    assert ours == [Sending.CONFIRMED] * 5
