"""Server: the provider over HTTP, in a thread: API, page, and events of the stories. Knows which part answers an address."""

import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tocsin.core.kernel.sentences import Language
from tocsin.demo.provider import api, page, rooms
from tocsin.demo.provider.exchange import Answer, Request, WrongError
from tocsin.demo.provider.state import Provider

_MOST_BYTES = 4_000_000
_TICK_S = 2.0


class Server:
    """Serves one provider; ``lock`` is held while anything is asked of it."""

    def __init__(self, provider: Provider, language: Language = "fr") -> None:
        self.lock = threading.RLock()
        self._provider, self._language = provider, language
        self._stop = threading.Event()
        self._http: ThreadingHTTPServer | None = None

    def start(self, host: str, port: int) -> None:
        """Serve, and let time pass at the desk, in threads."""
        self._http = ThreadingHTTPServer((host, port), partial(_Handler, self.answer))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        threading.Thread(target=self._pass_time, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._stop.set()
        if self._http:
            self._http.shutdown()
            self._http.server_close()

    def answer(self, request: Request) -> Answer:
        """The answer to one request."""
        with self.lock:
            self._provider.desk.pass_time(self._provider.now())
            try:
                found = self._part(request)
            except WrongError as wrong:
                return wrong.answer
            if request.method == "POST":
                self._provider.keep()
            return found

    def _part(self, request: Request) -> Answer:
        if api.is_api(request.path):
            return api.answer(self._provider, request)
        if request.path in (rooms.PATH, rooms.CUT):
            return rooms.answer(self._provider, request)
        return page.answer(self._provider, request, self._language)

    def _pass_time(self) -> None:
        while not self._stop.wait(_TICK_S):
            with self.lock:
                self._provider.desk.pass_time(self._provider.now())


class _Handler(BaseHTTPRequestHandler):
    """Gives each request to ``answering``, and writes its answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def __init__(self, answering: Callable[[Request], Answer], *given: Any) -> None:
        self._answering = answering
        super().__init__(*given)

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def _respond(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        size = int(length) if length.isascii() and length.isdigit() else _MOST_BYTES + 1
        if size > _MOST_BYTES:
            self.close_connection = True
            self._send(WrongError(413, "Trop grand.").answer)
            return
        request = Request(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(size),
            local=self.client_address[0] in ("127.0.0.1", "::1"),
        )
        self._send(self._answering(request))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the provider keeps its own journal."""
