"""A closed-loop HTTP load client: knows keep-alive and bodies, not what the server does with them.

``python -m bench.http_client --url URL --token T --events 20000 --connections 64 --batch 1``
Each connection sends its next post when the answer to the last one is there; a 429 is counted as refused.
"""

import argparse
import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from time import perf_counter
from typing import cast
from urllib.parse import urlsplit


@dataclass
class Result:
    """What a run measured; latencies are those of whole posts, in milliseconds."""

    events: int = 0
    posts: int = 0
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    accepted_per_s: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)


class Client(asyncio.Protocol):
    """One keep-alive connection. Takes the next body when the last one is answered."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._buffer = b""
        self._sent_at = 0.0
        self._events = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0 or len(self._buffer) < head + 4 + _length(self._buffer[:head]):
            return
        status = int(self._buffer[9:12])
        self._buffer = b""
        self._run.answered(status, self._events, perf_counter() - self._sent_at)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._run.gone(self)

    def _next(self) -> None:
        post = next(self._run.posts, None)
        if post is None:
            self._transport.close()
            return
        request, self._events = post
        self._sent_at = perf_counter()
        self._transport.write(request)


class Run:
    """All connections of one run, and what they counted."""

    def __init__(self, posts: Iterator[tuple[bytes, int]]) -> None:
        self.posts = posts
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.clients: set[Client] = set()
        self.result = Result()
        self.latencies: list[float] = []

    def answered(self, status: int, events: int, seconds: float) -> None:
        result = self.result
        result.posts += 1
        result.events += events
        result.statuses[status] = result.statuses.get(status, 0) + 1
        if 200 <= status < 300:
            result.accepted += events
        else:
            result.refused += events
        self.latencies.append(seconds)

    def gone(self, client: Client) -> None:
        self.clients.discard(client)
        if not self.clients and not self.done.done():
            self.done.set_result(None)


async def post_all(url: str, token: str, bodies: Sequence[tuple[bytes, int]], connections: int) -> Result:
    """Post every (body, number of events it holds) over so many connections; what came back."""
    place = urlsplit(url)
    posts = iter([(_request(url, token, body), events) for body, events in bodies])
    run = Run(posts)
    loop = asyncio.get_running_loop()
    run.clients = {Client(run) for _ in range(connections)}
    started = perf_counter()
    for client in tuple(run.clients):
        await loop.create_connection(partial(_same, client), place.hostname or "127.0.0.1", place.port or 80)
    await run.done
    return _summary(run, perf_counter() - started)


def _same(client: Client) -> Client:
    return client


def bodies(events: Sequence[bytes], batch: int) -> list[tuple[bytes, int]]:
    """JSON events as bodies to post: single objects, or lists of ``batch``."""
    if batch == 1:
        return [(event, 1) for event in events]
    cuts = [events[at : at + batch] for at in range(0, len(events), batch)]
    return [(b"[" + b",".join(cut) + b"]", len(cut)) for cut in cuts]


def sample_events(count: int, fingerprints: int = 6_000) -> list[bytes]:
    """Events of about 600 bytes over so many fingerprints."""
    return [_event(number % fingerprints, number) for number in range(count)]


def _event(condition: int, number: int) -> bytes:
    event = {
        "kind": "storage.full",
        "state": "firing",
        "criticality": "high",
        "place": {"text": f"srv-{condition:05d} /var", "parts": {"host": f"srv-{condition:05d}"}},
        "summary": f"DISK CRITICAL - /var on srv-{condition:05d} has 2 % left",
        "details": {"number": number, "output": "x" * 340},
    }
    return json.dumps(event).encode()


def _request(url: str, token: str, body: bytes) -> bytes:
    place = urlsplit(url)
    head = (
        f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


def _summary(run: Run, seconds: float) -> Result:
    result, latencies = run.result, sorted(run.latencies)
    result.seconds = round(seconds, 3)
    result.accepted_per_s = round(result.accepted / seconds, 1)
    if latencies:
        result.p50_ms = round(latencies[len(latencies) // 2] * 1000, 2)
        result.p99_ms = round(latencies[min(len(latencies) - 1, len(latencies) * 99 // 100)] * 1000, 2)
    return result


def run(url: str, token: str, bodies: Sequence[tuple[bytes, int]], connections: int) -> Result:
    """``post_all`` in a loop of its own (uvloop where it is installed)."""
    with asyncio.Runner(loop_factory=_new_loop()) as runner:
        return runner.run(post_all(url, token, bodies, connections))


def _new_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        from uvloop import new_event_loop  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    return cast("Callable[[], asyncio.AbstractEventLoop]", new_event_loop)


def main() -> None:
    """Post sample events and print what was measured, as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="http://127.0.0.1:8080/api/v1/events")
    options.add_argument("--token", required=True)
    options.add_argument("--events", type=int, default=20_000)
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--batch", type=int, default=1)
    given = options.parse_args()
    result = run(given.url, given.token, bodies(sample_events(given.events), given.batch), given.connections)
    print(json.dumps(asdict(result)))


if __name__ == "__main__":
    main()
