"""The secret key: TOCSIN_SECRET_KEY or TOCSIN_SECRET_KEY_FILE, else one made once in the data folder."""

import os
import secrets
from pathlib import Path

from tocsin.settings import environment
from tocsin.settings.place import data_folder


def secret_key() -> str:
    """The key that signs sessions; every host of one installation must share it."""
    said = environment.text("TOCSIN_SECRET_KEY") or environment.content("TOCSIN_SECRET_KEY_FILE")
    return said or _own_key(data_folder() / "secret-key")


def _own_key(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("utf-8").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(key)
    return key
