"""Statements as rows: suppliers' files as they were read, and what people settled of them. Decides nothing."""

from datetime import datetime
from typing import Any

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.core.statement.decisions import Settled
from tocsin.core.statement.values import Statement
from tocsin.store import models
from tocsin.store.stored import stored

_LISTED = 100


class Kept(Value):
    """A statement that is kept, without its lines and its file."""

    id: int
    supplier: str
    month: str
    file: str
    by: str
    at: datetime


class Opened(Value):
    """A statement with its lines and the decisions about it, oldest first."""

    kept: Kept
    statement: Statement
    columns: dict[str, str]
    decisions: tuple[Settled, ...]


def keep(
    supplier: str, month: str, file: str, content: bytes, columns: dict[str, str], statement: Statement,
    by: str, now: datetime,
) -> int:  # fmt: skip
    """Keep a statement with its file; its number."""
    row = models.Statement.objects.create(
        supplier=supplier, month=month, file=file, content=content, columns=columns,
        value=msgspec.to_builtins(statement), by=by, at=now,
    )  # fmt: skip
    return int(row.pk)


def kept() -> list[Kept]:
    """The newest statements."""
    return [_kept(row) for row in models.Statement.objects.order_by("-id").values(*_FIELDS)[:_LISTED]]


def opened(number: int) -> Opened | None:
    """One statement."""
    row = models.Statement.objects.filter(id=number).values(*_FIELDS, "value", "columns").first()
    if row is None:
        return None
    decided = models.StatementDecision.objects.filter(statement=number).order_by("id")
    return Opened(
        kept=_kept(row),
        statement=stored(row["value"], Statement),
        columns=row["columns"],
        decisions=tuple(stored(value, Settled) for value in decided.values_list("value", flat=True)),
    )


def last(supplier: str, month: str) -> int | None:
    """The supplier's newest statement of the month."""
    of_month = models.Statement.objects.filter(supplier=supplier, month=month).order_by("-id")
    return of_month.values_list("id", flat=True).first()


def content(number: int) -> tuple[str, bytes] | None:
    """The name and the bytes of a statement's file."""
    row = models.Statement.objects.filter(id=number).values_list("file", "content").first()
    return (row[0], bytes(row[1])) if row else None


def columns_of(supplier: str) -> dict[str, str]:
    """What was said of the headings of this supplier's last statement."""
    last = (
        models.Statement.objects.filter(supplier=supplier).order_by("-id").values_list("columns", flat=True)
    )
    return dict(last.first() or {})


def decide(number: int, decision: Settled) -> None:
    """Append a decision about the statement."""
    models.StatementDecision.objects.create(statement_id=number, value=msgspec.to_builtins(decision))


def lock(number: int) -> None:
    """Let nobody else decide about this statement until the transaction ends."""
    models.Statement.objects.select_for_update().filter(id=number).first()


_FIELDS = tuple(Kept.__struct_fields__)


def _kept(row: dict[str, Any]) -> Kept:
    return stored({name: row[name] for name in _FIELDS}, Kept)
