"""Which database: DATABASE_URL, else the embedded PostgreSQL of the data folder (its socket, not its start)."""

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from tocsin.settings import environment
from tocsin.settings.place import data_folder

_LONGEST_SOCKET_FOLDER = 85  # sun_path holds 107 bytes, and PostgreSQL adds "/.s.PGSQL.5432.lock"


def embedded_folder() -> Path:
    """The embedded PostgreSQL's own folder inside the data folder."""
    return data_folder() / "postgresql"


def socket_folder() -> Path:
    """Where the embedded PostgreSQL listens; a short path under /tmp when the data folder's can't be used."""
    folder = data_folder() / "socket"
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER and "," not in str(folder):  # a list's comma
        return folder
    return Path("/tmp") / f"tocsin-{blake2b(str(folder).encode(), digest_size=6).hexdigest()}"


def database_url() -> str:
    """The connection URL: the environment's, else the embedded database's."""
    return (
        environment.text("DATABASE_URL")
        or f"postgresql://postgres@/tocsin?host={quote(str(socket_folder()))}"
    )


def is_embedded() -> bool:
    """Whether we run the database ourselves."""
    return not environment.text("DATABASE_URL")


def database_settings() -> dict[str, Any]:
    """The URL as Django wants it, with a connection pool for each process. Raises BadInput."""
    known = _parsed(database_url())
    size = environment.whole("TOCSIN_POOL", 12, least=4, most=1000)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known.pop("dbname", "tocsin"),
        "USER": known.pop("user", ""),
        "PASSWORD": known.pop("password", ""),
        "HOST": known.pop("host", ""),
        "PORT": str(known.pop("port", "")),
        "OPTIONS": {
            **known,
            "pool": {"min_size": 1, "max_size": size, "timeout": 10},
            "server_side_binding": True,
            "prepare_threshold": 5,  # a frequent statement is planned once
        },
        "TEST": {"NAME": environment.text("TOCSIN_TEST_DATABASE", "tocsin_test")},
    }


def _parsed(url: str) -> dict[str, Any]:
    """As libpq reads it, whose options may follow a ``?``."""
    try:
        return conninfo_to_dict(url)
    except ProgrammingError as error:
        shown = url.rpartition("@")[2]  # the part before may be a password
        reason = str(error).strip().replace(url, shown)
        raise environment.wrong("DATABASE_URL", shown, "fault.variable.database", reason=reason) from error
