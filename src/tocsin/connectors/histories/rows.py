"""Rows: the file by what it begins with, as rows of texts under their headings. Keeps no row; knows no incident."""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from tocsin.connectors.histories.delimited import delimited
from tocsin.connectors.histories.values import Unreadable
from tocsin.connectors.histories.workbook import sheets_of, workbook
from tocsin.connectors.histories.xes import xes
from tocsin.core.history.mapping import FileOptions
from tocsin.core.history.values import Row
from tocsin.core.kernel.errors import BadInput, fault

_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EMPTY_ZIP = b"PK\x05\x06"
_JSON = re.compile(rb'\{\s*"|\[\s*\{')
_OTHERS = (
    b"%PDF",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"PAR1",
    b"SQLite format 3",
    b"\x28\xb5\x2f\xfd",
)
_WORKBOOK = "xl/workbook.xml"
_OTHER_WORKBOOKS = frozenset({"xl/workbook.bin", "content.xml"})  # .xlsb, .ods
_BLOCK = 2**20


def rows_of(file: Path, options: FileOptions) -> Iterator[Row]:
    """The rows of the file, in its order. A row that can't be read says why; raises BadInput for a file that can't."""
    with _opened(file) as content:
        try:
            yield from _rows(content, options)
        except Unreadable as wrong:
            raise BadInput([fault(wrong.code, file=str(file), **wrong.facts)]) from wrong
        except (EOFError, gzip.BadGzipFile, zlib.error) as wrong:
            raise BadInput(
                [fault("fault.history.broken", file=str(file), reason=str(wrong)[:200])]
            ) from wrong


def _rows(content: IO[bytes], options: FileOptions) -> Iterator[Row]:
    start = content.read(512)
    content.seek(0)
    if start.startswith(_OLE):
        raise Unreadable("fault.history.old_workbook")
    if start.startswith(_GZIP):
        return _rows(gzip.open(content), options)  # type: ignore[arg-type]
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(content, options)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return xes(content)
    if start.startswith(_OTHERS) or _JSON.match(text):
        raise Unreadable("fault.history.no_table")
    return delimited(content, options)


def _zipped(content: IO[bytes], options: FileOptions) -> Iterator[Row]:
    """A workbook is a ZIP file; another one may hold a single file."""
    try:
        archive = ZipFile(content)
    except BadZipFile as wrong:
        raise Unreadable("fault.history.broken", reason=str(wrong)) from wrong
    files = [
        part for part in archive.infolist() if not part.is_dir() and not _is_of_the_packer(part.filename)
    ]
    names = {part.filename for part in files}
    if _WORKBOOK in names:
        yield from workbook(content, options.sheets, options.header)
        return
    if names & _OTHER_WORKBOOKS:
        raise Unreadable("fault.history.old_workbook")
    if not files:
        raise Unreadable("fault.history.empty")
    if len(files) != 1:
        raise Unreadable("fault.history.several", names=[part.filename for part in files][:10])
    with archive.open(files[0]) as inner:
        yield from _rows(inner, options)


def _is_of_the_packer(name: str) -> bool:
    """Whether macOS or Windows has added this to the archive by itself."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "Thumbs.db")


def headings_of(file: Path, options: FileOptions) -> Sequence[str]:
    """The headings under which the first rows stand, as they are written."""
    seen: dict[str, None] = {}
    for _, row in zip(range(200), rows_of(file, options), strict=False):
        seen.update(dict.fromkeys(row.headings))
    return list(seen)


def sheets_left(file: Path, options: FileOptions) -> Sequence[str]:
    """The sheets of a workbook that are neither hidden nor read, for the mapping names none."""
    with file.open("rb") as content:
        if options.sheets or content.read(len(_ZIP)) != _ZIP or _WORKBOOK not in ZipFile(content).namelist():
            return ()
        return sheets_of(content)[1:]


def digest_of(file: Path) -> str:
    """What tells this file from another, whatever it is called."""
    digest = blake2b(digest_size=16)
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    with file.open("rb") as raw:
        packed = raw.read(2) == _GZIP
    with gzip.open(file, "rb") if packed else file.open("rb") as content:
        yield content  # type: ignore[misc]
