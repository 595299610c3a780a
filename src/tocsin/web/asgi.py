"""The ASGI application: /live is a stream of pushes, everything else is pages."""

import os
from typing import Any

import django
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.base")
django.setup(set_prefix=False)

from tocsin.web.live import live  # noqa: E402  needs the settings

pages = get_asgi_application()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the request to its door."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"] == "/live":
        await live(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    """Django does not answer the server's start and stop; there is nothing to do at either."""
    while True:
        said = (await receive())["type"]
        await send({"type": f"{said}.complete"})
        if said == "lifespan.shutdown":
            return
