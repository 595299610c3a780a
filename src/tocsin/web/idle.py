"""Idle: a session that nobody uses ends, and each ends for good after two weeks. Knows sessions, no page.

What a page asks by itself (``X-Watching``) is no use of it: a screen left open does not keep its session.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from tocsin.flow import clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.web.request import Request

_USED = "used"  # in the session: epoch seconds
_EXACT_S = 60  # a use is written down once in so many seconds
_WITHOUT = ("/livez", "/readyz", "/metrics")  # asked by machines, and must not need the database


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    """The session is used now; its end is fixed, whatever is written into it later."""
    request.session[_USED] = int(clock.now().timestamp())
    request.session.set_expiry(timedelta(seconds=settings.SESSION_COOKIE_AGE))


def is_over(session: SessionBase) -> bool:
    """Whether nobody used it for longer than TOCSIN_IDLE_MINUTES allows (0: for ever)."""
    return bool(settings.IDLE_S) and _unused_s(session) > settings.IDLE_S


class Idle:
    """Logs out whoever was away too long, and notes who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer the request."""
        if not request.path.startswith(_WITHOUT) and request.user.is_authenticated:
            if is_over(request.session):
                record(Action.SIGNED_OUT, actor=request.user.username, reason="idle")
                logout(request)
            elif "X-Watching" not in request.headers and _unused_s(request.session) >= _EXACT_S:
                request.session[_USED] = int(clock.now().timestamp())
        return self.get_response(request)


def _unused_s(session: SessionBase) -> float:
    """Seconds since its last use; one that was opened before uses were noted is used now."""
    now = clock.now().timestamp()
    used: int = session.setdefault(_USED, int(now))
    return now - used
