"""Transport: one request and its whole answer, bounded in time and size; calls are not counted here.

No redirect is followed, and nothing is sent to another scheme, host or port than the declared one: our secrets go with
every request.
"""

import ssl
from collections.abc import Mapping
from functools import cache, cached_property
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

from tocsin.connectors.rest.settings import Client, Decoder

_PORTS = {"https": 443, "http": 80}
_ACCEPT: Mapping[Decoder, str] = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "xml": "application/xml",
}


class Request(NamedTuple):
    """A request. ``url`` may be relative to the declared address; ``decoder``: how its answer is written."""

    url: str
    method: str = "GET"
    params: Mapping[str, Any] = {}
    json: Any = None
    data: Mapping[str, str] | None = None
    headers: Mapping[str, str] = {}
    content: bytes | None = None
    files: Mapping[str, tuple[str, bytes, str]] | None = None  # of a form: field -> name, content, media type
    decoder: Decoder = "json"


def in_body(request: Request, path: str, value: Any) -> Request:
    """The request with a value in its form, where it is one; else in its JSON, at ``path``: names with dots between them."""
    if request.data is not None:
        return request._replace(data={**request.data, path: str(value)})
    return request._replace(json=_placed(request.json, path, value))


def of_body(request: Request, path: str) -> Any:
    """What ``in_body`` put there."""
    if request.data is not None:
        return request.data[path]
    at = request.json
    for name in path.split("."):
        at = at[int(name) if isinstance(at, list | tuple) else name]
    return at


def _placed(json: Any, path: str, value: Any) -> Any:
    """In a list, the name is a place, counted from 0."""
    name, _, deeper = path.partition(".")
    if isinstance(json, list | tuple):
        at = int(name)
        inner = _placed(json[at], deeper, value) if deeper else value
        return [*json[:at], inner, *json[at + 1 :]]
    known = json if isinstance(json, dict) else {}
    return {**known, name: _placed(known.get(name), deeper, value) if deeper else value}


class Answer(NamedTuple):
    """A whole answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Page(NamedTuple):
    """An answer and what it says. ``content`` is None where there is nothing: no content, unchanged, to be ignored."""

    content: Any
    answer: Answer


class Elsewhere(Exception):
    """The address is not the declared counterpart's."""


class Broken(Exception):
    """The answer is too long, too slow, or cut."""


class Unsent(Exception):
    """The request can't be sent as it is declared; says why."""


@cache
def _public_trust() -> ssl.SSLContext:
    """The system's authorities, read once: that takes longer than many a call."""
    return ssl.create_default_context()


class Transport:
    """Connections to one counterpart. Raises httpx2.HTTPError, Broken, Unsent or Elsewhere."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._base = client.base_url if client.base_url.endswith("/") else client.base_url + "/"

    @cached_property
    def _http(self) -> httpx2.Client:
        deadline_s = min(self._client.deadline_s, 10.0)
        return httpx2.Client(
            follow_redirects=False, verify=self._trust(), timeout=deadline_s, trust_env=False
        )

    def _trust(self) -> ssl.SSLContext:
        file = self._client.ca_file
        try:
            return ssl.create_default_context(cafile=file) if file else _public_trust()
        except OSError as wrong:  # a file without certificates, too
            raise Unsent(f"ca_file {file}: {wrong.strerror or wrong}") from wrong

    def close(self) -> None:
        """Hang up."""
        if "_http" in vars(self):
            self._http.close()

    def send(self, request: Request) -> Answer:
        """Send it and read the whole answer."""
        url = urljoin(self._base, request.url)
        if _place(url) != _place(self._base):
            raise Elsewhere(url)
        headers = _headers({"Accept": _ACCEPT[request.decoder], **self._client.headers, **request.headers})
        until = monotonic() + self._client.deadline_s
        with self._http.stream(
            request.method,
            url,
            params=_parameters(url, request.params),
            json=request.json,
            data=request.data,
            content=request.content,
            files=request.files,
            headers=headers,
        ) as response:
            body = self._read(response, until)
            return Answer(response.status_code, response.headers, body, str(response.url))

    def _read(self, response: httpx2.Response, until: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self._client.max_bytes:
                raise Broken(f"more than {self._client.max_bytes} bytes")
            if monotonic() > until:
                raise Broken(f"not whole after {self._client.deadline_s:g} s")
            parts.append(part)
        return b"".join(parts)


def _headers(declared: Mapping[str, Any]) -> dict[str, str]:
    """As they are sent. Raises Unsent."""
    headers = {name: str(value) for name, value in declared.items()}
    for name, value in headers.items():
        if not f"{name}{value}".isascii() or not value.isprintable():
            raise Unsent(f"the header {name} has characters that no header can have")
    return headers


def _parameters(url: str, params: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
    """The parameters of the address with ours, which replace those of the same name: the library would drop the first."""
    if not params:
        return None
    known = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    kept: list[tuple[str, Any]] = [(name, value) for name, value in known if name not in params]
    for name, value in params.items():
        kept += [(name, item) for item in (value if isinstance(value, list | tuple) else [value])]
    return kept


def _place(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)
