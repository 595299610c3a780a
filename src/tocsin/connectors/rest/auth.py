"""Auth: how a request is signed; a session or token is fetched once, and shared by all processes through ``Calls``."""

import base64
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from tocsin.connectors.kit.calls import Calls
from tocsin.connectors.rest import paths
from tocsin.connectors.rest.settings import ApiKey, Auth, Basic, Bearer, OAuth2, Place, SessionToken
from tocsin.connectors.rest.transport import Page, Request, in_body

# Sends one counted request. Raises as Api.ask does.
Ask = Callable[[Request], Page]


def signed(request: Request, auth: Auth | None, token: str = "") -> Request:
    """The request with our credentials. ``token``: the session's, where there is one."""
    match auth:
        case Basic(username=name, password=password):
            pair = base64.b64encode(f"{name}:{password}".encode()).decode()
            return _header(request, "Authorization", f"Basic {pair}")
        case Bearer(token=fixed):
            return _header(request, "Authorization", f"Bearer {fixed}")
        case ApiKey():
            return _placed(request, auth.location, auth.name, auth.prefix + auth.api_key)
        case SessionToken(request_authentication=place):
            return _session(request, place, token)
        case OAuth2():
            return _header(request, "Authorization", f"Bearer {token}")
        case None:
            return request


def login(auth: SessionToken | OAuth2, calls: Calls, ask: Ask, stale: str = "") -> str:
    """A session: from another process that renewed it meanwhile, or a new one. A login counts as a call."""
    with calls.renew(stale) as renewed:
        if renewed:
            return renewed
        answer = ask(_request(auth))
        token, expires_s = _granted(auth, answer)
        calls.keep(token, expires_s)
        return token


class NoToken(Exception):
    """The login was answered, but without a token at the declared place."""


def _request(auth: SessionToken | OAuth2) -> Request:
    if isinstance(auth, OAuth2):
        data = {"grant_type": "client_credentials", **auth.access_token_request_data}
        data |= {"scope": auth.scope} if auth.scope else {}
        if auth.credentials_in == "body":
            data |= {"client_id": auth.client_id, "client_secret": auth.client_secret}
            return Request(url=auth.access_token_url, method="POST", data=data)
        asked = Request(url=auth.access_token_url, method="POST", data=data)
        return signed(asked, Basic(username=auth.client_id, password=auth.client_secret))
    asks = auth.login_requester
    asked = Request(
        url=asks.path,
        method=asks.method,
        params=asks.params,
        json=asks.json,
        data=asks.data,
        headers=asks.headers,
        decoder=asks.decoder,
    )
    return signed(asked, asks.auth)


def _granted(auth: SessionToken | OAuth2, answer: Page) -> tuple[str, float | None]:
    """The token, and for how many seconds it is good (None: until it is refused)."""
    token = _token(auth, answer)
    if not isinstance(token, str | int) or not str(token):
        raise NoToken
    return str(token), _lasts_s(auth, answer.content)


def _token(auth: SessionToken | OAuth2, answer: Page) -> Any:
    if isinstance(auth, OAuth2):
        return paths.first("$.access_token", answer.content)
    if auth.session_token_header:
        return answer.answer.headers.get(auth.session_token_header.lower())
    if auth.session_token_cookie:
        return _cookie(answer.answer.headers.get("set-cookie", ""), auth.session_token_cookie)
    return paths.first(auth.session_token_path, answer.content)


def _cookie(header: str, name: str) -> str | None:
    """A cookie of an answer; several headers may have been joined by commas."""
    for part in header.split(","):
        try:
            found = SimpleCookie(part.strip()).get(name)
        except CookieError:
            continue
        if found:
            return found.value
    return None


def _lasts_s(auth: SessionToken | OAuth2, answer: Any) -> float | None:
    if isinstance(auth, OAuth2):
        seconds = paths.first("$.expires_in", answer)
        return (
            float(seconds)
            if isinstance(seconds, int | float)
            else auth.default_token_expiration.total_seconds()
        )
    return auth.expiration_duration.total_seconds() if auth.expiration_duration else None


def _session(request: Request, place: Place, token: str) -> Request:
    value = f"Bearer {token}" if place.type == "bearer" else token
    return _placed(request, place.location, place.name, value)


def _placed(request: Request, location: str, name: str, value: str) -> Request:
    if location == "query":
        return request._replace(params={**request.params, name: value})
    if location == "cookie":
        return _header(request, "Cookie", f"{name}={value}")
    if location == "body":
        return in_body(request, name, value)
    return _header(request, name, value)


def _header(request: Request, name: str, value: str) -> Request:
    return request._replace(headers={**request.headers, name: value})
