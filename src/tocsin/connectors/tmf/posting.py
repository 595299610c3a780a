"""Posting: one event to a supplier's listener, bounded in time and size. Follows no redirect; counts no attempts."""

import ssl
from time import monotonic

import httpx2

from tocsin.connectors.kit.listening import Undelivered
from tocsin.connectors.tmf.settings import TmfSettings, agreed

_DEADLINE_S = 15.0
_MOST = 64 * 1024  # bytes of an answer that are read


def post(settings: TmfSettings, callback: str, body: bytes) -> None:
    """Hand an event over: any 2xx is a yes. Raises Undelivered; an address that is not agreed (any more) is never called."""
    if not agreed(settings, callback):
        raise Undelivered("this address is not among 'listeners'")
    headers = {"content-type": "application/json"}
    if settings.listener_token:
        headers["authorization"] = f"Bearer {settings.listener_token}"
    try:
        status = _status(callback, body, headers, settings.ca_file)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as failed:
        raise Undelivered(f"{type(failed).__name__}: {failed}"[:300]) from failed
    if not 200 <= status < 300:
        raise Undelivered(f"it answered {status}")


def _status(callback: str, body: bytes, headers: dict[str, str], ca_file: str) -> int:
    trust = ssl.create_default_context(cafile=ca_file or None)
    until, size = monotonic() + _DEADLINE_S, 0
    with (
        httpx2.Client(follow_redirects=False, verify=trust, timeout=10.0, trust_env=False) as client,
        client.stream("POST", callback, content=body, headers=headers) as response,
    ):
        for part in response.iter_raw():
            size += len(part)
            if size > _MOST or monotonic() > until:
                break  # the status is all that is wanted
        return response.status_code
