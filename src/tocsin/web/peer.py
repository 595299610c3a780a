"""Where a request comes from: its peer, or whom a reverse proxy that we trust names. Knows addresses, no account."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address. ``X-Forwarded-For`` counts only as far as trusted proxies (TOCSIN_PROXIES) wrote it."""
    address: str = request.META.get("REMOTE_ADDR", "")
    for named in reversed(request.headers.get("x-forwarded-for", "").split(",")):
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
