"""Headers that every answer has, whichever door gives it: no guessing of types, and https from then on."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def with_headers(send: Send) -> Send:
    """``send`` that adds those which the answer lacks. Django gives its own; the inlet and /live know none of it."""
    wanted = {b"x-content-type-options": b"nosniff"}
    if settings.SECURE_HSTS_SECONDS:
        wanted[b"strict-transport-security"] = b"max-age=%d; includeSubDomains" % settings.SECURE_HSTS_SECONDS

    async def complete(event: MutableMapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            known = {name.lower() for name, _ in event["headers"]}
            missing = [(name, value) for name, value in wanted.items() if name not in known]
            event = {**event, "headers": [*event["headers"], *missing]}
        await send(event)

    return complete
