"""Who calls the API: a personal token, or a browser's session (then with its CSRF token)."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from tocsin.core.kernel.errors import NotAllowed
from tocsin.flow import access, clock
from tocsin.store.models import Account, ApiToken

_SEEING = ("GET", "HEAD", "OPTIONS")
_NOTED_EVERY = timedelta(minutes=1)


class Token(HttpBearer):
    """``Authorization: Bearer <token>``; only its digest is looked up."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The account whose token it is, if it may still log in."""
        digest = sha256(token.encode()).hexdigest()
        found = ApiToken.objects.select_related("account").filter(hash=digest).first()
        if found is None or not access.visible(found.account) or self._expired(found):
            return None
        request.user = found.account
        if request.method not in _SEEING and found.scope != ApiToken.Scope.ACT:
            raise NotAllowed("access.token_reads")
        self._note(found)
        return found.account

    def _expired(self, token: ApiToken) -> bool:
        return token.expires_at is not None and token.expires_at <= clock.now()

    def _note(self, token: ApiToken) -> None:
        now = clock.now()
        if token.last_used_at is None or now - token.last_used_at > _NOTED_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class Session(APIKeyCookie):
    """The session of a browser that is logged in."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """The session's key; a caller without a session gets 401, not the 403 of a forged form."""
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The account that is logged in, and has chosen its own password."""
        user = request.user
        if not isinstance(user, Account) or user.must_change_password:
            return None
        return user if access.visible(user) else None


def caller(request: HttpRequest) -> Account:
    """The account of an authenticated request."""
    assert isinstance(request.user, Account)
    return request.user
