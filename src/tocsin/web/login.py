"""The login form: who guesses must wait, whichever process answers, whether or not the name exists."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from tocsin.flow.accounts import signing_in
from tocsin.flow.accounts.audit import Action, record, record_at_most
from tocsin.web.peer import address_of

_COOKIE = "browser"
YEAR_S = 31536000  # how long a browser keeps what it is given
_signer = Signer(salt="tocsin.browser")


class LoginForm(AuthenticationForm):
    """Django's, which counts a try before it digests the password."""

    def clean(self) -> dict[str, Any]:
        """Check the name and the password."""
        assert self.request is not None
        name, address = self.cleaned_data.get("username", ""), address_of(self.request)
        known = known_browser(self.request, name)
        if not signing_in.may_try(name, address, known):
            record_at_most(Action.SIGN_IN_DELAYED, actor=name)
            raise ValidationError(_("Too many wrong passwords: wait half a minute, then try again."))
        try:
            cleaned = super().clean()
        except ValidationError:
            record(Action.SIGN_IN_FAILED, actor=name)
            raise
        signing_in.succeeded(name, address, known)
        return cleaned


def known_browser(request: HttpRequest, name: str) -> str:
    """The id of this browser, if it has logged in as ``name`` before; else empty."""
    try:
        browser, _colon, whose = _signer.unsign(request.COOKIES.get(_COOKIE, "")).partition(":")
    except BadSignature:
        return ""
    return browser if whose == name else ""


def remember_browser(response: HttpResponse, name: str, *, secure: bool) -> None:
    """Let this browser be known when it logs in as ``name`` again."""
    value = _signer.sign(f"{get_random_string(20)}:{name}")
    response.set_cookie(_COOKIE, value, max_age=YEAR_S, samesite="Lax", httponly=True, secure=secure)
