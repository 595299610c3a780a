"""Statements over the API: those that are kept, each with its judgement, and what people settle of them."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.statement.check import Checked, left_out
from tocsin.core.statement.classifying import Entry
from tocsin.core.statement.decisions import Verdict
from tocsin.core.statement.effect import Difference
from tocsin.core.statement.reasons import clock_of
from tocsin.flow.organisation import snapshot
from tocsin.flow.statements import dispute_files, settling
from tocsin.flow.statements.dispute_files import Form
from tocsin.store import statements as rows

router = Router(tags=["statements"])
_FILES = {
    media_type: {"schema": {"type": "string", "format": "binary"}}
    for media_type in dispute_files.MEDIA_TYPES.values()
}


class KeptOut(Schema):
    """A statement: whose (the supplier's key), of which month, from which file, kept by whom and when."""

    id: int
    supplier: str
    month: str
    file: str
    by: str
    at: datetime


class StatementEntryOut(Schema):
    """Lines of the file (by ``rows``) beside our incidents (``INC-`` numbers). ``lines`` are what settling names. Seconds as
    each side counts; ``bits`` and ``margin`` say how sure the match is; ``rivals`` are incidents that may be meant as well.
    """

    lines: list[int]
    rows: list[int]
    cells: list[list[str]]
    incidents: list[int]
    finding: Literal["agreed", "duration", "missing_theirs", "missing_ours", "exclusion", "twice", "asked"]
    sureness: Literal["sure", "asked", "settled"]
    disputed: bool
    accepted: bool
    reason: str
    theirs_s: int | None
    ours_s: int | None
    bits: dict[str, float] | None
    margin: float | None
    rivals: list[int]


class DifferenceOut(Schema):
    """A figure of a contract by the statement and by our incidents: per cent, and cents of ``currency`` that are owed."""

    contract: str
    measure: str
    currency: str
    theirs: float | None
    ours: float | None
    theirs_cents: int
    ours_cents: int


class UnreadOut(Schema):
    """A row of the file that is judged in no entry, and why: ``unreadable``, ``above`` its header, ``no_table``, another
    ``client``'s, a ``total``, a ``remark``."""

    sheet: str
    row: int
    why: str
    cells: list[str]


class StatementOut(KeptOut):
    """A statement with the judgement on it, as our incidents are now, and the rows of the file that are ``left_out``."""

    clock: str
    entries: list[StatementEntryOut]
    effect: list[DifferenceOut]
    left_out: list[UnreadOut]


class SettleIn(Schema):
    """A decision about a ``line``, or about an ``incident`` that no line means: what it ``means`` (numbers of incidents;
    none: nothing of ours), that the supplier's word is ``accepted``, or that the decision before is ``undone``."""

    verdict: Verdict
    line: int | None = None
    incident: int | None = None
    means: list[int] = Field([], max_length=50)
    note: str = Field("", max_length=500)


@router.get("/statements", response=list[KeptOut], summary="The statements that are kept")
def statements(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest first."""
    return [_kept(row) for row in rows.kept()]


@router.get(
    "/statements/{int:number}", response=StatementOut, summary="One statement, compared with our incidents"
)
def statement(request: HttpRequest, number: int, disputed: bool = False) -> dict[str, Any]:
    """Line by line; ``disputed``: only what the supplier is asked to correct."""
    return _whole(number, language_of(request), disputed=disputed)


@router.get(
    "/statements/{int:number}/dispute",
    summary="The dispute as a file",
    openapi_extra={"responses": {200: {"description": "The file.", "content": _FILES}}},
)
def dispute(request: HttpRequest, number: int, form: Form = "pdf") -> HttpResponse:
    """What the supplier is asked to correct, each point with the messages that it comes from, as PDF/A or Excel; in the
    language of ``Accept-Language``. A statement without a disputed line is a file without points."""
    made = dispute_files.made(settling.opened(number), snapshot(), language_of(request), form)
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


@router.post("/statements/{int:number}/settle", response=StatementOut, summary="Settle what a line means")
def settle(request: HttpRequest, number: int, decision: SettleIn) -> dict[str, Any]:
    """Kept for good: to undo is a further decision. 403 when it is not yours to do, 409 for a line that there is not."""
    settling.settle(caller(request), number, **decision.dict())
    return _whole(number, language_of(request), disputed=False)


def _whole(number: int, language: Language, *, disputed: bool) -> dict[str, Any]:
    found = settling.opened(number)
    entries = found.checked.disputed if disputed else found.checked.entries
    return _kept(found.kept) | {
        "clock": render_why(clock_of(found.checked.shift, language), language),
        "entries": [_entry(entry, found.checked, language) for entry in entries],
        "effect": [_difference(difference) for difference in found.checked.effect],
        "left_out": [msgspec.structs.asdict(row) for row in left_out(found.statement, found.checked)],
    }


def _kept(row: rows.Kept) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.structs.asdict(row)
    return plain


def _entry(entry: Entry, checked: Checked, language: Language) -> dict[str, Any]:
    match, lines = entry.match, [checked.line(number) for number in entry.match.lines]
    return {
        "lines": match.lines,
        "rows": [line.row for line in lines],
        "cells": [line.cells for line in lines],
        "incidents": match.incidents,
        "finding": entry.finding,
        "sureness": match.sureness,
        "disputed": entry.disputed,
        "accepted": entry.accepted,
        "reason": render_why(entry.why, language),
        "theirs_s": entry.theirs_s,
        "ours_s": entry.ours_s,
        "bits": msgspec.structs.asdict(match.bits) if match.bits else None,
        "margin": match.margin,
        "rivals": [rival.incident for rival in match.rivals],
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "contract": found.contract,
        "measure": found.measure,
        "currency": found.currency,
        "theirs": found.theirs.value,
        "ours": found.ours.value,
        "theirs_cents": found.theirs.cents,
        "ours_cents": found.ours.cents,
    }
