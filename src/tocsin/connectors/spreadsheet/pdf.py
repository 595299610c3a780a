"""PDF: the tables of a PDF file as one sheet, by where its text stands. Knows no meaning; a scan has no text."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from tocsin.connectors.spreadsheet.columns import rows_of
from tocsin.connectors.spreadsheet.values import Sheets
from tocsin.core.organisation.sheets import MAX_ROWS, Sheet

_MAX_PAGES = 500


def is_pdf(content: bytes) -> bool:
    """Whether it begins as a PDF file does."""
    return b"%PDF-" in content[:1024]


def pdf(content: bytes, name: str) -> Sheets:
    """The text of the pages as rows under their headings."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it puts up with is no news
    try:
        reader = PdfReader(io.BytesIO(content))
        if len(reader.pages) > _MAX_PAGES:
            return Sheets(wrong="fault.sheet.too_many_pages", facts={"limit": _MAX_PAGES})
        texts = [page.extract_text(extraction_mode="layout") for page in reader.pages]
    except FileNotDecryptedError:
        return Sheets(wrong="fault.sheet.password")
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as wrong:
        return Sheets(
            wrong="fault.sheet.unreadable", facts={"reason": f"{type(wrong).__name__}: {wrong}"[:200]}
        )
    rows = rows_of([text.split("\n") for text in texts])
    if not rows:
        return Sheets(wrong="fault.sheet.no_words")
    if len(rows) > MAX_ROWS:
        return Sheets(wrong="fault.sheet.too_many_rows", facts={"limit": MAX_ROWS})
    return Sheets(sheets=(Sheet(name=name, rows=tuple(rows)),))
