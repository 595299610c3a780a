"""What a command needs before it may touch the database: settings, and a database that answers."""

import atexit
import os

import django
from django.db import OperationalError, connection

from tocsin.core.kernel.errors import Unavailable
from tocsin.settings import logs

_OLDEST_SERVER = 150000  # PostgreSQL 15


def configure() -> None:
    """Load Django with our settings; the database is not touched."""
    logs.configure()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.base")
    django.setup()


def database(*, migrated: bool = True) -> None:
    """Load Django and make sure that the database answers, starting the embedded one for this command if need be.

    Raises Unavailable when it does not answer, is too old, or (``migrated``) lacks our tables.
    """
    configure()
    _start_embedded()
    try:
        connection.ensure_connection()
    except OperationalError as away:
        raise Unavailable("error.database_away", reason=str(away).splitlines()[0]) from away
    _check_version()
    if migrated:
        _check_tables()


def _start_embedded() -> None:
    from tocsin.settings.database import is_embedded
    from tocsin.store.embedded import Embedded

    if not is_embedded() or "TOCSIN_TREE" in os.environ:  # the tree minds it: a part must not stop it for all
        return
    server = Embedded()
    if not server.running():
        server.start()
        atexit.register(server.stop)
        atexit.register(connection.close)


def _check_version() -> None:
    found = connection.pg_version  # type: ignore[attr-defined]
    if found < _OLDEST_SERVER:
        raise Unavailable("error.database_version", found=found // 10000, needed=_OLDEST_SERVER // 10000)


def _check_tables() -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unavailable("error.database_not_migrated")


def let_go() -> None:
    """Close the connections and the pool: a process about to fork must hand neither to its children."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
