"""The ASGI application: the inlet receives, /live pushes, everything else is pages."""

import os
import sys
from typing import Any

import django
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.base")
django.setup(set_prefix=False)

from tocsin.api.inlet import handles, make_inlet  # noqa: E402  these need the settings
from tocsin.flow import clock  # noqa: E402
from tocsin.flow.intake.deposit import GroupWriter  # noqa: E402
from tocsin.flow.intake.refusals import Refusals  # noqa: E402
from tocsin.flow.intake.tokens import Tokens  # noqa: E402
from tocsin.settings import logs  # noqa: E402
from tocsin.web.bodies import Bodies  # noqa: E402
from tocsin.web.headers import with_headers  # noqa: E402
from tocsin.web.live import live  # noqa: E402
from tocsin.web.parent import end_with_parent  # noqa: E402

logs.configure()
# The writer thread must be scheduled within a fraction of a commit's time, not after Python's default of 5 ms.
sys.setswitchinterval(0.0005)
pages = Bodies(get_asgi_application())
writer = GroupWriter()
tokens = Tokens()
refusals = Refusals()
inlet = make_inlet(writer.deposit, tokens, clock.now, kinds=tokens.kinds, report=refusals)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Dispatch the request: inlet, /live, or pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif handles(scope):
        await inlet(scope, receive, with_headers(send))
    elif scope["path"] == "/live":
        await live(scope, receive, with_headers(send))
    else:
        await pages(scope, receive, with_headers(send))


async def _lifespan(receive: Any, send: Any) -> None:
    """Answer the server's start and stop, which Django does not; at the stop, commit what was accepted."""
    while True:
        phase = (await receive())["type"]
        if phase == "lifespan.startup":
            end_with_parent(writer.close)
        if phase == "lifespan.shutdown":
            tokens.close()
            refusals.close()
            writer.close()
        await send({"type": f"{phase}.complete"})
        if phase == "lifespan.shutdown":
            return
