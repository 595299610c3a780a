"""The secret key: TOCSIN_SECRET_KEY or TOCSIN_SECRET_KEY_FILE, else a key made once in the data folder."""

import os
import secrets
from pathlib import Path

from tocsin.settings import environment
from tocsin.settings.place import data_folder

LEAST_CHARACTERS = 32


def secret_key() -> str:
    """The key that signs sessions; every host of one installation must share it. Raises BadInput."""
    for name, key in (
        ("TOCSIN_SECRET_KEY", environment.text("TOCSIN_SECRET_KEY")),
        ("TOCSIN_SECRET_KEY_FILE", environment.content("TOCSIN_SECRET_KEY_FILE")),
    ):
        if key or environment.text(name):
            return _long_enough(name, key)
    own = data_folder() / "secret-key"
    return _long_enough(str(own), _own_key(own))


def _long_enough(name: str, key: str) -> str:
    """The key. Raises BadInput, naming the variable or file, for a key that could be guessed."""
    if len(key) < LEAST_CHARACTERS:
        raise environment.wrong(name, "*" * len(key), "fault.variable.secret", least=LEAST_CHARACTERS)
    return key


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
