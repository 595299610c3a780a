"""Which database: DATABASE_URL, else the embedded PostgreSQL of the data folder (its socket, not its start)."""

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tocsin.settings.place import data_folder

_LONGEST_SOCKET_FOLDER = 85  # sun_path holds 107 bytes, and PostgreSQL adds "/.s.PGSQL.5432.lock"


def embedded_folder() -> Path:
    """The embedded PostgreSQL's own folder inside the data folder."""
    return data_folder() / "postgresql"


def socket_folder() -> Path:
    """Where the embedded PostgreSQL listens; a short path under /tmp when the data folder's is too long."""
    folder = data_folder() / "socket"
    if len(str(folder)) <= _LONGEST_SOCKET_FOLDER:
        return folder
    return Path("/tmp") / f"tocsin-{blake2b(str(folder).encode(), digest_size=6).hexdigest()}"


def database_url() -> str:
    """The connection URL: the environment's, else the embedded database's."""
    return (
        os.environ.get("DATABASE_URL") or f"postgresql://postgres@/tocsin?host={quote(str(socket_folder()))}"
    )


def is_embedded() -> bool:
    """Whether we run the database ourselves."""
    return not os.environ.get("DATABASE_URL")


def database_settings() -> dict[str, Any]:
    """The URL as Django wants it, with a connection pool a process."""
    url = urlsplit(database_url())
    options: dict[str, Any] = dict(parse_qsl(url.query))
    host = options.pop("host", None) or url.hostname or ""
    options |= {"server_side_binding": True, "prepare_threshold": 5}  # a statement said often is planned once
    options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("TOCSIN_POOL", "12")), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/") or "tocsin",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("TOCSIN_TEST_DATABASE", "tocsin_test")},
    }
