"""What a command needs before it may touch the database: settings, and a database that answers."""

import atexit
import os
from typing import TYPE_CHECKING

import django
import psycopg
from django.db import connection

from tocsin.core.kernel.errors import NotFound, Unavailable
from tocsin.settings import logs
from tocsin.settings.database import database_url, is_embedded

if TYPE_CHECKING:
    from tocsin.store.models import Account

_OLDEST_SERVER = 150000  # PostgreSQL 15
_PATIENCE_S = 10


def configure() -> None:
    """Load Django with our settings; the database is not touched."""
    logs.configure()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.base")
    django.setup()


def mail() -> None:
    """Read the mail settings, so that a wrong variable is reported now. Raises BadInput."""
    from tocsin.settings.mail import inlet_settings, relay_settings

    inlet_settings()
    relay_settings()


def database(*, migrated: bool = True) -> None:
    """Load Django and make sure that the database answers, starting the embedded one for this command if need be.

    Raises Unavailable when it does not answer, is too old, or (``migrated``) lacks our tables or has those of a later
    version.
    """
    configure()
    _start_embedded()
    _check_answer()
    _check_version()
    if migrated:
        _check_tables()


def account(name: str) -> "Account":
    """The account in whose name a command acts, with a database that answers. Raises NotFound, and what that raises."""
    database()
    from tocsin.store.models import Account

    found = Account.objects.filter(username=name).first()
    if found is None:
        raise NotFound("cli.account.unknown", name=name)
    return found


def _start_embedded() -> None:
    from tocsin.store.embedded import Embedded

    if not is_embedded() or "TOCSIN_TREE" in os.environ:  # the process tree manages it
        return
    server = Embedded()
    server.require_private_socket()
    if not server.running():
        server.start()
        atexit.register(server.stop)
        atexit.register(connection.close)


def _check_answer() -> None:
    """One connection, tried once: the pool would retry without giving the reason."""
    try:
        psycopg.connect(database_url(), connect_timeout=_PATIENCE_S).close()
    except psycopg.OperationalError as away:
        raise Unavailable("error.database_away", reason=str(away).strip().splitlines()[0]) from away


def _check_version() -> None:
    found = connection.pg_version  # type: ignore[attr-defined]
    if found < _OLDEST_SERVER:
        raise Unavailable("error.database_version", found=found // 10000, needed=_OLDEST_SERVER // 10000)


def _check_tables() -> None:
    from django.db.migrations.executor import MigrationExecutor

    refuse_later_version()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unavailable("error.database_not_migrated")


def refuse_later_version() -> None:
    """Raise Unavailable if a later version has migrated the database: this one does not know its tables."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    later = [
        name
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    ]
    if later:
        raise Unavailable("error.database_later_version", later=sorted(later))


def let_go() -> None:
    """Close the connections and the pool: a process about to fork must pass neither to its children."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
