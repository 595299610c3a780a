"""Declared objects as rows, and the organisation's version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.organisation.objects import Object


def version() -> int:
    """The number of the newest revision; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from revision")
        return int(cursor.fetchone()[0])


def objects() -> list[Object]:
    """Every declared object, in the order of section and key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select section, key, spec::text, origin, file, line from declared order by section, key"
        )
        return [
            Object(
                section=section, key=key, spec=msgspec.json.decode(spec), origin=origin, file=file, line=line
            )
            for section, key, spec, origin, file, line in cursor.fetchall()
        ]


def write(objects: Sequence[Object]) -> None:
    """Create or replace the objects, in bulk."""
    with connection.cursor() as cursor:
        cursor.execute("create temp table if not exists declared_in (like declared) on commit delete rows")
        with cursor.copy("copy declared_in (section, key, spec, origin, file, line) from stdin") as copy:
            for one in objects:
                spec = msgspec.json.encode(one.spec).decode()
                copy.write_row((one.section, one.key, spec, one.origin, one.file, one.line))
        cursor.execute(
            "insert into declared (section, key, spec, origin, file, line)"
            " select section, key, spec, origin, file, line from declared_in"
            " on conflict (section, key) do update set (spec, origin, file, line) ="
            " (excluded.spec, excluded.origin, excluded.file, excluded.line)"
        )
        cursor.execute("delete from declared_in")


def remove(identities: Sequence[tuple[str, str]]) -> None:
    """Remove the objects of these (section, key)."""
    if identities:
        sections, keys = zip(*identities, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from declared using unnest(%s::text[], %s::text[]) as gone(section, key)"
                " where declared.section = gone.section and declared.key = gone.key",
                [list(sections), list(keys)],
            )


def revise(at: datetime, by: str, changes: Sequence[Any]) -> int:
    """Note a revision; the new version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into revision (at, by, changes) values (%s, %s, %s) returning id",
            [at, by, msgspec.json.encode(changes).decode()],
        )
        return int(cursor.fetchone()[0])
