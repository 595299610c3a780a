"""Rows: the file by what it begins with, as rows of texts under their headings. Keeps no row; knows no incident."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from tocsin.connectors.histories.delimited import delimited
from tocsin.connectors.histories.values import Unreadable
from tocsin.connectors.histories.workbook import workbook
from tocsin.connectors.histories.xes import xes
from tocsin.core.history.mapping import FileOptions
from tocsin.core.history.values import Row
from tocsin.core.kernel.errors import BadInput, fault

_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
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
    if start.startswith(_ZIP):
        return _zipped(content, options)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return xes(content)
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
    if any(part.filename == "xl/workbook.xml" for part in files):
        yield from workbook(content, options.sheet, options.header)
        return
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
