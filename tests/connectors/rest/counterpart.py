"""A supervision API as a process of its own: sessions, five ways of paging, a limit, a ban, and every known bad habit.

``python -m tests.connectors.rest.counterpart PORT``.
``POST /_control`` sets how it behaves; ``GET /_seen`` gives what it saw.
"""

import base64
import json
import sys
import threading
import time
from bisect import bisect_right
from collections import deque
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

SIZE = 10  # items a page at most, whatever is asked for


class Counterpart:
    """What it knows, and how it behaves."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.how: dict[str, Any] = {}
        self.sessions: set[str] = set()
        self.logins = 0
        self.calls: list[dict[str, Any]] = []
        self.recent: deque[float] = deque()
        self.banned_until = 0.0
        self.cuts = 0
        self.instants: list[float] = []
        self.lock = threading.Lock()


state = Counterpart()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise each answer on a kept connection takes 40 ms

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path == "/_control":
            orders = json.loads(body)
            with state.lock:
                state.items = orders.pop("items", state.items) + orders.pop("more", [])
                state.how.update(orders)
            return self._json(200, {})
        if self._refused(path):
            return None
        if path == "/api/login":
            return self._login(json.loads(body))
        if path == "/api/token":
            return self._token(parse_qs(body.decode()))
        return self._json(404, {"error": "no such thing"})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/_seen":
            return self._json(200, {"calls": state.calls, "logins": state.logins, "cuts": state.cuts})
        if self._refused(parts.path):
            return None
        if not self._known(query):
            return self._json(401, {"error": "who are you?"})
        if parts.path == "/api/alarms":
            return self._alarms(query)
        return self._json(404, {"error": "no such thing"})

    def _refused(self, path: str) -> bool:
        """The limit: who exceeds it is cut off for a while."""
        with state.lock:
            state.calls.append({"path": self.path})
            if self._exceeds():
                state.cuts += 1
            now = time.monotonic()
            limit, window = state.how.get("limit"), state.how.get("window", 1.0)
            while state.recent and state.recent[0] <= now - window:
                state.recent.popleft()
            state.recent.append(now)
            if limit and len(state.recent) > limit:
                state.cuts += 1
                state.banned_until = now + state.how.get("ban", 2.0)
            banned = now < state.banned_until
        if banned:
            self._json(429, {"error": "slow down"}, {"Retry-After": state.how.get("retry_after", "1.998249")})
            return True
        if (answer := state.how.get("answer")) and state.how.setdefault("answer_times", 10**9) > 0:
            state.how["answer_times"] -= 1
            self._misbehave(answer)
            return True
        return False

    def _exceeds(self) -> bool:
        """The contract's lines, by the instant that the request carries: [[calls, seconds], ...]."""
        if "X-Now" not in self.headers:
            return False
        now = datetime.fromisoformat(self.headers["X-Now"]).timestamp()
        state.instants.append(now)
        contract = state.how.get("contract", [])
        return any(_since(state.instants, now - seconds) > most for most, seconds in contract)

    def _misbehave(self, answer: str) -> None:
        match answer:
            case "html":
                self._send(200, b"<html><body>Maintenance</body></html>", "text/html")
            case "error_200":
                self._json(200, {"error": "database is down"})
            case "wrong_types":
                self._json(200, {"items": [1, "two", None]})
            case "nested":
                self._send(200, b"[" * 100_000 + b"]" * 100_000, "application/json")
            case "empty_body":
                self._send(200, b"", "application/json")
            case "truncated":
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b'{"items": [{"id": 1,')
                self.close_connection = True
            case "endless":
                self.send_response(200)
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    pass
                self.close_connection = True
            case "elsewhere":
                self._json(200, {"items": self._first(), "next": "http://127.0.0.1:1/api/alarms"})
            case "redirect":
                self._send(302, b"", "text/html", {"Location": "http://127.0.0.1:1/stolen"})
            case "same_page":
                self._json(200, {"items": self._first(), "next": "/api/alarms?again=1"})
            case "forbidden":
                self._json(403, {"error": "banned"})
            case "unavailable":
                self._json(503, {"error": "maintenance"}, {"Retry-After": "120"})
            case "broken":
                self._json(500, {"error": "oops"})

    def _first(self) -> list[dict[str, Any]]:
        return state.items[:SIZE]

    def _known(self, query: dict[str, str]) -> bool:
        match state.how.get("auth"):
            case "session":
                return self.headers.get("X-Session") in state.sessions
            case "oauth2":
                return self.headers.get("Authorization", "").removeprefix("Bearer ") in state.sessions
            case "basic":
                pair = base64.b64encode(b"tocsin:secret").decode()
                return self.headers.get("Authorization") == f"Basic {pair}"
            case "query":
                return query.get("key") == "secret"
            case _:
                return True

    def _login(self, given: dict[str, str]) -> None:
        if given.get("password") != "secret":
            return self._json(401, {"error": "wrong password"})
        return self._json(200, {"token": self._session()})

    def _token(self, given: dict[str, list[str]]) -> None:
        pair = base64.b64encode(b"tocsin:secret").decode()
        if self.headers.get("Authorization") != f"Basic {pair}" or given.get("grant_type") != [
            "client_credentials"
        ]:
            return self._json(401, {"error": "invalid_client"})
        return self._json(200, {"access_token": self._session(), "token_type": "bearer", "expires_in": 3600})

    def _session(self) -> str:
        with state.lock:
            state.logins += 1
            token = f"session-{state.logins}"
            state.sessions = {token}  # one at a time, as many APIs have it
        return token

    def _alarms(self, query: dict[str, str]) -> None:
        items = [item for item in state.items if _after(item, query.get("since"))]
        size = min(int(query.get("limit", SIZE)), SIZE)
        match state.how.get("paging"):
            case "page_number":
                start = int(query.get("page", 0)) * size
                self._changed(start)
                found = self._fresh(query)
                return self._json(200, {"items": found[start : start + size]})
            case "offset":
                start = int(query.get("offset", 0))
                self._changed(start)
                found = self._fresh(query)
                return self._json(200, {"items": found[start : start + size], "total": len(found)})
            case "cursor":
                start = int(query.get("cursor", 0))
                after = start + size
                more = str(after) if after < len(items) else ""
                return self._json(200, {"items": items[start:after], "meta": {"cursor": more}})
            case "header_link":
                start = int(query.get("start", 0))
                asked = urlencode({**query, "start": start + size})
                link = {"Link": f'</api/alarms?{asked}>; rel="next", </api/alarms>; rel="first"'}
                return self._send(
                    200, json.dumps(items[start : start + size]).encode(), "application/json",
                    link if start + size < len(items) else {},
                )  # fmt: skip
            case "json_link":
                start = int(query.get("start", 0))
                asked = urlencode({**query, "start": start + size})
                more = f"/api/alarms?{asked}" if start + size < len(items) else None
                return self._json(200, {"items": items[start : start + size], "next": more})
            case _:
                return self._json(200, {"items": items})

    def _fresh(self, query: dict[str, str]) -> list[dict[str, Any]]:
        return [item for item in state.items if _after(item, query.get("since"))]

    def _changed(self, start: int) -> None:
        """While the second page is asked for, the first item changes: it moves to the end, and all others by one."""
        with state.lock:
            if start and state.how.pop("moves", None):
                item = state.items.pop(0)
                last = max(datetime.fromisoformat(other["updated"]) for other in state.items)
                state.items.append({**item, "updated": (last + timedelta(seconds=1)).isoformat()})

    def _json(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", headers or {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def _since(instants: list[float], start: float) -> int:
    return len(instants) - bisect_right(instants, start)


def _after(item: dict[str, Any], since: str | None) -> bool:
    if since is None:
        return True
    return datetime.fromisoformat(item["updated"]) >= datetime.fromisoformat(since).astimezone(UTC)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
