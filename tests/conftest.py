"""What every test may ask for: the embedded PostgreSQL, started only when a test first needs a database."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog


@pytest.fixture(scope="session", autouse=True)
def loggers_are_not_cached() -> Iterator[None]:
    """A command that configures the logs in this process would fix its loggers for all tests that come after."""
    configure = structlog.configure

    def uncached(*processors: Any, **settings: Any) -> None:
        configure(*processors, **{**settings, "cache_logger_on_first_use": False})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structlog, "configure", uncached)
        yield


@pytest.fixture(autouse=True)
def logs_write_where_they_did() -> Iterator[None]:
    """A command that configures the logs in this process writes to a stream that its test closes."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def the_same_company_is_compiled_once() -> Iterator[None]:
    """Most tests put the example company in force."""
    from tests.remembering import remember

    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_middleware_is_made_once() -> Iterator[None]:
    """Else each browser of a test makes it, and looks at every static file. Made anew when a setting changes."""
    from django.core.handlers.base import BaseHandler
    from django.core.signals import setting_changed

    load, known = BaseHandler.load_middleware, {}

    def load_once(handler: BaseHandler, is_async: bool = False) -> None:
        if is_async not in known:
            load(handler, is_async)
            known[is_async] = vars(handler)
        vars(handler).update({name: made for name, made in known[is_async].items() if "middleware" in name})

    def forget(**_: Any) -> None:
        known.clear()

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "load_middleware", load_once)
        yield


@pytest.fixture(scope="session")
def embedded() -> None:
    """The embedded PostgreSQL of the run's own data folder (settings/test.py made it); one for all its processes."""
    from tocsin.settings.database import is_embedded
    from tocsin.store.embedded import Embedded

    if is_embedded():
        Embedded().start()
        _let_go_of_safety()


def _let_go_of_safety() -> None:
    """No test pulls the plug of this database: it need not wait for the disk at every commit and every emptied table."""
    import psycopg

    from tocsin.settings.database import database_url

    ours = psycopg.conninfo.make_conninfo(database_url(), dbname="postgres")
    with psycopg.connect(ours, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"alter system set {name} = off")
        connection.execute("select pg_reload_conf()")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix: None, embedded: None) -> None:
    """pytest-django asks for this before it makes the test database, of which each process has its own."""


_EMPTIED = """
do $$ declare name text; begin
  set local session_replication_role = replica;  -- the audit may be emptied too, and no order is asked for
  for name in
    select relname from pg_class where relkind = 'r' and not relispartition and relnamespace = 'public'::regnamespace
    and relname not in ('django_migrations', 'django_content_type', 'auth_permission')
  loop execute format('delete from %I', name); end loop;
end $$
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test that commits, the few rows of each table are deleted: Django would make every table anew, which takes
    ten times as long. The months in which most tests live have their partitions from the beginning: made in each test, they
    were a fifth of its time."""
    from django.db import connection
    from django.test import TransactionTestCase

    from tocsin.store import partitions

    def empty(_test: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_EMPTIED)

    with django_db_blocker.unblock():
        partitions.ensure(date(2026, 11, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
    with (
        django_db_blocker.unblock(),
        connection.cursor() as cursor,
    ):  # a thread of what was tested may still hold one
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def what_was_committed_goes(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """After a test that commits, the partitioned tables are emptied too."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" not in request.fixturenames and not (marker and marker.kwargs.get("transaction")):
        return
    from django.db import connection

    from tocsin.store import sources, standing

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("truncate message, event")
        standing.advance()  # nobody's memory of what stood is true any more
    sources._noted.clear()  # and nobody's memory of who sent something


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long stories first: begun last, one of them keeps a process busy while the others have nothing left to do."""
    items.sort(key=lambda item: "stories" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Spare the collector the thousands of tests; as often as by default, it took a tenth of the time of a process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process goes last: it stops the database and leaves nothing behind."""
    from tocsin.store.embedded import Embedded

    data = Path(os.environ["TOCSIN_DATA"])
    if not hasattr(config, "workerinput") and data.name.startswith("tocsin-test-"):
        Embedded().stop()
        shutil.rmtree(data, ignore_errors=True)
