"""Sealed: secrets at rest, under a key derived from the secret key. Knows what they are for, not what they open."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str, purpose: str) -> str:
    """The secret, encrypted and signed (Fernet); an empty one stays empty. ``purpose``: each has a key of its own."""
    return _box(purpose).encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str, purpose: str) -> str:
    """The secret; empty where it cannot be opened: another secret key, another purpose, changed, or never sealed."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _box(purpose: str) -> Fernet:
    """RFC 5869: the secret key has entropy of its own, so no salt."""
    derived = HKDF(SHA256(), length=32, salt=None, info=f"tocsin {purpose}".encode())
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
