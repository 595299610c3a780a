"""The inlet behind a real HTTP server, spoken to by a real Alertmanager and its tool."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bench import http_client
from tests.connectors.servers import Alertmanager, Server, free_port, needs, until
from tocsin.core.event.message import Message

X, Y = (b'{"kind": "%s", "state": "info", "item": "a"}' % kind for kind in (b"x", b"y"))
AUTHORISED = {"Authorization": "Bearer good", "Content-Type": "application/json"}


class Granian(Server):
    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.kept_in = folder / "kept.jsonl"
        self.kept_in.touch()
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--no-ws", "tests.api.inlet.served:app"]
        super().__init__(["env", f"KEPT={self.kept_in}", *command], port, folder / "granian.out")

    @property
    def kept(self) -> list[Message]:
        lines = self.kept_in.read_bytes().splitlines()
        return [msgspec.json.decode(line, type=Message) for line in lines]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def granian(tmp_path: Path) -> Iterator[Granian]:
    server = Granian(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def wire(granian: Granian) -> Iterator[http.client.HTTPConnection]:
    wire = http.client.HTTPConnection("127.0.0.1", granian.port, timeout=10)
    yield wire
    wire.close()


def status(wire: http.client.HTTPConnection) -> int:
    answer = wire.getresponse()
    answer.read()
    return answer.status


def test_one_connection_for_many_posts_good_and_bad(
    wire: http.client.HTTPConnection, granian: Granian
) -> None:
    for body, expected in ((X, 202), (b"{", 422), (b"[]", 202), (Y, 202)):
        wire.request("POST", "/api/v1/events", body, AUTHORISED)
        assert status(wire) == expected
    assert [message.body for message in granian.kept] == [X, Y]


@pytest.mark.parametrize(("spaces", "expected"), [(50_000, 202), (150_000, 413)])
def test_a_body_without_announced_length_stops_at_the_limit(
    granian: Granian, spaces: int, expected: int
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in AUTHORISED.items())
    chunks = (b"[", *[b" " * 1_000] * (spaces // 1_000), b"]", b"")
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    with socket.create_connection(("127.0.0.1", granian.port), timeout=10) as wire:
        start = f"POST /api/v1/events HTTP/1.1\r\nHost: x\r\n{head}Transfer-Encoding: chunked\r\n\r\n"
        wire.sendall(start.encode() + body)
        assert wire.recv(12) == b"HTTP/1.1 %d" % expected


def test_a_caller_that_hangs_up_halfway_leaves_nothing(granian: Granian) -> None:
    for _ in range(3):
        wire = http.client.HTTPConnection("127.0.0.1", granian.port, timeout=10)
        wire.request("POST", "/api/v1/events", b'{"a"', AUTHORISED | {"Content-Length": "50000"})
        wire.close()
    wire.request("POST", "/api/v1/events", X, AUTHORISED)
    assert status(wire) == 202
    wire.close()
    assert len(granian.kept) == 1


def test_a_real_alertmanager_reports_a_problem_and_its_end(granian: Granian, tmp_path: Path) -> None:
    alertmanager = Alertmanager(tmp_path, granian.url("/api/v1/alertmanager"), "good")
    alertmanager.start()
    try:
        _amtool(alertmanager.port, "alert", "add", "PduFeedDown", "site=PAR1", "--annotation=summary=lost")
        until(lambda: len(granian.kept) == 1)
        _amtool(
            *(alertmanager.port, "alert", "add", "PduFeedDown", "site=PAR1"),
            *("--start=2026-01-01T00:00:00Z", "--end=2026-01-02T00:00:00Z"),
        )
        until(lambda: len(granian.kept) == 2)
    finally:
        alertmanager.stop()
    bodies = [json.loads(message.body) for message in granian.kept]
    assert [body["status"] for body in bodies] == ["firing", "resolved"]
    assert bodies[0]["alerts"][0]["labels"] == {"alertname": "PduFeedDown", "site": "PAR1"}
    assert granian.kept[0].envelope["path"] == "/api/v1/alertmanager"


def test_amtool_takes_us_for_an_alertmanager(granian: Granian) -> None:
    _amtool(granian.port, "alert", "add", "DiskFull", "instance=srv-1", login="prometheus:good@")
    (message,) = granian.kept
    assert json.loads(message.body)[0]["labels"] == {"alertname": "DiskFull", "instance": "srv-1"}
    shown = _amtool(granian.port, "cluster", "show", login="prometheus:good@")
    assert "disabled" in shown
    refused = _amtool(granian.port, "alert", "add", "DiskFull", login="prometheus:bad@", code=1)
    assert "401" in refused


def test_the_load_client_counts_what_it_gets(granian: Granian) -> None:
    events = http_client.sample_events(500, fingerprints=100)
    single = http_client.run(granian.url("/api/v1/events"), "good", http_client.bodies(events, 1), 8)
    assert (single.accepted, single.refused, single.statuses) == (500, 0, {202: 500})
    batched = http_client.run(granian.url("/api/v1/events"), "good", http_client.bodies(events, 100), 2)
    assert (batched.accepted, batched.posts) == (500, 5)
    refused = http_client.run(granian.url("/api/v1/events"), "bad", http_client.bodies(events[:10], 1), 1)
    assert (refused.accepted, refused.refused, refused.statuses) == (0, 10, {401: 10})


def _amtool(port: int, *arguments: str, login: str = "", code: int = 0) -> str:
    tool = needs("amtool")
    url = f"--alertmanager.url=http://{login}127.0.0.1:{port}"
    done = subprocess.run([tool, url, *arguments], capture_output=True, text=True, timeout=30)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr
