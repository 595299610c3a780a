"""The reading process: limits its own resources, reads one file, prints its sheets as JSON. Run by ``reading``."""

import resource
import sys
from pathlib import Path

import msgspec

from tocsin.connectors.kit.handed import read_handed
from tocsin.connectors.spreadsheet.delimited import delimited
from tocsin.connectors.spreadsheet.letter import is_mail, letter
from tocsin.connectors.spreadsheet.pdf import is_pdf, pdf
from tocsin.connectors.spreadsheet.values import MAX_FILE_BYTES, TOO_LARGE, Sheets
from tocsin.connectors.spreadsheet.workbook import is_workbook, workbook
from tocsin.core.kernel.errors import TooLarge

_MEMORY_BYTES = 1536 * 2**20
_CPU_S = 60


def main(file: Path) -> Sheets:
    """The sheets of the file."""
    try:
        content = read_handed(file, MAX_FILE_BYTES)
    except TooLarge:
        return Sheets(wrong=TOO_LARGE)
    except OSError as error:
        return Sheets(wrong="fault.sheet.unreadable", facts={"reason": error.strerror or str(error)})
    return sheets_of(content, file.name)


def sheets_of(content: bytes, name: str) -> Sheets:
    """The sheets of a file by what it begins with, whatever it is called."""
    if not content.strip():
        return Sheets(wrong="fault.sheet.empty")
    if is_workbook(content):
        return workbook(content)
    if is_pdf(content):
        return pdf(content, Path(name).stem)
    if is_mail(content):
        return letter(content, _attached)
    return delimited(content, Path(name).stem)


def _attached(content: bytes, name: str) -> Sheets:
    """A file in a mail; a mail in a mail is read with it already."""
    return Sheets() if is_mail(content) else sheets_of(content, name)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(msgspec.json.encode(main(Path(sys.argv[1]))))
