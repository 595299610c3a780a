"""Where a request comes from: its peer, or the address given by a trusted reverse proxy. Knows addresses, no account."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address."""
    return _named(request.META.get("REMOTE_ADDR", ""), request.headers.get("x-forwarded-for", ""))


def caller_of(scope: Mapping[str, Any]) -> str:
    """The same, of an ASGI request that Django has not seen."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-for", b"").decode("latin-1")
    return _named((scope.get("client") or ("",))[0], forwarded)


def _named(address: str, forwarded: str) -> str:
    """``X-Forwarded-For`` counts only as far as trusted proxies (TOCSIN_PROXIES) wrote it."""
    for named in reversed(forwarded.split(",")):
        if address not in settings.TRUSTED_PROXIES or not _is_address(named.strip()):
            break
        address = named.strip()
    return address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
