"""Rows become values, and values rows, by the names of columns. Knows no table."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from django.db import connection
from django.db.models import QuerySet

from tocsin.store.stored import stored

AT_ONCE = 500  # rows of one statement of the ORM: PostgreSQL takes 65,535 parameters
_JSON = frozenset({114, 3802})  # PostgreSQL's types json and jsonb: Django leaves both as text
_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_Value = TypeVar("_Value")


def read(rows: QuerySet[Any], into: type[_Struct]) -> list[_Struct]:
    """The rows as values: each field is the column, or annotation, of its name."""
    return [value(row, into) for row in rows.values(*into.__struct_fields__)]


def value(row: Mapping[str, Any], into: type[_Value]) -> _Value:
    """A row, by the names of its columns, as a value. JSON columns may become values too."""
    return stored({name: _plain(cell) for name, cell in row.items()}, into)


def select(query: str, asked: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
    """The rows of a statement, by the names of its columns, with JSON decoded. Where the ORM can't do it, or is slow."""
    with connection.cursor() as cursor:
        cursor.execute(query, asked or None)
        names = [column.name for column in cursor.description]
        json = [column.name for column in cursor.description if column.type_code in _JSON]
        rows = [dict(zip(names, cells, strict=True)) for cells in cursor.fetchall()]
    for row in rows:
        row |= {name: msgspec.json.decode(row[name]) for name in json if row[name] is not None}
    return rows


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell
