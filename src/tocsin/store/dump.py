"""Dump: every row of the database in one portable file, and back. Knows tables and migrations, no meaning.

The file is a ZIP archive: ``tables/NAME`` is PostgreSQL's own text form of the rows (COPY), which every version from 15 on
writes and reads alike; ``manifest.json`` stands last, so an interrupted file has none. Sessions of logged-in users are
not kept.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec
import psycopg
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg.sql import SQL, Identifier

import tocsin.store.sentences  # noqa: F401  declares what this file raises
from tocsin import __version__
from tocsin.core.kernel.errors import BadInput, Refused
from tocsin.core.kernel.value import Value
from tocsin.store import partitions

FORMAT = 1  # of the file; a later one is refused
_MANIFEST = "manifest.json"
_MANIFEST_MAX = 4 * 2**20
_CHUNK = 2**18
_NOT_KEPT = frozenset(
    {"django_migrations", "django_session", "search"}
)  # the database fills the last by itself
Report = Callable[[str, int, int], None]
"""Called for each table: its name, how many are done, how many there are."""


class DumpedTable(Value):
    """A table in the file: its columns in their order, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    rows: int


class Manifest(Value):
    """The content of the file, and the migrations that had made the tables (app, name)."""

    format: int
    version: str
    taken_at: datetime
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[DumpedTable, ...]
    partitions: tuple[str, ...]
    sequences: dict[str, int]


def write(file: IO[bytes], *, now: datetime, report: Report) -> Manifest:
    """Write all rows as of one instant, while everything runs; returns what was written."""
    with _snapshot() as server, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        names = _tables(server)
        tables = []
        for done, name in enumerate(names):
            report(name, done, len(names))
            tables.append(_write_table(server, archive, name))
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            taken_at=now,
            migrations=tuple(
                server.execute("select app, name from django_migrations order by id").fetchall()
            ),
            tables=tuple(tables),
            partitions=tuple(_partitions(server)),
            sequences=_sequences(server),
        )
        archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def restore(path: Path, *, replace: bool, report: Report) -> Manifest:
    """Put the file's rows in the place of the database's: all of it, or nothing.

    The tables are made as they were when the file was written, filled, and brought up to this version. Raises BadInput
    for a file that is no back-up or comes from a later version, Refused while others (connections with another
    application name) use the database, or if it has rows and ``replace`` is not set.
    """
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive)
            _restore(archive, manifest, replace=replace, report=report)
    except (BadZipFile, zlib.error, EOFError, psycopg.DataError, KeyError) as wrong:
        raise BadInput(code="error.dump.unreadable", file=str(path), reason=str(wrong).strip()) from wrong
    return manifest


def _restore(archive: ZipFile, manifest: Manifest, *, replace: bool, report: Report) -> None:
    _refuse_later_version(manifest)
    connection.ensure_connection()
    _refuse_while_used()
    with transaction.atomic(durable=True):
        if _holds_anything() and not replace:
            raise Refused("error.dump.not_empty")
        _empty()
        _migrate(manifest.migrations)
        _fill(archive, manifest, report)
        _migrate(None)


@contextmanager
def _snapshot() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own: what it sees does not change."""
    with psycopg.connect(**connection.get_connection_params()) as server:
        server.read_only = True
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield server


def _tables(server: psycopg.Connection[Any]) -> list[str]:
    """The tables, without partitions: a partitioned table counts once."""
    found = server.execute(
        "select relname from pg_class where relnamespace = current_schema()::regnamespace"
        " and relkind in ('r', 'p') and not relispartition order by relname"
    )
    return [name for (name,) in found.fetchall() if name not in _NOT_KEPT]


def _columns(server: Any, table: str) -> tuple[str, ...]:
    found = server.execute(
        "select column_name from information_schema.columns where table_schema = current_schema()"
        " and table_name = %s and is_generated = 'NEVER' order by ordinal_position",
        [table],
    )
    return tuple(name for (name,) in found.fetchall())


def _write_table(server: psycopg.Connection[Any], archive: ZipFile, name: str) -> DumpedTable:
    columns = _columns(server, name)
    chosen = SQL("select {} from {}").format(_listed(columns), Identifier(name))
    with archive.open(f"tables/{name}", "w", force_zip64=True) as out, server.cursor() as cursor:
        with cursor.copy(SQL("copy ({}) to stdout").format(chosen)) as copy:
            for block in copy:
                out.write(block)
        return DumpedTable(name=name, columns=columns, rows=cursor.rowcount)


def _partitions(server: psycopg.Connection[Any]) -> list[str]:
    found = server.execute(
        "select relname from pg_class where relnamespace = current_schema()::regnamespace and relispartition"
        " and relkind = 'r' order by relname"
    )
    return [name for (name,) in found.fetchall()]


def _sequences(server: psycopg.Connection[Any]) -> dict[str, int]:
    """Each sequence's last number; read after the rows, so that it is never behind them."""
    found = server.execute(
        "select sequencename, last_value from pg_sequences where schemaname = current_schema()"
        " and last_value is not null"
    )
    return dict(found.fetchall())


def _manifest(archive: ZipFile) -> Manifest:
    if archive.getinfo(_MANIFEST).file_size > _MANIFEST_MAX:
        raise BadZipFile(_MANIFEST)
    try:
        return msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except msgspec.DecodeError as wrong:
        raise BadZipFile(f"{_MANIFEST}: {wrong}") from wrong


def _refuse_later_version(manifest: Manifest) -> None:
    known = MigrationExecutor(connection).loader.disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if manifest.format > FORMAT or unknown:
        raise BadInput(code="error.dump.later_version", version=manifest.version, unknown=unknown)


def _refuse_while_used() -> None:
    others = _value(
        "select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend'"
        " and application_name <> current_setting('application_name')"
    )
    if others:
        raise Refused("error.dump.in_use", others=others)


def _holds_anything() -> bool:
    """Whether a row would be lost. Rows that migrations make do not count."""
    with connection.cursor() as cursor:
        ours = [table for table in connection.introspection.table_names(cursor) if table in _WORTH_KEEPING]
    return any(_value(f'select exists (select from "{table}")') for table in ours)


_WORTH_KEEPING = frozenset({"account", "declared", "incident", "message", "message_key"})


def _empty() -> None:
    with connection.cursor() as cursor:
        if not connection.introspection.table_names(cursor):
            return
        cursor.execute("select quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        cursor.execute(f"drop schema {schema} cascade")
        cursor.execute(f"create schema {schema}")


def _migrate(made_by: Sequence[tuple[str, str]] | None) -> None:
    """Make the tables as these migrations do; None: as this version does."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if made_by is None:
        executor.migrate(graph.leaf_nodes())
        return
    made = set(made_by)
    executor.migrate([
        migration for migration in made
        if not any(child.key in made and child.key[0] == migration[0] for child in graph.node_map[migration].children)
    ])  # fmt: skip


def _fill(archive: ZipFile, manifest: Manifest, report: Report) -> None:
    for name in manifest.partitions:
        partitions.make_named(name)
    with connection.cursor() as cursor:
        server = cursor.connection
        cursor.execute("set constraints all deferred")
        names = [table.name for table in manifest.tables]
        server.execute(SQL("truncate {} cascade").format(_listed(names)))
        for done, table in enumerate(manifest.tables):
            report(table.name, done, len(manifest.tables))
            _fill_table(server, archive, table)
        for sequence, value in manifest.sequences.items():
            server.execute("select setval(quote_ident(%s)::regclass, %s)", [sequence, value])
        cursor.execute("set constraints all immediate")


def _fill_table(server: psycopg.Connection[Any], archive: ZipFile, table: DumpedTable) -> None:
    into = SQL("copy {} ({}) from stdin").format(Identifier(table.name), _listed(table.columns))
    with archive.open(f"tables/{table.name}") as rows, server.cursor() as cursor:
        with cursor.copy(into) as copy:
            while block := rows.read(_CHUNK):
                copy.write(block)
        if cursor.rowcount != table.rows:
            raise BadZipFile(f"{table.name}: {cursor.rowcount} / {table.rows}")


def _listed(names: Iterable[str]) -> Any:
    return SQL(", ").join(map(Identifier, names))


def _value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
