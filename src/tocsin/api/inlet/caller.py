"""Caller: which source a request comes from, by its token. Does not know where tokens are kept."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from hashlib import sha256

from tocsin.api.problem import HttpProblem

Tokens = Callable[[], Mapping[str, str]]  # sha256 of a token, in hexadecimal -> key of its source

_CHALLENGE = {"www-authenticate": 'Bearer realm="tocsin", Basic realm="tocsin"'}


def source_of(authorization: bytes, tokens: Tokens) -> str:
    """The key of the source whose token this Authorization header holds; HttpProblem 401 otherwise.

    Several tokens may lead to one source (two are valid at once while one replaces the other). Only digests
    are compared: a caller can't choose a digest, so the time of a look-up reveals nothing.
    """
    token = _token(authorization)
    if not token:
        raise HttpProblem(401, "inlet.no_token", _CHALLENGE)
    source = tokens().get(sha256(token).hexdigest())
    if source is None:
        raise HttpProblem(401, "inlet.bad_token", _CHALLENGE)
    return source


def _token(authorization: bytes) -> bytes:
    scheme, _, credentials = authorization.partition(b" ")
    match scheme.lower():
        case b"bearer":
            return credentials.strip()
        case b"basic":
            return _password(credentials)
        case _:
            return b""


def _password(credentials: bytes) -> bytes:
    try:
        return b64decode(credentials, validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
