"""Letter: a mail's attached files, the tables in it, else its text, as sheets. Knows no meaning."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from tocsin.connectors.spreadsheet.columns import rows_of
from tocsin.connectors.spreadsheet.values import Sheets
from tocsin.core.event.message import Message
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.translation.reading.document import Document, Table, Unreadable
from tocsin.core.translation.reading.mail import read_mail

_HEADER = re.compile(rb"\A(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}")
_OF_A_MAIL = re.compile(rb"^(?:from|date|received|message-id):", re.IGNORECASE | re.MULTILINE)
_FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".pdf")

Read = Callable[[bytes, str], Sheets]


def is_mail(content: bytes) -> bool:
    """Whether it begins with the headers of a mail."""
    head = content[:4000]
    return _HEADER.match(head) is not None and len(_OF_A_MAIL.findall(head)) >= 2


def letter(content: bytes, read: Read) -> Sheets:
    """The sheets of attached files, read by ``read``; without one, the tables of the mail; without these, its text."""
    message = Message(
        source="file",
        channel="file",
        received_at=datetime(2000, 1, 1, tzinfo=UTC),
        media_type="message/rfc822",
        body=content,
    )
    try:
        documents = read_mail(message)
    except Unreadable as wrong:
        return Sheets(wrong="fault.sheet.unreadable", facts={"reason": str(wrong)[:200]})
    attached = [
        read(file.content, file.name)
        for document in documents
        for file in document.attachments
        if _is_file(file.name)
    ]
    sheets = tuple(sheet for found in attached for sheet in found.sheets)
    sheets = sheets or tuple(sheet for document in documents for sheet in _in(document))
    if sheets:
        return Sheets(sheets=sheets)
    return next((found for found in attached if found.wrong), Sheets(wrong="fault.sheet.no_table"))


def _is_file(name: str) -> bool:
    return name.lower().endswith(_FILES)


def _in(document: Document) -> Iterator[Sheet]:
    for number, table in enumerate(document.tables, start=1):
        yield Sheet(name=f"{document.subject or 'mail'} {number}", rows=tuple(_rows(table)))
    if not document.tables and (rows := _text_rows(document.text)):
        yield Sheet(name=document.subject or "mail", rows=tuple(rows))


def _rows(table: Table) -> Iterator[Row]:
    for number, cells in enumerate(table, start=1):
        if any(cells):
            yield Row(number=number, cells=tuple(" ".join(cell.split()) for cell in cells))


def _text_rows(text: str) -> list[Row]:
    """Cells between bars, semicolons or tabs, where most lines with several have the same; else under their headings."""
    lines = text.split("\n")
    for mark in "|;\t":
        marked = [line for line in lines if line.strip(" |;").count(mark) >= 2]
        if len(marked) >= 2:
            cut = (tuple(cell.strip() for cell in line.strip().strip(mark).split(mark)) for line in marked)
            return [Row(number=at, cells=cells) for at, cells in enumerate(cut, start=1) if any(cells)]
    return rows_of([lines])
