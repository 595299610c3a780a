"""Unread: files in the company's folder that are not read, so that nobody relies on them."""

from collections.abc import Iterator
from pathlib import Path

from tocsin.connectors.files import layout
from tocsin.connectors.files.read import KNOWN
from tocsin.core.kernel.errors import Fault, fault

_BOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".tsv"})
_FOR_PEOPLE = frozenset({".md", ".txt"})
_MOST = 20


def unread(directory: Path | str) -> tuple[Fault, ...]:
    """A doubt for each such file or folder. Notes for people (.md, .txt) and hidden files are left out; a file that
    looks like a mistyped file of ours is a fault that reading reports."""
    root = Path(directory)
    if not root.is_dir():
        return ()
    found = [*_strangers(root), *_formats(root / layout.FORMATS_FOLDER, root)]
    return tuple(found[:_MOST])


def _strangers(root: Path) -> Iterator[Fault]:
    for path in sorted(root.iterdir()):
        if _is_ours(path) or path.name == layout.FORMATS_FOLDER or path.name in KNOWN:
            continue
        if path.suffix.lower() in {".yaml", ".yml", ".csv"} and path.is_file():
            continue
        code = "fault.file.spreadsheet" if path.suffix.lower() in _BOOKS else "fault.file.unread"
        yield fault(code, file=path.name)


def _formats(folder: Path, root: Path) -> Iterator[Fault]:
    """In the folder of formats, a format is a folder with its file; beside the file, samples."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if _is_ours(path):
            continue
        if not path.is_dir():
            yield fault("fault.file.no_format", file=path.relative_to(root).as_posix(), name=path.stem)
        elif not (path / layout.FORMAT_FILE).exists():
            yield fault("fault.file.no_format", file=path.relative_to(root).as_posix(), name=path.name)


def _is_ours(path: Path) -> bool:
    """Hidden, or written for people."""
    return path.name.startswith(".") or path.suffix.lower() in _FOR_PEOPLE or path.name == "LICENSE"
