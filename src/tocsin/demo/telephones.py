"""The demo's SMS gateway as a process: takes messages, shows them as telephones, reports back. Knows nothing of Tocsin.

Modes (``/mode?is=``): ``well``; ``refuses`` (503); ``silent`` (takes the message and never answers); ``lost`` (takes it, and
reports that it did not arrive).
"""

import html
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit
from urllib.request import urlopen

import click

_REPORTS, _AGAIN_S = 5, 2.0
_BACK = 303, "/"
MODES = ("well", "refuses", "silent", "lost")


class Text(NamedTuple):
    """A message that was taken: to which number, and what it says."""

    id: str
    to: str
    text: str


class Gateway:
    """The messages taken so far, and how it behaves now. ``callback``: the address to which it reports."""

    def __init__(self, key: str, callback: str = "") -> None:
        self.key, self.callback, self.mode = key, callback, "well"
        self.texts: list[Text] = []
        self.released = threading.Event()

    def take(self, fields: dict[str, str]) -> tuple[int, str]:
        """A request to send; the answer's status and body."""
        if fields.get("key") != self.key:
            return 401, f"wrong key {fields.get('key')}"
        if self.mode == "refuses":
            return 503, f"no route for key {self.key}"
        text = Text(id=f"m{len(self.texts) + 1}", to=fields.get("to", ""), text=fields.get("text", ""))
        self.texts.append(text)
        if self.mode == "silent":
            self.released.wait(60)
        status = "UNDELIVERABLE" if self.mode == "lost" else "DELIVERED"
        self._later(f"id={text.id}&status={status}")
        return 202, json.dumps({"id": text.id})

    def answer(self, fields: dict[str, str]) -> tuple[int, str]:
        """A person writes back."""
        self._later(f"from={quote(fields['from'])}&text={quote(fields['text'])}")
        return _BACK

    def behave(self, fields: dict[str, str]) -> tuple[int, str]:
        """From now on it is in another mode."""
        self.mode = fields["is"]
        return _BACK

    def page(self) -> str:
        """The telephones: each message, and a field to answer it."""
        rows = "".join(
            f"<li><b>{html.escape(text.to)}</b><pre>{html.escape(text.text)}</pre>"
            f'<form method="post" action="/answer"><input type="hidden" name="from" value="{html.escape(text.to)}">'
            '<input name="text" value="ACK" aria-label="Answer"><button>Answer</button></form></li>'
            for text in reversed(self.texts)
        )
        modes = " ".join(f'<a href="/mode?is={mode}">{mode}</a>' for mode in MODES)
        return f"<!doctype html><title>SMS</title><h1>SMS</h1><p>{self.mode}: {modes}</p><ul>{rows}</ul>"

    def _later(self, query: str) -> None:
        """Report in a thread: the sender has its answer first."""
        if self.callback:
            joint = "&" if "?" in self.callback else "?"
            threading.Thread(target=_call, args=(f"{self.callback}{joint}{query}",), daemon=True).start()


def _call(url: str) -> None:
    """Report, and again while it is not taken, as gateways do."""
    for _ in range(_REPORTS):
        try:
            urlopen(url, timeout=10).close()
        except OSError:
            threading.Event().wait(_AGAIN_S)
        else:
            return
    click.echo("report not taken", err=True)


def serve(gateway: Gateway, port: int) -> ThreadingHTTPServer:
    """The gateway on this port of the machine itself (0: any); the caller runs it."""
    return ThreadingHTTPServer(("127.0.0.1", port), _handler(gateway))


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    routes: dict[str, Callable[[dict[str, str]], tuple[int, str]]] = {
        "/send": gateway.take,
        "/answer": gateway.answer,
        "/mode": gateway.behave,
        "/texts": lambda _: (200, json.dumps([text._asdict() for text in gateway.texts])),
        "/": lambda _: (200, gateway.page()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            self._answer(address.path, dict(parse_qsl(address.query)))

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            self._answer(urlsplit(self.path).path, dict(parse_qsl(content)))

        def log_message(self, *_: Any) -> None:
            return

        def _answer(self, path: str, fields: dict[str, str]) -> None:
            route = routes.get(path)
            status, text = route(fields) if route else (404, "")
            self.send_response(status)
            if status == 303:
                self.send_header("Location", text)
            self.send_header(
                "Content-Type", "text/html; charset=utf-8" if path == "/" else "application/json"
            )
            self.end_headers()
            if status != 303:
                self.wfile.write(text.encode())

    return Handler


@click.command(hidden=True)
@click.option("--port", type=int, default=8086)
@click.option("--key", default="demo", help="What a sender must know.")
@click.option("--callback", default="", help="Where receipts and answers are reported.")
def telephones(port: int, key: str, callback: str) -> None:
    """The demo's SMS gateway, alone: telephones in the browser, and what a gateway does when it is not well."""
    server = serve(Gateway(key, callback), port)
    click.echo(f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()


if __name__ == "__main__":
    telephones()
