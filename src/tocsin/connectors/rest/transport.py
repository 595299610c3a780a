"""Transport: one request and its whole answer, bounded in time and size; calls are not counted here.

No redirect is followed, and nothing is sent to another scheme, host or port than the declared one: our secrets go with
every request.
"""

import ssl
from collections.abc import Mapping
from functools import cache
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


def placed(json: Any, path: str, value: Any) -> dict[str, Any]:
    """The JSON of a request with a value at ``path``: names with dots between them."""
    name, _, deeper = path.partition(".")
    known = json if isinstance(json, dict) else {}
    return {**known, name: placed(known.get(name), deeper, value) if deeper else value}


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


@cache
def _public_trust() -> ssl.SSLContext:
    """The system's authorities, read once: that takes longer than many a call."""
    return ssl.create_default_context()


class Transport:
    """Connections to one counterpart. Raises httpx2.HTTPError, Broken or Elsewhere."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._base = client.base_url if client.base_url.endswith("/") else client.base_url + "/"
        trust = ssl.create_default_context(cafile=client.ca_file) if client.ca_file else _public_trust()
        self._http = httpx2.Client(
            follow_redirects=False, verify=trust, timeout=min(client.deadline_s, 10.0), trust_env=False
        )

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def send(self, request: Request) -> Answer:
        """Send it and read the whole answer."""
        url = urljoin(self._base, request.url)
        if _place(url) != _place(self._base):
            raise Elsewhere(url)
        until = monotonic() + self._client.deadline_s
        with self._http.stream(
            request.method,
            url,
            params=_parameters(url, request.params),
            json=request.json,
            data=request.data,
            content=request.content,
            files=request.files,
            headers={"Accept": _ACCEPT[request.decoder], **self._client.headers, **request.headers},
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
