"""Dispute files: a dispute as PDF (typst) and as XLSX. Knows no rule."""

import io
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from xlsxwriter import Workbook

from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.statement.reasons import dispute_word
from tocsin.flow import clock, pdf
from tocsin.flow.statements.dispute import Dispute, Item, Writing
from tocsin.flow.statements.settling import Opened

Form = Literal["pdf", "xlsx"]
FORMS: tuple[str, ...] = get_args(Form)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEMPLATE = Path(__file__).with_name("dispute.typ")
_COLUMNS = ("figure", "by_statement", "by_incidents", "penalties_theirs", "penalties_ours")
_ITEMS = ("finding", "why", "rows", "ours", "theirs", "ours")
_EVIDENCE = ("message", "received", "source", "said")


class Made(NamedTuple):
    """A file to send."""

    name: str
    media_type: str
    content: bytes


def made(opened: Opened, organisation: Organisation, language: Language, form: str) -> Made:
    """The dispute of an opened statement in one of ``FORMS``, as of now."""
    dispute = Writing(opened, organisation, language, clock.now()).dispute()
    content = as_pdf(dispute, language) if form == "pdf" else as_xlsx(dispute, language)
    name = f"{opened.kept.supplier}-{opened.kept.month}-dispute.{form}"
    return Made(name=name, media_type=MEDIA_TYPES[form], content=content)


def as_pdf(dispute: Dispute, language: Language) -> bytes:
    """The dispute as PDF/A."""
    data = {
        **dispute._asdict(),
        "items": [_plain(item) for item in dispute.items],
        "language": language,
        "words": _words(dispute, language),
    }
    return pdf.as_pdf(_TEMPLATE, data)


def _plain(item: Item) -> dict[str, Any]:
    return item._asdict() | {"evidence": [evidence._asdict() for evidence in item.evidence]}


def _words(dispute: Dispute, language: Language) -> dict[str, Any]:
    title = dispute_word("title", language)
    labels = ("effect", "owed", "items", "theirs", "ours", "row")
    return {name: dispute_word(name, language) for name in labels} | {
        "title": f"{title} · {dispute.supplier} · {dispute.month}",
        "columns": _headings(_COLUMNS, language),
    }


def _headings(names: tuple[str, ...], language: Language) -> list[str]:
    return [dispute_word(name, language) for name in names]


def as_xlsx(dispute: Dispute, language: Language) -> bytes:
    """A workbook: what is disputed, the evidence by point, the figures. Text is text, whatever it begins with."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        evidence = [[str(item.number), *map(str, found)] for item in dispute.items for found in item.evidence]
        items = [_item_cells(item) for item in dispute.items]
        for name, columns, rows in (
            ("items", ["#", *_headings(_ITEMS, language)], items),
            ("evidence", ["#", *_headings(_EVIDENCE, language)], evidence),
            ("effect", _headings(_COLUMNS, language), dispute.figures),
        ):
            _sheet(book, dispute_word(name, language), columns, rows, heading)
    return content.getvalue()


def _item_cells(item: Item) -> list[str]:
    rows, incidents = "\n".join(item.rows), "\n".join(item.incidents)
    return [str(item.number), item.finding, item.reason, rows, incidents, item.theirs, item.ours]


def _sheet(book: Any, name: str, names: list[str], rows: list[list[str]], heading: Any) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, len(names) - 1, 32, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_row(0, 0, names, heading)
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    sheet.autofilter(0, 0, max(len(rows), 1), len(names) - 1)
