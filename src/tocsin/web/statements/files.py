"""Files: a dispute as PDF (typst) and as XLSX. Knows neither rows nor rules."""

import io
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from tocsin.core.kernel.sentences import Language
from tocsin.web import pdf
from tocsin.web.statements.dispute import Dispute, Item

_TEMPLATE = Path(__file__).with_name("dispute.typ")


def as_pdf(dispute: Dispute, language: Language) -> bytes:
    """The dispute as PDF/A."""
    data = {
        **dispute._asdict(),
        "items": [_plain(item) for item in dispute.items],
        "language": language,
        "words": _words(dispute),
    }
    return pdf.as_pdf(_TEMPLATE, data)


def _plain(item: Item) -> dict[str, Any]:
    return item._asdict() | {"evidence": [evidence._asdict() for evidence in item.evidence]}


def _words(dispute: Dispute) -> dict[str, Any]:
    title = _("Disputed statement")
    return {
        "title": f"{title} · {dispute.supplier} · {dispute.month}",
        "effect": _("What it changes"),
        "columns": _columns(),
        "owed": _("Owed in addition:"),
        "items": _("Point by point"),
        "theirs": _("Theirs"),
        "ours": _("Ours"),
        "row": _("Row"),
    }


def _columns() -> list[str]:
    return [
        _("Figure"),
        _("By the statement"),
        _("By our incidents"),
        _("Penalties, theirs"),
        _("Penalties, ours"),
    ]


def as_xlsx(dispute: Dispute) -> bytes:
    """A workbook: what is disputed, the evidence by point, the figures. Text is text, whatever it begins with."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        points = [
            [
                str(item.number),
                item.finding,
                item.reason,
                *map("\n".join, (item.rows, item.incidents)),
                item.theirs,
                item.ours,
            ]
            for item in dispute.items
        ]
        evidence = [
            [str(item.number), str(found.message), found.received, found.source, found.said]
            for item in dispute.items
            for found in item.evidence
        ]
        names = ["#", _("Finding"), _("Why"), _("In the statement"), _("Ours"), _("Theirs"), _("Ours")]
        _sheet(book, _("Point by point"), names, points, heading)
        _sheet(
            book,
            _("Evidence"),
            ["#", _("Message"), _("Received"), _("Source"), _("It said")],
            evidence,
            heading,
        )
        _sheet(book, _("What it changes"), _columns(), dispute.figures, heading)
    return content.getvalue()


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
